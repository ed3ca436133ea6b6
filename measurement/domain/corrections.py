"""A survey in several files counts once: the file that was taken in last says what it was."""

from __future__ import annotations

import polars as pl


def each_once(files: list[pl.LazyFrame], identity: str) -> list[pl.LazyFrame]:
    """The rows of each file that no later one has too. `files` in the order in which they correct; each has a survey once.

    Years of files are looked through by hash, a number for each survey; texts are compared only where hashes are equal.
    """
    if len(files) < 2:
        return files
    hashes = [file.select(pl.col(identity).hash()).collect().to_series() for file in files]
    in_order = pl.concat(hashes).sort()
    again = in_order.filter(in_order == in_order.shift(1)).unique()
    if again.is_empty():
        return files
    shared = pl.concat(
        file.select(identity, place=pl.lit(place)).filter(pl.col(identity).hash().is_in(again.implode()))
        for place, file in enumerate(files)
    )
    last = shared.group_by(identity).agg(pl.col("place").max()).collect()
    return [
        file.join(last.lazy().filter(pl.col("place") > place), on=identity, how="anti")
        for place, file in enumerate(files)
    ]
