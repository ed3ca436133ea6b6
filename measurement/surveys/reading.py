"""Opening a survey file whatever it is: CSV in its encodings and separators, XLSX or Parquet, as batches of text.

Every batch has `row`, the number of the row as the file counts (its header is row 1), and one column of text for each
column of the file, named by its place: c0, c1, … `beyond` is what stands after a row's last column.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from . import encoding, workbook
from .dates import EXCEL_DAY_ZERO, MACINTOSH_DAY_ZERO
from .formats import HEAD_AMONG, KNOWN, head_among, plain
from .refusals import Unreadable
from .refused import as_it_was, is_ours

BATCH = 150_000
BEYOND = ("beyond0", "beyond1", "beyond2")
SEPARATORS = (",", ";", "\t", "|")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
LOCKED = "EncryptedPackage".encode("utf-16-le")
NOT_TABLES = (
    (OLD_WORKBOOK, later("This is a workbook of an old kind (.xls). Please save it as .xlsx or CSV.")),
    (b"\x1f\x8b", later("This file is compressed (gzip). Please unpack it first.")),
    (b"7z\xbc\xaf", later("This file is compressed (7-Zip). Please unpack it first.")),
    (b"Rar!", later("This file is compressed (RAR). Please unpack it first.")),
    (b"%PDF", later("This is a PDF, not a table. Please upload CSV, XLSX or Parquet.")),
    (b"\x89PNG", later("This is a picture, not a table. Please upload CSV, XLSX or Parquet.")),
    (b"\xff\xd8\xff", later("This is a picture, not a table. Please upload CSV, XLSX or Parquet.")),
    (b"<!DOCTYPE", later("This is a web page, not a table. Please upload CSV, XLSX or Parquet.")),
    (b"<html", later("This is a web page, not a table. Please upload CSV, XLSX or Parquet.")),
)
TOO_LONG_A_HEAD = later(
    "The first row is longer than any table’s. Please look whether its lines have ends, and save it once more."
)
ENOUGH = 1024 * 1024
LONGEST_FIELD = 1_000_000
LONGEST_HEAD = 2_000_000
LONGEST_FIRST_ROW = 120_000
MOST_COLUMNS = 1000


@dataclass(frozen=True)
class Source:
    """An opened file: its column names as it has them, where its rows are, and what to say about it."""

    path: Path
    columns: tuple[str, ...]
    form: str
    separator: str = ","
    skipped_lines: int = 1
    rows_hint: int = 0
    notes: list[str] = field(default_factory=list)
    day_zero: date = EXCEL_DAY_ZERO
    by_people: bool = True
    """Written by whatever wrote it, so that quotation marks may be amiss; not by a workbook's or Parquet's rules."""

    @property
    def is_workbook(self) -> bool:
        return self.form == "csv" and not self.by_people

    @property
    def places(self) -> list[str]:
        return [f"c{n}" for n in range(len(self.columns))]

    def refuse_swallowed(self, text: str) -> None:
        """A quotation mark that is not closed takes whole rows into one value; nobody would miss them."""
        if self.by_people and any(
            line.count(self.separator) >= len(self.columns) - 1 > 0 for line in text.split("\n")[1:]
        ):
            raise Unreadable(
                _("A quotation mark is not closed: the value that begins with “%(text)s” has whole rows in it.")
                % {"text": text.split("\n")[0].strip()[:60]}
            )

    def place(self, name: str) -> str:
        """Where the column that the file calls `name` stands."""
        return f"c{self.columns.index(name)}"


def opened(path: Path, folder: Path) -> Source:
    """The file, recognised by its content. Raises Unreadable with sentences."""
    with path.open("rb") as file:
        start = file.read(16)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(OLD_WORKBOOK) and is_locked(path):
        raise Unreadable(_("This workbook is locked by a password. Please save it without one."))
    for magic, sentence in NOT_TABLES:
        if start.startswith(magic):
            raise Unreadable(sentence)
    if start.startswith(b"PAR1"):
        return opened_parquet(path)
    if start.startswith(b"PK\x03\x04"):
        return opened_workbook(path, folder)
    return opened_csv(path, folder)


def is_locked(path: Path) -> bool:
    """Excel puts a workbook with a password into a container of the old kind, whose list of contents tells."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(ENOUGH):
            if LOCKED in before + block:
                return True
            before = block[-len(LOCKED) :]
    return False


