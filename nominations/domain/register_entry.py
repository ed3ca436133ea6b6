"""One past honour as people write it: texts by column, read with a sentence for everything that is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from accounts.models import Organisation
from operations import clock
from programs.enums import PlacingKind
from programs.models import Category, Cycle, Program

from ..models import PastHonour

COLUMNS = ("year", "category", "placing", "recipient", "email", "organization")
REQUIRED = ("year", "category", "recipient")
LONGEST = 200
EARLIEST_YEAR = 1900


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
            categories.update({comparable(name): category for name in names})
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
        found = self.categories.get(comparable(text))
        if text and found is None:
            errors.append(
                ("category", _("“%(text)s” is no category of %(program)s.") % {"text": text, "program": self.program})
            )
        return found

    def _kind(self, text: str, errors: list) -> str:
        known = {comparable(word): value for value, label in PlacingKind.choices for word in (value, str(label))}
        if text and comparable(text) not in known:
            words = ", ".join(PlacingKind.values)
            errors.append(("placing", _("“%(text)s” must be one of: %(known)s.") % {"text": text, "known": words}))
        return known.get(comparable(text), PlacingKind.WINNER.value)


def _tidy(text: str | None) -> str:
    """One line without the apostrophe that an export puts before what looks like a formula."""
    text = re.sub(r"\s+", " ", str(text or "")).strip()
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def comparable(text: str) -> str:
    return re.sub(r"[\s_\-]+", "", text).casefold()


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
