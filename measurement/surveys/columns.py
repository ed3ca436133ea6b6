"""One column of a file against one of ours: which texts mean which value, and in which rows it is wrong.

The reader of the file hands out codes instead of texts (categoricals), so a column is looked up by its codes: `values`,
`reasons` and `expected` have one entry for each code that was seen so far.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl
from django.utils.translation import gettext as _

from . import reading
from .dates import DAY_FIRST, EXCEL_DAY_ZERO, ISO, order_of
from .formats import Column
from .values import CONTROL, UNKNOWN_ORGANISATION, Bad, Reader, dtype_of, is_empty, reader_of

SPACE_OR_CONTROL = r"[\x00-\x20\x7f]"


class Fault(NamedTuple):
    """Where a column is wrong in a batch, row by row: `row`, `column`, `value`, `expected`, `reason`."""

    wrong: pl.Series
    told: pl.DataFrame


def told(rows: pl.Series, column: str, values: pl.Series, expected: Any, reason: Any) -> pl.DataFrame:
    table = pl.DataFrame([rows.alias("row"), values.cast(pl.String).fill_null("").str.slice(0, 200).alias("value")])
    return table.select(
        "row",
        pl.lit(column).alias("column"),
        "value",
        expected=pl.lit(expected, dtype=pl.String),
        reason=pl.lit(reason, dtype=pl.String),
    )


class ColumnCheck:
    """A column whose texts recur: each is read once."""

    def __init__(
        self, column: Column, place: str, organisations: Mapping[str, int], sites: dict[str, str], today: date
    ) -> None:
        self.column, self.place = column, place
        self.organisations, self.sites, self.today = organisations, sites, today
        self.dtype = dtype_of(column)
        self.categories = pl.Categories.random()
        self.day_zero = EXCEL_DAY_ZERO
        self.read_one: Reader = self.reader("")
        self.values = pl.Series([], dtype=self.dtype)
        self.bad: dict[int, Bad] = {}
        self.unknown: Counter[str] = Counter()
        self.warning = ""

    @property
    def read_as(self) -> Any:
        return pl.Categorical(self.categories)

    def reader(self, order: str) -> Reader:
        return reader_of(
            self.column,
            organisations=self.organisations,
            sites=self.sites,
            order=order,
            day_zero=self.day_zero,
            today=self.today,
        )

    def look_ahead(self, source: reading.Source) -> None:
        """Whether this file writes the day or the month first; asked of all its rows, if any is written so."""
        if self.column.kind not in ("date", "past_date"):
            return
        self.day_zero = source.day_zero
        self.read_one = self.reader("")
        texts = pl.col(self.place).str.strip_chars()
        slashed = texts.str.contains(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
        try:
            first = reading.scanned(source).select(texts).head(1000).filter(slashed).collect()
            if first.height:
                found = reading.scanned(source).select(texts).filter(slashed).unique().collect(engine="streaming")
                order = order_of(found.to_series().to_list())
                self.read_one = self.reader(order)
                if order == DAY_FIRST and source.is_workbook:
                    self.warn_of_swapped(reading.scanned(source).select(texts).filter(~slashed).unique())
        except pl.exceptions.PolarsError as error:
            raise reading.Malformed(str(error)) from error

    def warn_of_swapped(self, days: pl.LazyFrame) -> None:
        """Where Excel opens a file that writes the day first, it makes April 3 of 03/04 and leaves 13/04 as text."""
        others = days.collect(engine="streaming").to_series().drop_nulls().to_list()
        found = [match for match in map(ISO.fullmatch, others) if match]
        if found and all(int(match[4]) <= 12 for match in found):
            self.warning = _(
                "“%(name)s”: some days are days, such as %(one)s, and others are text that has the day first. A"
                " spreadsheet that read the file as if the month came first makes such a mixture, and has swapped day"
                " and month in the first kind. Please compare some with the original."
            ) % {"name": self.column.name, "one": min(match[0] for match in found)[:10]}

    def learn(self, source: reading.Source) -> None:
        """Read the texts that have not been seen before."""
        texts = self.categories.to_series()
        if len(texts) == len(self.values):
            return
        found = []
        for code, text in enumerate(texts.slice(len(self.values)).to_list(), len(self.values)):
            value = None
            if "\n" in text:
                source.refuse_swallowed(text)
            if is_empty(text):
                if self.column.required:
                    self.bad[code] = self.empty()
            else:
                try:
                    value = self.read_one(text)
                except Bad as bad:
                    self.bad[code] = bad
            found.append(value)
        self.values.append(pl.Series(found, dtype=self.dtype))

    def empty(self) -> Bad:
        return Bad(_("a value: it may not be empty"), f"{self.column.name} is empty")

    def found(self) -> pl.Expr:
        """The values of a batch's rows. After `learn`."""
        return pl.lit(self.values).gather(pl.col(self.place).to_physical()).alias(self.column.name)

    def fault(self, batch: pl.DataFrame) -> Fault | None:
        codes = batch[self.place].to_physical()
        wrong = codes.is_in(list(self.bad)).fill_null(False) if self.bad else None
        if self.column.required and codes.null_count():
            wrong = codes.is_null() if wrong is None else wrong | codes.is_null()
        if wrong is None or not wrong.any():
            return None
        here = batch.select("row", self.place).filter(wrong)
        each = here[self.place].to_physical().to_list()
        empty, invalid = self.empty(), f"{self.column.name} is not valid"
        bads = [empty if code is None else self.bad[code] for code in each]
        if self.column.kind == "organisation":
            names = here[self.place].cast(pl.String).to_list()
            self.unknown.update(
                " ".join(name.split())
                for name, bad in zip(names, bads, strict=True)
                if bad.reason == UNKNOWN_ORGANISATION
            )
        expected = pl.Series([bad.expected for bad in bads], dtype=pl.String)
        reasons = pl.Series([bad.reason or invalid for bad in bads], dtype=pl.String)
        return Fault(wrong, told(here["row"], self.column.name, here[self.place], expected, reasons))


