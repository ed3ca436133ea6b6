"""What a document says, taken from an honour once; the designs only set it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.enums import PlacingKind

from ..models import Honour
from ..palette import Palette, palette_of
from ..typography import CAPITALS, cleaned, lacks

LONGEST_SUBTITLE = 46
FIELD = re.compile(r"\s+and\s+Top\s+\d+\s+Finalists$", re.IGNORECASE)
"""How many finalists an award has, as its name may say; on the document of one of them it only stands in the way."""
ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True)
class Signatory:
    name: str
    title: str


@dataclass(frozen=True)
class Wording:
    """Every text of a document, ready to set."""

    program: str
    subtitle: str
    organiser: str
    name: str
    organisation: str
    placing: str
    category: str
    citation: str
    day: str
    year: str
    numeral: str
    code: str
    address: str
    signatories: tuple[Signatory, ...]
    logo: str
    palette: Palette
    language: str = "en"
    opening: str = ""
    statement: str = ""
    """What is said of the person above the designation; nothing where an award is presented."""
    is_award: bool = True

    @property
    def title(self) -> str:
        if not self.is_award:
            return f"{self.placing}, {self.program}: {self.name}"
        return f"{self.placing}, {self.category}, {self.program} {self.year}: {self.name}"


def wording_of(honour: Honour) -> Wording:
    words = words_of_an_award(honour)
    return words if honour.certified_by_id is None else words_of_a_designation(honour, words)


def words_of_a_designation(honour: Honour, words: Wording) -> Wording:
    """Who is certified gets the designation itself in place of a placing, valid from the day of the result."""
    return replace(
        words,
        opening=_("This certifies that"),
        statement=_("has met the requirements of the Performance Assessment and is certified as"),
        placing=words.category,
        category=validity(honour, words.day),
        subtitle="",
        is_award=False,
    )


def validity(honour: Honour, day: str) -> str:
    if honour.valid_until is None:
        return _("Valid from %(day)s") % {"day": day}
    last = honour.valid_until.astimezone(honour.category.cycle.zone).date()
    return _("Valid from %(day)s to %(last)s") % {"day": day, "last": date_format(last, "F j, Y")}


def words_of_an_award(honour: Honour) -> Wording:
    category, cycle = honour.category, honour.category.cycle
    program = cycle.program
    is_certified = honour.placing.kind == PlacingKind.CERTIFIED
    return Wording(
        program=cleaned(program.name),
        subtitle=_subtitle(cleaned(program.tagline), cycle.award_year),
        organiser=cleaned(program.organiser),
        name=cleaned(honour.name_as_printed),
        organisation=cleaned(honour.organisation_as_printed),
        placing=cleaned(honour.placing.name),
        category=FIELD.sub("", cleaned(category.name)),
        citation=cleaned(honour.citation),
        day=date_format(awarded_on(honour), "F j, Y"),
        year=str(cycle.award_year if honour.certified_by_id is None else awarded_on(honour).year),
        numeral=_numeral(honour),
        code=honour.printed_code,
        address=honour.verify_url,
        signatories=_signatories(program.signatories),
        logo=program.logo,
        palette=palette_of(program),
        opening=_("This certifies that") if is_certified else presented(),
        statement=_("has reached the standard and is") if is_certified else "",
    )


def awarded_on(honour: Honour) -> date:
    """The date on the document: the ceremony's, else the day planned for the announcement."""
    cycle = honour.category.cycle
    if honour.certified_by_id is not None:
        return honour.certified_by.decided_at.astimezone(cycle.zone).date()
    return cycle.ceremony_on or honour.category.announced_from.astimezone(cycle.zone).date()


def roman(number: int) -> str:
    digits = []
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)


def _subtitle(tagline: str, year: int) -> str:
    return f"{tagline} · {year}" if tagline and len(tagline) <= LONGEST_SUBTITLE else str(year)


def _numeral(honour: Honour) -> str:
    """The figure in the seal: I for winners, II for runners-up, else the initial of the placing."""
    figures = {PlacingKind.WINNER: "I", PlacingKind.RUNNER_UP: "II"}
    initial = honour.placing.name[:1].upper()
    return figures.get(PlacingKind(honour.placing.kind), "" if lacks(CAPITALS, initial) else initial)


def _signatories(rows: list) -> tuple[Signatory, ...]:
    people = [row for row in rows if isinstance(row, dict) and row.get("name")]
    return tuple(Signatory(cleaned(str(row["name"])), cleaned(str(row.get("title", "")))) for row in people[:2])


def presented() -> str:
    return _("is presented to")
