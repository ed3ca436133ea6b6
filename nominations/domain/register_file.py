"""Past honours from a CSV file: read whole and previewed first, imported whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from operations.codes import new_code
from operations.domain import audit
from programs.models import Program

from ..models import PastHonour
from .register import changed, identities
from .register_entry import COLUMNS, REQUIRED, Entry, Reader, comparable

#: Other headings that people write; all are compared without case, blanks and dashes.
SYNONYMS = {
    "awardyear": "year",
    "categorykey": "category",
    "award": "category",
    "kind": "placing",
    "name": "recipient",
    "winner": "recipient",
    "recipientemail": "email",
    "organisation": "organization",
    "company": "organization",
}
MOST_ROWS = 20_000
MOST_BYTES = 5_000_000
MOST_ERRORS = 200


@dataclass(frozen=True)
class RowError:
    """What is wrong with one field of a file. `row` counts as a spreadsheet does: the headings are row 1."""

    row: int
    column: str
    sentence: str


@dataclass
class Preview:
    """What an import would do, before it does anything. With an error in it nothing is imported."""

    entries: list[Entry] = field(default_factory=list)
    known: list[Entry] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    @property
    def is_importable(self) -> bool:
        return bool(self.entries) and not self.errors


def preview(program: Program, data: bytes | str) -> Preview:
    """Read a CSV file completely and say what an import would do; nothing is written."""
    found = Preview()
    lines = _lines(data, found)
    if not lines:
        return found
    reader, known = Reader.of(program), identities(program)
    first_seen: dict[tuple, int] = {}
    for number, fields in lines:
        if len(found.errors) >= MOST_ERRORS:
            found.errors.append(RowError(number, "", _("There are more errors; please mend these first.")))
            break
        entry, errors = reader.read(fields)
        found.errors += [RowError(number, column, sentence) for column, sentence in errors]
        if entry is None:
            continue
        if entry.identity in first_seen:
            sentence = _("The same as row %(row)d.") % {"row": first_seen[entry.identity]}
            found.errors.append(RowError(number, "", sentence))
        elif entry.identity in known:
            found.known.append(entry)
        else:
            found.entries.append(entry)
        first_seen.setdefault(entry.identity, number)
        found.warnings += _doubts(number, entry, reader)
    found.errors.sort(key=lambda error: error.row)
    return found


def _doubts(number: int, entry: Entry, reader: Reader) -> Iterable[RowError]:
    """What may be meant so, and weakens the bar on last year's winners."""
    if not entry.organisation_name and not entry.recipient_email:
        yield RowError(
            number, "organization", _("Without an organization or e-mail address a namesake cannot be told apart.")
        )
    elif entry.organisation_name and entry.organisation_id is None:
        yield RowError(
            number,
            "organization",
            _("“%(name)s” is not registered yet; it will be recognized by its name.")
            % {"name": entry.organisation_name},
        )


@transaction.atomic
def import_rows(program: Program, data: bytes | str, *, source: str, by) -> Preview:
    """Import a CSV file whole or not at all. Rows that stand in the register already are left as they are."""
    Program.objects.select_for_update().get(pk=program.pk)
    found = preview(program, data)
    if found.errors or not found.entries:
        return found
    PastHonour.objects.bulk_create([entry.row(program, source) for entry in found.entries], batch_size=500)
    changed(program, key=f"imported:{new_code()}", by=by)
    audit.record(
        "register imported",
        f"program:{program.slug}",
        by=by,
        program=program.slug,
        change={"file": source, "rows": len(found.entries), "known": len(found.known)},
    )
    return found


def _lines(data: bytes | str, found: Preview) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file by column, blank ones left out; no rows from a file that is no such table."""
    try:
        text = _decoded(data)
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except (UnicodeDecodeError, csv.Error):
        found.errors.append(RowError(1, "", _("This is no CSV file that can be read. Save it as “CSV UTF-8”.")))
        return []
    except ValueError as wrong:
        found.errors.append(RowError(1, "", str(wrong)))
        return []
    if not table:
        found.errors.append(RowError(1, "", _("The file is empty.")))
        return []
    columns = [_column(heading) for heading in table[0]]
    lines = [(number, cells) for number, cells in enumerate(table[1:], start=2) if any(cell.strip() for cell in cells)]
    found.errors += _wrong_headings(table[0], columns)
    if len(lines) > MOST_ROWS:
        found.errors.append(RowError(1, "", _("The file has more than %(n)d rows.") % {"n": MOST_ROWS}))
    elif not lines and not found.errors:
        found.errors.append(RowError(1, "", _("The file has headings and no rows.")))
    if found.errors:
        return []
    found.errors += [
        RowError(number, "", _("This row has more fields than there are headings."))
        for number, cells in lines
        if len(cells) > len(columns)
    ]
    return [(number, dict(zip(columns, cells, strict=False))) for number, cells in lines]


def _decoded(data: bytes | str) -> str:
    if len(data) > MOST_BYTES:
        raise ValueError(_("The file is larger than %(n)d megabytes.") % {"n": MOST_BYTES // 1_000_000})
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
    if "\0" in text:
        raise ValueError(_("This is no CSV file that can be read. Save it as “CSV UTF-8”."))
    return text


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever the headings use most."""
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _column(heading: str) -> str:
    word = comparable(heading.strip())
    return SYNONYMS.get(word, word)


def _wrong_headings(headings: list[str], columns: list[str]) -> Iterable[RowError]:
    for heading, column in zip(headings, columns, strict=True):
        if column not in COLUMNS:
            known = ", ".join(COLUMNS)
            words = {"heading": heading.strip()[:80], "known": known}
            yield RowError(1, heading.strip()[:80], _("“%(heading)s” is no column. There are: %(known)s.") % words)
        elif columns.count(column) > 1:
            yield RowError(1, column, _("The column “%(column)s” stands there twice.") % {"column": column})
    for column in REQUIRED:
        if column not in columns:
            yield RowError(1, column, _("The column “%(column)s” is missing.") % {"column": column})
