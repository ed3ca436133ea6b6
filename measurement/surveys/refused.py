"""The CSV of refused rows: the row's number, which columns are wrong, what stands there and what is expected, then the row.

Whoever mends the rows in that file can upload it again: our four columns are ignored then.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

OURS = ("row", "column", "value", "expected")
FORMULA = r" *[=+\-@\t\r\n]"
BOM = b"\xef\xbb\xbf"


class RefusedRows:
    """Written batch by batch, in the order of the file; rows that repeat an earlier one come last."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.path, self.columns = path, columns
        self.count = 0
        self.reasons: Counter[str] = Counter()
        self.file = path.open("wb")
        self.file.write(BOM)
        head = pl.DataFrame({f"h{n}": [name] for n, name in enumerate((*OURS, *columns))})
        head.select(pl.all().pipe(plain_text)).write_csv(self.file, include_header=False, quote_style="always")

    def add(self, rows: pl.DataFrame, told: list[pl.DataFrame]) -> None:
        """What is wrong (`columns.Fault.told`) with these rows, and the rows as the file has them."""
        each = pl.concat(told)
        together = each.group_by("row").agg(
            pl.col("column", "value", "expected").str.join("; "), pl.col("reason").first()
        )
        self.count += together.height
        self.reasons.update(dict(together["reason"].value_counts().iter_rows()))
        lines = (
            together.sort("row")
            .join(rows.select("row", *(f"c{n}" for n in range(len(self.columns)))), on="row", maintain_order="left")
            .select(pl.col("row").cast(pl.String), pl.exclude("row", "reason").cast(pl.String).fill_null(""))
        )
        lines.select("row", pl.exclude("row").pipe(plain_text)).write_csv(
            self.file, include_header=False, quote_style="always"
        )

    def close(self) -> None:
        self.file.close()


def plain_text(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula."""
    looks_like_formula = text.str.contains(rf"^{FORMULA}")
    return pl.when(looks_like_formula).then("'" + text).otherwise(text).name.keep()


def is_ours(columns: tuple[str, ...]) -> bool:
    """Whether a file is one of refused rows that comes back."""
    return columns[: len(OURS)] == OURS


def as_it_was(text: pl.Expr) -> pl.Expr:
    """The text before `plain_text`: survey -17 is not to come back as '-17."""
    return text.str.replace(rf"^'({FORMULA})", "${1}")