def batches(
    source: Source, types: Mapping[str, Any] | None = None, *, keep: pl.LazyFrame | None = None
) -> Iterator[pl.DataFrame]:
    """All rows in their order, or those that are in `keep`. `types` are of places that shall not be read as text."""
    lazy = scanned(source, types or {})
    if keep is not None:
        lazy = lazy.join(keep, on="row", how="semi", maintain_order="left")
    try:
        yield from lazy.collect_batches(chunk_size=BATCH, maintain_order=True)
    except pl.exceptions.PolarsError as error:
        raise Malformed(str(error)) from error


class Malformed(Exception):
    """The quick reader stumbled; `decoded` and `tidied` give it the same file in good order."""


def scanned(source: Source, types: Mapping[str, Any] | None = None) -> pl.LazyFrame:
    kinds = dict.fromkeys([*source.places, *BEYOND], pl.String) | dict(types or {})
    if source.form == "csv":
        ours = is_ours(source.columns)
        rows = pl.scan_csv(
            source.path,
            has_header=False,
            skip_lines=source.skipped_lines,
            separator=source.separator,
            schema=dict.fromkeys(kinds, pl.String) if ours else kinds,
            missing_columns="insert",
            extra_columns="ignore",
            row_index_name="row",
            row_index_offset=source.skipped_lines + 1,
        ).select("row", *source.places, beyond=pl.coalesce(BEYOND))
        return rows.with_columns(as_it_was(pl.col(one)).cast(kinds[one]) for one in source.places) if ours else rows
    stored = pl.scan_parquet(source.path)
    schema = stored.collect_schema()
    texts = [
        as_text(name, schema[name]).cast(kinds[place]).alias(place)
        for name, place in zip(schema.names(), source.places, strict=True)
    ]
    return stored.select(texts).with_row_index("row", offset=2).with_columns(beyond=pl.lit(None, pl.String))


# --- CSV ---


def opened_csv(path: Path, folder: Path, notes: tuple[str, ...] = ()) -> Source:
    """Looks at the first rows alone. What stands further down is decoded when the quick reader stumbles over it."""
    if encoding.of_start(path) != "utf-8":
        path, *said = encoding.as_utf8(path, folder)
        notes = (*notes, *said)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = first_lines(file)
    except UnicodeDecodeError:
        path, *said = encoding.as_utf8(path, folder)
        return opened_csv(path, folder, (*notes, *said))
    lead = 0
    while lead < len(head) and not head[lead].strip():
        lead += 1
    if lead == len(head):
        raise Unreadable(_("The file is empty."))
    if len(head[lead]) > LONGEST_FIRST_ROW:
        raise Unreadable(TOO_LONG_A_HEAD)
    if head[lead].endswith("\r"):
        return opened_csv(encoding.with_line_feeds(path, folder), folder, notes)
    try:
        return headed(path, head, lead, notes)
    except csv.Error as error:  # a name of many lines, longer than the reader takes
        raise Unreadable(TOO_LONG_A_HEAD) from error


def first_lines(file) -> list[str]:
    """Up to 200 lines, however long the file's lines are: one without an end is not read to the end."""
    head: list[str] = []
    room = LONGEST_HEAD
    while len(head) < 200 and (line := file.readline(room + 1)):
        room -= len(line)
        if room < 0:
            if not any(one.strip() for one in head):
                raise Unreadable(TOO_LONG_A_HEAD)
            break
        head.append(line)
    return head


def headed(path: Path, head: list[str], lead: int, notes: tuple[str, ...]) -> Source:
    """The file by its first lines, of which the one at `lead` has the column names."""
    separator = ""
    if head[lead].lower().startswith("sep=") and len(head[lead].strip()) <= 5:  # Excel's own hint
        separator, lead = head[lead][4:5], lead + 1
    separator = separator if separator in SEPARATORS else separator_of(head[lead : lead + HEAD_AMONG])
    if above := head_among(csv.reader(head[lead:], delimiter=separator)):
        rows = csv.reader(head[lead:], delimiter=separator)
        for _row in range(above):
            next(rows)
        lead += rows.line_num
        note = _("The column names stand in row %(n)d; what stands above them was not read.") % {"n": lead + 1}
        notes = (*notes, note)
    rows = csv.reader(head[lead:], delimiter=separator)
    columns = named(without_empty_end(next(rows, [])))
    lines, measured = len(head), sum(len(line.encode()) for line in head)
    if lines == 200:
        lines = round(path.stat().st_size * lines / measured)
    return Source(path, columns, "csv", separator, lead + rows.line_num, max(0, lines - lead - 1), list(notes))


