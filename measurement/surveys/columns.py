"""One column of a file against one of ours: which texts mean which value, and in which rows it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl
from django.utils.translation import gettext as _

from . import reading
from .dates import order_of
from .formats import Column
from .values import CONTROL, UNKNOWN_ORGANISATION, Bad, Reader, dtype_of, is_empty, reader_of


class Fault(NamedTuple):
    """Where a column is wrong in a batch: the rows, and as expressions over `value` what is expected and why."""

    column: str
    values: pl.Series
    rows: pl.Series
    expected: pl.Expr
    reason: pl.Expr


class ColumnCheck:
    def __init__(self, column: Column, place: str, organisations: Mapping[str, int], today: date) -> None:
        self.column, self.place = column, place
        self.organisations, self.today = organisations, today
        self.dtype = dtype_of(column)
        self.read_one: Reader = self.reader("")
        self.values: dict[str, Any] = {}
        self.bad: dict[str, Bad] = {}

    def reader(self, order: str) -> Reader:
        return reader_of(self.column, organisations=self.organisations, order=order, today=self.today)

    def look_ahead(self, source: reading.Source) -> None:
        """Whether this file writes the day or the month first; asked of all its rows, if any is written so."""
        if self.column.kind not in ("date", "past_date"):
            return
        texts = pl.col(self.place).str.strip_chars()
        slashed = texts.str.contains(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
        try:
            first = reading.scanned(source).select(texts).head(1000).filter(slashed).collect()
            if first.height:
                found = reading.scanned(source).select(texts).filter(slashed).unique().collect(engine="streaming")
                self.read_one = self.reader(order_of(found.to_series().to_list()))
        except pl.exceptions.PolarsError as error:
            raise reading.Malformed(str(error)) from error

    def read(self, batch: pl.DataFrame) -> tuple[pl.Series, Fault | None]:
        texts = batch[self.place].alias("value")
        if self.column.kind == "identifier":
            return self.identifiers(texts)
        self.learn(texts)
        found = texts.replace_strict(
            list(self.values),
            pl.Series(list(self.values.values()), dtype=self.dtype),
            default=None,
            return_dtype=self.dtype,
        )
        return found.alias(self.column.name), self.fault(texts)

    def learn(self, texts: pl.Series) -> None:
        """Read what has not been seen before."""
        for text in texts.unique().drop_nulls().to_list():
            if text in self.values or text in self.bad:
                continue
            if is_empty(text):
                self.values[text] = None
                if self.column.required:
                    self.bad[text] = self.empty()
                continue
            try:
                self.values[text] = self.read_one(text)
            except Bad as bad:
                self.bad[text] = bad

    def empty(self) -> Bad:
        return Bad(_("a value: it may not be empty"), f"{self.column.name} is empty")

    def fault(self, texts: pl.Series) -> Fault | None:
        rows = None
        if self.bad:
            rows = texts.is_in(list(self.bad)).fill_null(False)
        if self.column.required and texts.null_count():
            rows = texts.is_null() if rows is None else rows | texts.is_null()
        if rows is None or not rows.any():
            return None
        empty = self.empty()
        reasons = {text: bad.reason or self.reason() for text, bad in self.bad.items()}
        expected = {text: bad.expected for text, bad in self.bad.items()}
        return Fault(
            self.column.name, texts, rows, looked_up(expected, empty.expected), looked_up(reasons, empty.reason)
        )

    def reason(self) -> str:
        return f"{self.column.name} is not valid"

    def identifiers(self, texts: pl.Series) -> tuple[pl.Series, Fault | None]:
        """As many different values as rows: read as whole columns."""
        found = texts.str.strip_chars()
        wrong = (
            found.is_null()
            | (found.str.len_bytes() == 0)
            | (found.str.len_chars() > self.column.longest)
            | found.str.contains(CONTROL.pattern)
        )
        if not wrong.any():
            return found.alias(self.column.name), None
        value = pl.col("value")
        empty, length = self.empty(), _("at most %(n)d characters") % {"n": self.column.longest}
        is_blank = value.is_null() | (value.str.strip_chars().str.len_bytes() == 0)
        expected = (
            pl.when(is_blank)
            .then(pl.lit(empty.expected))
            .otherwise(pl.lit(_("text of %s, without control characters") % length))
        )
        reason = pl.when(is_blank).then(pl.lit(empty.reason)).otherwise(pl.lit(self.reason()))
        return found.alias(self.column.name), Fault(self.column.name, texts, wrong.fill_null(True), expected, reason)

    def unknown(self, batch: pl.DataFrame) -> dict[str, int]:
        """Names of organisations that nobody knows, with the number of rows of each."""
        names = [text for text, bad in self.bad.items() if bad.reason == UNKNOWN_ORGANISATION]
        if not names:
            return {}
        found = batch[self.place].alias("value")
        counts = found.filter(found.is_in(names)).value_counts()
        return {" ".join(name.split()): rows for name, rows in counts.iter_rows()}


def looked_up(words: Mapping[str, str], empty: str) -> pl.Expr:
    if not words:
        return pl.lit(empty)
    return pl.col("value").replace_strict(list(words), list(words.values()), default=empty, return_dtype=pl.String)
