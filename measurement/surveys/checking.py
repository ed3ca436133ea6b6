"""A survey file, checked row by row: what is right goes to Parquet, what is not to a CSV that says why.

Distinct values are read once (`values.py`); whole columns are then looked up. The file passes in batches, so only the
accepted rows, in types that take little room, are ever held together.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from . import duplicates, reading
from .columns import Fault, check_of, out_of_order, told
from .formats import FIRST_AND_LAST, IDENTITY, columns_of, guess, missing, nearest
from .refusals import Unreadable
from .refused import RefusedRows
from .values import dtype_of

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
    sites: Iterable[str] = (),
    advance: Callable[[int], Any] | None = None,
    today: date | None = None,
) -> Checked:
    """Read and check a file of this kind. Raises Unreadable when nothing of it can be taken.

    `mapping` is {our column: column of the file}; without one, columns are found by their names. `organisations` is
    {normalised name: primary key}, `sites` are those known already, as they are written. `advance(rows)` is called with the number of rows done since the last call.
    """
    source = reading.opened(Path(path), folder)
    mapping = dict(mapping) or guess(kind, source.columns)
    refuse_missing(kind, mapping, source)
    # The quick way first; a file that it stumbles over is read once more with care.
    for mend in (None, reading.decoded, reading.tidied):
        source = mend(source, folder) if mend else source
        problems = [*source.notes, *ignored(kind, mapping, source)]
        with suppress(reading.Malformed):
            run = Run(kind, source, mapping, organisations, sites, folder, today or date.today())
            return run.through(advance, problems)
    raise Unreadable(_("This file is damaged: its rows cannot be told apart."))


def header(path: Path, file_name: str, *, folder: Path | None = None) -> Header:
    """The column names of a file. Raises Unreadable with sentences."""
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
        sites: Iterable[str],
        folder: Path,
        today: date,
    ) -> None:
        self.kind, self.source, self.folder = kind, source, folder
        self.columns = columns_of(kind)
        spelled = {name.casefold(): name for name in sites}
        self.checks = [
            check_of(column, source.place(mapping[column.name]), organisations, spelled, today)
            for column in self.columns
            if mapping.get(column.name)
        ]
        have = {check.column.name: check for check in self.checks}
        spans = FIRST_AND_LAST.get(kind, ())
        self.spans = [(have[first], have[last]) for first, last in spans if {first, last} <= have.keys()]
        self.types = {check.place: check.read_as for check in self.checks}
        self.refused = RefusedRows(folder / "refused.csv", source.columns)
        self.rows_read = 0
        self.accepted: list[pl.DataFrame] = []

    def through(self, advance: Callable[[int], Any] | None, problems: list[str]) -> Checked:
        for check in self.checks:
            check.look_ahead(self.source)
        problems = [*problems, *(check.warning for check in self.checks if check.warning)]
        for batch in reading.batches(self.source, self.types):
            self.take(batch)
            if advance:
                advance(batch.height)
        rows = pl.concat(self.accepted) if self.accepted else pl.DataFrame(schema=self.schema())
        self.accepted = []
        rows, doubled = duplicates.parted(rows, IDENTITY[self.kind])
        if doubled is not None:
            self.refuse_doubled(doubled)
        self.refused.close()
        path = self.folder / "accepted.parquet"
        rows.write_parquet(path, compression="lz4", statistics=False)
        if not self.rows_read:
            problems = [*problems, _("The file has column names and no rows.")]
        unknown = next(check.unknown for check in self.checks if check.column.kind == "organisation")
        return Checked(
            rows_read=self.rows_read,
            rows_accepted=rows.height,
            rows_refused=self.refused.count,
            refused_by_reason=dict(self.refused.reasons.most_common()),
            unknown_organisations=dict(unknown.most_common()),
            years=years_of(rows),
            accepted=path,
            refused=self.refused.path if self.refused.count else None,
            problems=problems,
        )

    def take(self, batch: pl.DataFrame) -> None:
        blank = batch.select(pl.all_horizontal(pl.col(*self.source.places, "beyond").is_null())).to_series()
        if blank.any():
            batch = batch.filter(~blank)
        self.rows_read += batch.height
        for check in self.checks:
            check.learn(self.source)
        for place in (place for place in self.source.places if batch.schema[place] == pl.String):
            for text in batch[place].filter(batch[place].str.contains("\n", literal=True)):
                self.source.refuse_swallowed(text)
        faults = [fault for check in self.checks if (fault := check.fault(batch))]
        faults += [fault for days in self.spans if (fault := out_of_order(batch, *days))]
        if batch["beyond"].null_count() < batch.height:
            faults.append(beyond(batch))
        if faults:
            wrong = faults[0].wrong
            for fault in faults[1:]:
                wrong = wrong | fault.wrong
            self.refused.add(batch.filter(wrong), [fault.told for fault in faults])
        rows = batch.select("row", *self.found())  # narrow types first: they are copied faster than the file's
        self.accepted.append(rows.filter(~wrong) if faults else rows)

    def refuse_doubled(self, doubled: pl.DataFrame) -> None:
        """What repeats an earlier row is known at the end alone: the file is asked for these rows once more."""
        again = doubled.lazy().select("row")
        for part in reading.batches(self.source, keep=again):
            told = doubled.join(part.select("row"), on="row", how="semi", maintain_order="left")
            if told.height:
                self.refused.add(part, [told])

    def schema(self) -> dict[str, Any]:
        return {"row": pl.UInt32, **{column.name: dtype_of(column) for column in self.columns}}

    def found(self) -> list[pl.Expr]:
        """Every column of ours, empty where the file does not have it."""
        have = {check.column.name: check for check in self.checks}
        return [
            have[name].found() if name in have else pl.lit(None, dtype).alias(name)
            for name, dtype in self.schema().items()
            if name != "row"
        ]


def beyond(batch: pl.DataFrame) -> Fault:
    wrong = batch["beyond"].is_not_null()
    here = batch.select("row", "beyond").filter(wrong)
    return Fault(
        wrong, told(here["row"], "", here["beyond"], _("as many values as the file has columns"), TOO_LONG_A_ROW)
    )


def years_of(rows: pl.DataFrame) -> list[int]:
    for name in ("survey_date", "from"):
        if name in rows.columns:
            return sorted(rows[name].dt.year().unique().drop_nulls().to_list())
    return sorted(rows["year"].unique().drop_nulls().to_list()) if "year" in rows.columns else []
