"""Rows of one file that tell of the same thing: the first accepted one counts, later ones are refused and say which it was."""

from __future__ import annotations

import polars as pl
from django.utils.translation import gettext as _

SAME, OTHER = "repeats an earlier row", "contradicts an earlier row"


def parted(rows: pl.DataFrame, identity: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """The rows that are new, and what is to be said of the others (as `columns.Fault.told`)."""
    first = rows.select(pl.struct(identity) if len(identity) > 1 else pl.col(identity)).to_series()
    is_new = first.is_first_distinct()
    if is_new.all():
        return rows, None
    fresh = rows.filter(is_new)
    return fresh, told(rows.filter(~is_new), fresh, list(identity))


def told(later: pl.DataFrame, fresh: pl.DataFrame, identity: list[str]) -> pl.DataFrame:
    values = [name for name in later.columns if name not in (*identity, "row")]
    both = later.join(fresh, on=identity, suffix=" before", nulls_equal=True, maintain_order="left")
    same = pl.all_horizontal([pl.col(name).eq_missing(pl.col(f"{name} before")) for name in values] or [pl.lit(True)])
    first = pl.col("row before").cast(pl.String)
    return both.select(
        "row",
        pl.lit(", ".join(identity)).alias("column"),
        pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in identity], separator=", ").alias("value"),
        pl.when(same)
        .then(pl.format(_("this row once: it says the same as row {}"), first))
        .otherwise(pl.format(_("one row of this: row {} says something else, and was taken"), first))
        .alias("expected"),
        pl.when(same).then(pl.lit(SAME)).otherwise(pl.lit(OTHER)).alias("reason"),
    )
