"""The register of past honours: typed in, imported from CSV, exported; eligibility looks at it.

What is announced on this portal enters by itself (`recognition.domain.register`). Whoever changes rows
calls `changed`, so that entries they touch are checked again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from accounts.models import Organisation
from operations import clock
from operations.codes import new_code
from operations.domain import audit
from operations.refusal import Refused
from programs.enums import PlacingKind
from programs.models import Category, Cycle, Program

from ..models import PastHonour
from . import eligibility

COLUMNS = ("year", "category", "placing", "recipient", "email", "organization")
REQUIRED = ("year", "category", "recipient")
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
LONGEST = 200
MOST_ROWS = 20_000
MOST_BYTES = 5_000_000
MOST_ERRORS = 200
EARLIEST_YEAR = 1900


@dataclass(frozen=True)
class RowError:
    """What is wrong with one field of a file. `row` counts as a spreadsheet does: the headings are row 1."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Entry:
    """One past honour, ready to be written."""

    category_key: str
    family: str
    category_name: str
    award_year: int
    kind: str
    recipient: str
    recipient_email: str = ""
    organisation_name: str = ""
    organisation_id: int | None = None

    @property
    def identity(self) -> tuple:
        """What makes two entries the same; the constraint of the table says the same."""
        return (
            self.category_key,
            self.award_year,
            self.kind,
            normalised(self.recipient),
            normalised(self.organisation_name),
        )

    def row(self, program: Program, source: str) -> PastHonour:
        return PastHonour(
            program=program,
            category_key=self.category_key,
            family=self.family,
            award_year=self.award_year,
            kind=self.kind,
            recipient=self.recipient,
            recipient_key=normalised(self.recipient),
            recipient_email=self.recipient_email,
            organisation_id=self.organisation_id,
            organisation_name=self.organisation_name,
            organisation_key=normalised(self.organisation_name),
            source=source[:200],
            added_at=clock.now(),
        )


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


# Reading


@dataclass
class Reader:
    """Reads fields of rows for one program; categories, organisations and running cycles are asked once."""

    program: Program
    categories: dict[str, Category]
    organisations: dict[str, int]
    unannounced: set[int]

    @classmethod
    def of(cls, program: Program) -> Reader:
        categories: dict[str, Category] = {}
        for category in Category.objects.filter(cycle__program=program).order_by("cycle__award_year", "pk"):
            names = [category.key, category.slug, category.name, *map(str, category.aliases)]
            categories.update({_comparable(name): category for name in names})
        running = Cycle.objects.filter(program=program, announce_at__gt=clock.now())
        organisations = Organisation.objects.order_by("-pk").values_list("normalised_name", "pk")
        return cls(program, categories, dict(organisations), set(running.values_list("award_year", flat=True)))

    def read(self, fields: dict[str, str]) -> tuple[Entry | None, list[tuple[str, str]]]:
        """An entry from texts by column, and what is wrong as (column, sentence)."""
        errors: list[tuple[str, str]] = []
        fields = {column: _tidy(fields.get(column)) for column in COLUMNS}
        for column, text in fields.items():
            if column in REQUIRED and not text:
                errors.append((column, _("“%(column)s” is empty.") % {"column": column}))
            elif len(text) > LONGEST or any(ord(sign) < 32 for sign in text):
                errors.append(
                    (column, _("“%(column)s” is too long or holds signs that cannot be read.") % {"column": column})
                )
        year = self._year(fields["year"], errors)
        category = self._category(fields["category"], errors)
        kind = self._kind(fields["placing"], errors)
        if fields["email"] and not _is_address(fields["email"]):
            errors.append(("email", _("“%(text)s” is no e-mail address.") % {"text": fields["email"]}))
        if errors:
            return None, errors
        name = fields["organization"] or (fields["recipient"] if category.subject == "organisation" else "")
        return (
            Entry(
                category_key=category.key,
                family=category.family,
                category_name=category.name,
                award_year=year,
                kind=kind,
                recipient=fields["recipient"],
                recipient_email=fields["email"].lower(),
                organisation_name=name,
                organisation_id=self.organisations.get(normalised(name)) if name else None,
            ),
            [],
        )

    def _year(self, text: str, errors: list) -> int:
        if not text:
            return 0
        if not re.fullmatch(r"\d{4}", text, re.ASCII) or int(text) < EARLIEST_YEAR:
            errors.append(("year", _("“%(text)s” is no year; write it with four digits, e.g. 2025.") % {"text": text}))
            return 0
        if int(text) in self.unannounced:
            errors.append(
                (
                    "year",
                    _("%(year)s is not announced yet. Its honors enter the register by themselves.") % {"year": text},
                )
            )
        elif int(text) > clock.now().year:
            errors.append(("year", _("%(year)s lies in the future.") % {"year": text}))
        return int(text)

    def _category(self, text: str, errors: list) -> Category | None:
        found = self.categories.get(_comparable(text))
        if text and found is None:
            errors.append(
                ("category", _("“%(text)s” is no category of %(program)s.") % {"text": text, "program": self.program})
            )
        return found

    def _kind(self, text: str, errors: list) -> str:
        known = {_comparable(word): value for value, label in PlacingKind.choices for word in (value, str(label))}
        if text and _comparable(text) not in known:
            words = ", ".join(PlacingKind.values)
            errors.append(("placing", _("“%(text)s” must be one of: %(known)s.") % {"text": text, "known": words}))
        return known.get(_comparable(text), PlacingKind.WINNER.value)