class IdentifierCheck(ColumnCheck):
    """A column with as many different texts as rows: read as a whole."""

    read_as = pl.String

    def learn(self, source: reading.Source) -> None:
        pass

    def found(self) -> pl.Expr:
        return pl.col(self.place).str.strip_chars().alias(self.column.name)

    def fault(self, batch: pl.DataFrame) -> Fault | None:
        raw = batch[self.place]
        length = raw.str.len_bytes()
        fits = not raw.null_count() and length.min() > 0 and length.max() <= self.column.longest
        if fits and not raw.str.contains(SPACE_OR_CONTROL).any():
            return None  # nearly all files: one look at each text
        text = pl.col(self.place).str.strip_chars().fill_null("")
        wrong = batch.select(
            (text.str.len_bytes() == 0)
            | (text.str.len_chars() > self.column.longest)
            | (text.str.contains(CONTROL.pattern))
        ).to_series()
        if not wrong.any():
            return None
        here = batch.select("row", self.place).filter(wrong)
        empty = self.empty()
        blank = here.select(text.str.len_bytes() == 0).to_series()
        other = _("at most %(n)d characters, none of them a control character") % {"n": self.column.longest}
        expected = pl.Series([empty.expected if is_blank else other for is_blank in blank], dtype=pl.String)
        reasons = pl.Series(
            [empty.reason if is_blank else f"{self.column.name} is not valid" for is_blank in blank], dtype=pl.String
        )
        return Fault(wrong, told(here["row"], self.column.name, here[self.place], expected, reasons))


def out_of_order(batch: pl.DataFrame, first: ColumnCheck, last: ColumnCheck) -> Fault | None:
    """Rows whose last day lies before their first."""
    days = batch.select(first.found(), last.found())
    wrong = (days[last.column.name] < days[first.column.name]).fill_null(False)
    if not wrong.any():
        return None
    here = batch.select("row", last.place).filter(wrong)
    expected = _("a day that is not before “%(name)s”") % {"name": first.column.name}
    return Fault(
        wrong,
        told(here["row"], last.column.name, here[last.place], expected, f"{last.column.name} is not valid"),
    )


def check_of(
    column: Column, place: str, organisations: Mapping[str, int], sites: dict[str, str], today: date
) -> ColumnCheck:
    kind = IdentifierCheck if column.kind == "identifier" else ColumnCheck
    return kind(column, place, organisations, sites, today)
