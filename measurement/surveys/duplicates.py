"""Rows of one file that tell of the same thing: the first accepted one counts, later ones are refused and say which it was."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

SAME, OTHER = "repeats an earlier row", "contradicts an earlier row"


class Seen:
    """What was accepted so far, by its identity."""

    def __init__(self, identity: tuple[str, ...]) -> None:
        self.identity = list(identity)
        self.frames: list[pl.DataFrame] = []

    def part(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """The rows that are new, and what is to be said of the others (`refused.RefusedRows.add`)."""
        first = rows.select(pl.struct(self.identity) if len(self.identity) > 1 else pl.col(self.identity)).to_series()
        is_new = first.is_first_distinct()
        for frame in self.frames:
            known = rows.select(*self.identity, "row").join(
                frame.select(self.identity), on=self.identity, how="semi", nulls_equal=True
            )
            if known.height:
                is_new &= ~rows["row"].is_in(known["row"].implode())
        fresh = rows.filter(is_new)
        self.frames.append(fresh)
        if fresh.height == rows.height:
            return fresh, None
        return fresh, self.told(rows.filter(~is_new))

    def told(self, later: pl.DataFrame) -> pl.DataFrame:
        values = [name for name in later.columns if name not in (*self.identity, "row")]
        earlier = pl.concat(
            [frame.join(later, on=self.identity, how="semi", nulls_equal=True) for frame in self.frames]
        )
        both = later.join(earlier, on=self.identity, suffix=" before", nulls_equal=True)
        same = pl.all_horizontal(
            [pl.col(name).eq_missing(pl.col(f"{name} before")) for name in values] or [pl.lit(True)]
        )
        first = pl.col("row before").cast(pl.String)
        return both.sort("row").select(
            "row",
            pl.lit(", ".join(self.identity)).alias("column"),
            pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in self.identity], separator=", ").alias(
                "value"
            ),
            pl.when(same)
            .then(pl.format(_("this row once: it says the same as row {}"), first))
            .otherwise(pl.format(_("one row of this: row {} says something else, and was taken"), first))
            .alias("expected"),
            pl.when(same).then(pl.lit(SAME)).otherwise(pl.lit(OTHER)).alias("reason"),
        )