def _tidy(text: str | None) -> str:
    """One line without the apostrophe that an export puts before what looks like a formula."""
    text = re.sub(r"\s+", " ", str(text or "")).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def _comparable(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text).casefold()


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


# Typing in


@transaction.atomic
def add(
    program: Program,
    *,
    year: int | str,
    category: str,
    recipient: str,
    placing: str = "winner",
    email: str = "",
    organisation: str = "",
    source: str = "",
    by=None,
) -> PastHonour:
    """Enter one past honour; raises `Refused` with every sentence that is wrong with it."""
    entry, errors = Reader.of(program).read(
        {
            "year": str(year),
            "category": category,
            "placing": placing,
            "recipient": recipient,
            "email": email,
            "organization": organisation,
        }
    )
    if entry is None:
        raise Refused(*(sentence for _column, sentence in errors))
    if _identities(program) & {entry.identity}:
        raise Refused(_("%(name)s stands in the register already.") % {"name": entry.recipient})
    row = entry.row(program, source or (str(by) if by else ""))
    row.save()
    changed(program, key=f"added:{row.pk}", by=by)
    audit.record("register added", f"past_honour:{row.pk}", by=by, program=program.slug, change={"honour": str(row)})
    return row


@transaction.atomic
def remove(row: PastHonour, *, reason: str, by) -> None:
    """Take out a row that was wrong. What was won on this portal stays."""
    if row.honour_code:
        raise Refused(_("This honor was won here. Revoke the honor itself instead."))
    if not reason.strip():
        raise Refused(_("Please write down why this row is taken out."))
    pk, program, words = row.pk, row.program, str(row)
    row.delete()
    changed(program, key=f"removed:{pk}", by=by)
    change = {"honour": words, "reason": reason.strip()}
    audit.record("register removed", f"past_honour:{pk}", by=by, program=program.slug, change=change)


def changed(program: Program, *, key: str, by=None) -> None:
    """Check the cycles anew whose announcement is still to come; call it in the transaction of the change."""
    for cycle in program.cycles.filter(announce_at__gt=clock.now()):
        eligibility.recheck(cycle, key=f"register:{key}", cause="register changed", by=by)


# Importing


def preview(program: Program, data: bytes | str) -> Preview:
    """Read a CSV file completely and say what an import would do; nothing is written."""
    found = Preview()
    lines = _lines(data, found)
    if not lines:
        return found
    reader, known = Reader.of(program), _identities(program)
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


def _identities(program: Program) -> set[tuple]:
    rows = PastHonour.objects.filter(program=program).order_by()
    return set(rows.values_list("category_key", "award_year", "kind", "recipient_key", "organisation_key"))


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
    word = _comparable(heading.strip())
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


# Exporting


def table(program: Program) -> list[list[str]]:
    """The register as rows with headings, in the columns that an import reads."""
    rows = PastHonour.objects.filter(program=program).order_by("-award_year", "category_key", "kind", "recipient")
    return [
        list(COLUMNS),
        *(
            [str(row.award_year), row.category_key, row.kind, row.recipient, row.recipient_email, row.organisation_name]
            for row in rows
        ),
    ]
