"""The CSV of refused rows: the row's number, which columns are wrong, what stands there and what is expected, then the row.

Whoever mends the rows in that file can upload it again: our four columns are ignored then.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from .columns import Fault

OURS = ("row", "column", "value", "expected")
BOM = b"\xef\xbb\xbf"
SHOWN = 200


class RefusedRows:
    """Written batch by batch, in the order of the file."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.path, self.columns = path, columns
        self.count = 0
        self.reasons: Counter[str] = Counter()
        self.file = path.open("wb")
        self.file.write(BOM)
        head = pl.DataFrame({f"h{n}": [name] for n, name in enumerate((*OURS, *columns))})
        head.select(pl.all().pipe(plain_text)).write_csv(self.file, include_header=False, quote_style="always")

    def add(self, batch: pl.DataFrame, faults: list[Fault], doubled: pl.DataFrame | None) -> None:
        """The rows of a batch that are wrong somewhere, and those that came before (`row`, `expected`, `reason`)."""
        found = [self.of_fault(batch, fault) for fault in faults]
        if doubled is not None:
            found.append(doubled)
        each = pl.concat(found)
        together = each.group_by("row", maintain_order=True).agg(
            pl.col("column", "value", "expected").str.join("; "), pl.col("reason").first()
        )
        self.count += together.height
        self.reasons.update(dict(together["reason"].value_counts().iter_rows()))
        originals = batch.drop("beyond")
        lines = together.sort("row").join(originals, on="row", maintain_order="left").drop("reason")
        lines = lines.select(pl.col("row").cast(pl.String), pl.exclude("row").fill_null("").pipe(plain_text))
        lines.write_csv(self.file, include_header=False, quote_style="always")

    def of_fault(self, batch: pl.DataFrame, fault: Fault) -> pl.DataFrame:
        table = pl.DataFrame([batch["row"], fault.values.alias("value"), fault.rows.alias("is_wrong")])
        return table.filter("is_wrong").select(
            "row",
            pl.lit(fault.column).alias("column"),
            pl.col("value").fill_null("").str.slice(0, SHOWN),
            fault.expected.alias("expected"),
            fault.reason.alias("reason"),
        )

    def close(self) -> None:
        self.file.close()


def plain_text(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula."""
    looks_like_formula = text.str.contains(r"^ *[=+\-@\t\r\n]")
    return pl.when(looks_like_formula).then("'" + text).otherwise(text).name.keep()