def decoded(source: Source, folder: Path) -> Source:
    """The same file in UTF-8, if it was not."""
    if source.form != "csv":
        raise Unreadable(_("This file is damaged: its rows cannot be told apart."))
    path, *said = encoding.as_utf8(source.path, folder)
    return replace(source, path=path, notes=[*source.notes, *said])


def separator_of(lines: list[str]) -> str:
    """The separator with which one of the first lines has the most names that we know, then the first the most names."""

    def score(separator: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=separator), []) for line in lines]
        return max(sum(plain(name) in KNOWN for name in names) for names in rows), len(rows[0])

    return max(SEPARATORS, key=score)


def without_empty_end(header: list[str]) -> list[str]:
    """Separators after the last name are no columns."""
    while header and not header[-1].replace("\0", "").strip():
        header = header[:-1]
    return header


def named(header: list[str]) -> tuple[str, ...]:
    """Column names as the file has them. One without a name is called by its place."""
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            _(
                "This file has %(n)d columns; a survey file may have %(most)d. Please leave out those that are not needed."
            )
            % {"n": len(header), "most": MOST_COLUMNS}
        )
    names = [" ".join(name.replace("\0", "").split())[:200] for name in header]
    names = [name or _("column %(n)d") % {"n": n} for n, name in enumerate(names, 1)]
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise Unreadable(
            _("Two columns have the same name: %(names)s. Please give each column its own name.")
            % {"names": ", ".join(doubled)}
        )
    if not names:
        raise Unreadable(_("The first row has no column names."))
    return tuple(names)


def tidied(source: Source, folder: Path) -> Source:
    """The same rows in plain CSV, read by a slower reader that takes quotation marks in the middle of a text."""
    tidy, row = folder / "tidy.csv", source.skipped_lines
    csv.field_size_limit(LONGEST_FIELD)
    with (
        source.path.open(encoding="utf-8-sig", newline="") as before,
        tidy.open("w", encoding="utf-8", newline="") as after,
    ):
        for _line in range(source.skipped_lines):
            after.write("\n")
            next(before)
        writer = csv.writer(after, lineterminator="\n")
        try:
            for values in csv.reader(before, delimiter=source.separator):
                row += 1
                writer.writerow(values[: len(source.columns) + 1]) if values else after.write("\n")
        except csv.Error as error:
            raise Unreadable(
                _("A quotation mark that opens in row %(row)d or later is never closed.") % {"row": row + 1}
            ) from error
    return replace(source, path=tidy, separator=",")


# --- Parquet and XLSX ---


def opened_parquet(path: Path) -> Source:
    try:
        stored = pl.scan_parquet(path)
        schema = stored.collect_schema()
        rows = stored.select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unreadable(_("This Parquet file is damaged: it cannot be opened.")) from error
    if nested := [name for name, dtype in schema.items() if dtype.is_nested() or dtype in (pl.Binary, pl.Object)]:
        raise Unreadable(
            _("These columns have neither text, numbers nor days in them: %(names)s.") % {"names": ", ".join(nested)}
        )
    return Source(path, named(schema.names()), "parquet", rows_hint=rows, by_people=False)


def as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    """A number of a CSR that may be missing is kept as 7.0 by many programs: it is number 7."""
    text = pl.col(name).cast(pl.String)
    return text.str.replace(r"\.0+$", "") if dtype.is_float() or dtype.is_decimal() else text


def opened_workbook(path: Path, folder: Path) -> Source:
    """A workbook's first sheet, written down as CSV so that it is checked like any other."""
    copy, notes = workbook.as_csv(path, folder)
    day_zero = MACINTOSH_DAY_ZERO if workbook.counts_from_1904(path) else EXCEL_DAY_ZERO
    return replace(opened_csv(copy, folder, tuple(notes)), by_people=False, day_zero=day_zero)
