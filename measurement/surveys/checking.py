"""A survey file, checked row by row: what is right goes to Parquet, what is not to a CSV that says why.

Distinct values are read once (`values.py`); whole columns are then looked up. The file passes in batches, so only the
accepted rows, in types that take little room, are ever held together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from . import duplicates, reading
from .columns import ColumnCheck
from .formats import IDENTITY, columns_of, guess, missing, nearest
from .refusals import Unreadable
from .refused import RefusedRows
from .values import UNKNOWN_ORGANISATION, dtype_of

TOO_LONG_A_ROW = "more values than columns"


@dataclass(frozen=True)
class Checked:
    """What the check of a file found. `accepted` is Parquet, `refused` a CSV, both in the folder that was given."""

    rows_read: int
    rows_accepted: int
    rows_refused: int
    refused_by_reason: dict[str, int]
    unknown_organisations: dict[str, int]
    years: list[int]
    accepted: Path
    refused: Path | None
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Header:
    """The column names of a file, about how many rows follow, and what to say about it."""

    columns: list[str]
    rows_hint: int
    problems: list[str] = field(default_factory=list)


def check(
    path: Path,
    *,
    kind: str,
    file_name: str,
    mapping: Mapping[str, str],
    organisations: Mapping[str, int],
    folder: Path,
    advance: Callable[[int], Any] | None = None,
    today: date | None = None,
) -> Checked:
    """Read and check a file of this kind. Raises Unreadable when nothing of it can be taken.

    `mapping` is {our column: column of the file}; without one, columns are found by their names. `organisations` is
    {normalised name: primary key}. `advance(rows)` is called with the number of rows done since the last call.
    """
    source = reading.opened(Path(path), folder)
    mapping = dict(mapping) or guess(kind, source.columns)
    refuse_missing(kind, mapping, source)
    problems = [*source.notes, *ignored(kind, mapping, source)]
    try:
        run = Run(kind, source, mapping, organisations, folder, today or date.today())
        return run.through(advance, problems)
    except reading.Malformed:
        source = reading.tidied(source, folder)
        run = Run(kind, source, mapping, organisations, folder, today or date.today())
        try:
            return run.through(advance, problems)
        except reading.Malformed as error:
            raise Unreadable(_("This file is damaged: its rows cannot be told apart.")) from error


def header(path: Path, file_name: str, *, folder: Path | None = None) -> Header:
    """The column names of a file. Raises Unreadable with sentences."""
    import tempfile

    with tempfile.TemporaryDirectory(dir=folder) as room:
        source = reading.opened(Path(path), Path(room))
    return Header(list(source.columns), source.rows_hint, list(source.notes))


def refuse_missing(kind: str, mapping: dict[str, str], source: reading.Source) -> None:
    sentences = [
        _("The column “%(name)s” should be “%(of)s” of the file, but the file has no such column.")
        % {"name": name, "of": of}
        for name, of in mapping.items()
        if of and of not in source.columns
    ]
    for column in missing(kind, mapping):
        close = nearest(column.name, [name for name in source.columns if name not in mapping.values()])
        sentence = _("The column “%(name)s” is missing.") % {"name": column.name}
        if close:
            sentence += " " + _("Is it the column “%(name)s”?") % {"name": close}
        sentences.append(sentence)
    if sentences:
        raise Unreadable(*sentences)


def ignored(kind: str, mapping: dict[str, str], source: reading.Source) -> list[str]:
    """Sentences about columns that are not read, and about ours that the file does not have."""
    sentences = []
    if beyond := [name for name in source.columns if name not in mapping.values()]:
        sentences.append(_("These columns are not needed and were not read: %(names)s.") % {"names": ", ".join(beyond)})
    absent = [column.name for column in columns_of(kind) if not mapping.get(column.name)]
    if absent:
        sentences.append(
            _("The file does not have these columns; their values count as empty: %(names)s.")
            % {"names": ", ".join(absent)}
        )
    return sentences


class Run:
    """One pass through a file."""

    def __init__(
        self,
        kind: str,
        source: reading.Source,
        mapping: Mapping[str, str],
        organisations: Mapping[str, int],
        folder: Path,
        today: date,
    ) -> None:
        self.kind, self.source, self.folder = kind, source, folder
        self.columns = columns_of(kind)
        self.checks = [
            ColumnCheck(column, source.place(mapping[column.name]), organisations, today)
            for column in self.columns
            if mapping.get(column.name)
        ]
        self.refused = RefusedRows(folder / "refused.csv", source.columns)
        self.seen = duplicates.Seen(IDENTITY[kind])
        self.rows_read = 0
        self.unknown: Counter[str] = Counter()
        self.accepted: list[pl.DataFrame] = []

    def through(self, advance: Callable[[int], Any] | None, problems: list[str]) -> Checked:
        for check in self.checks:
            check.look_ahead(self.source)
        for batch in reading.batches(self.source):
            self.take(batch)
            if advance:
                advance(batch.height)
        self.refused.close()
        rows = pl.concat(self.accepted) if self.accepted else pl.DataFrame(schema=self.schema())
        path = self.folder / "accepted.parquet"
        rows.write_parquet(path, compression="lz4", statistics=False)
        if not self.rows_read:
            problems = [*problems, _("The file has column names and no rows.")]
        return Checked(
            rows_read=self.rows_read,
            rows_accepted=rows.height,
            rows_refused=self.refused.count,
            refused_by_reason=dict(self.refused.reasons.most_common()),
            unknown_organisations=dict(self.unknown.most_common()),
            years=years_of(rows),
            accepted=path,
            refused=self.refused.path if self.refused.count else None,
            problems=problems,
        )

    def take(self, batch: pl.DataFrame) -> None:
        batch = batch.filter(~pl.all_horizontal(pl.col(*self.source.places, "beyond").is_null()))
        if not batch.height:
            return
        self.rows_read += batch.height
        columns, faults = [], []
        for check in self.checks:
            series, fault = check.read(batch)
            columns.append(series)
            faults += [fault] if fault is not None else []
            if check.column.kind == "organisation":
                self.unknown.update(check.unknown(batch))
        if batch["beyond"].null_count() < batch.height:
            faults.append(beyond(batch))
        rows = pl.DataFrame([batch["row"], *columns]).select(self.all_columns())
        if faults:
            right = (
                ~pl.DataFrame([fault.rows.alias(str(n)) for n, fault in enumerate(faults)])
                .select(pl.any_horizontal(pl.all()))
                .to_series()
            )
            rows = rows.filter(right)
        fresh, doubled = self.seen.part(rows)
        if faults or doubled is not None:
            self.refused.add(batch, faults, doubled)
        self.accepted.append(fresh)

    def schema(self) -> dict[str, Any]:
        return {"row": pl.UInt32, **{column.name: dtype_of(column) for column in self.columns}}

    def all_columns(self) -> list[pl.Expr]:
        """Every column of ours, empty where the file does not have it."""
        have = {check.column.name for check in self.checks}
        return [
            pl.col(name) if name == "row" or name in have else pl.lit(None, dtype).alias(name)
            for name, dtype in self.schema().items()
        ]


def beyond(batch: pl.DataFrame):
    from .columns import Fault

    rows = batch["beyond"].is_not_null()
    expected = _("as many values as the file has columns")
    return Fault("", batch["beyond"], rows, pl.lit(expected), pl.lit(TOO_LONG_A_ROW))


def years_of(rows: pl.DataFrame) -> list[int]:
    for name in ("survey_date", "from"):
        if name in rows.columns:
            return sorted(rows[name].dt.year().unique().drop_nulls().to_list())
    return sorted(rows["year"].unique().drop_nulls().to_list()) if "year" in rows.columns else []


__all__ = ["UNKNOWN_ORGANISATION", "Checked", "Header", "check", "header"]
