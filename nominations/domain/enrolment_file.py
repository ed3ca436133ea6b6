"""Paid orders as a CSV file: each good row enrolls a candidate, each bad one is named by row and column.

The same file twice changes nothing: an order that is enrolled already is left alone. A look before the import does
everything and takes it back, so that it says exactly what the import would.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from operations.refusal import Refused
from programs.calendars import UnknownCalendar, refuse_unknown
from programs.checks import time_zone
from programs.domain import clocks
from programs.enums import SelectionMethod
from programs.models import Cycle

from ..models import Enrolment
from . import enrolments

COLUMNS = ("order", "email", "name", "designation", "employer", "zone", "calendar", "instructions")
NEEDED = ("order", "email", "name", "designation")
MOST_BYTES, MOST_ROWS = 300_000, 500
LONGEST = {"order": 60, "email": 254, "name": 200, "employer": 200, "zone": 64, "calendar": 12}


@dataclass
class Outcome:
    """What a file did, or would do."""

    enrolled: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    errors: list[tuple[int, str, str]] = field(default_factory=list)


class TakenBack(Exception):
    """The look is over; nothing of it stays."""


def look(cycle: Cycle, text: str, *, by) -> Outcome:
    """What importing this file would do; nothing is written."""
    outcome = Outcome()
    try:
        with transaction.atomic():
            outcome = take(cycle, text, by=by)
            raise TakenBack
    except TakenBack:
        return outcome


def take(cycle: Cycle, text: str, *, by) -> Outcome:
    """Enroll every good row, each whole or not at all."""
    outcome = Outcome()
    designations = cycle.categories.filter(method=SelectionMethod.ASSESSMENT).select_related("cycle__program")
    categories = {one.slug: one for one in designations}
    categories |= {one.name.casefold(): one for one in categories.values()}
    orders: dict[str, int] = {}
    for number, row in rows_of(text, outcome):
        wrong = problems(row, categories)
        if row["order"] and (first := orders.setdefault(row["order"], number)) != number:
            sentence = _("The order %(order)s stands in row %(row)d already.")
            wrong.append(("order", sentence % {"order": row["order"][:60], "row": first}))
        if wrong:
            outcome.errors += [(number, column, sentence) for column, sentence in wrong]
            continue
        if Enrolment.objects.filter(program=cycle.program, order_number=row["order"]).exists():
            outcome.known.append(row["order"])
            continue
        category = categories[row["designation"].casefold()]
        if Enrolment.objects.filter(candidate__email__iexact=row["email"], category=category, closed_at=None).exists():
            sentence = _("%(who)s is enrolled for %(category)s already.")
            outcome.errors.append((number, "email", sentence % {"who": row["email"], "category": category}))
            continue
        try:
            with transaction.atomic():
                enrolments.enrol(
                    category,
                    email=row["email"],
                    name=row["name"],
                    employer=row["employer"],
                    zone=row["zone"],
                    calendar=row["calendar"],
                    instructions_on=date.fromisoformat(row["instructions"]) if row["instructions"] else None,
                    order_number=row["order"],
                    by=by,
                )
        except Refused as refused:
            # What is left to refuse once every cell is right is the day of the instructions.
            column = "instructions" if row["instructions"] else ""
            outcome.errors += [(number, column, reason) for reason in refused.reasons]
        else:
            outcome.enrolled.append(f"{row['name']} <{row['email']}>")
    return outcome


def rows_of(text: str, outcome: Outcome) -> list[tuple[int, dict[str, str]]]:
    try:
        table = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True))
    except csv.Error:
        table = []
    heading = [name.strip().casefold() for name in table[0]] if table else []
    missing = [name for name in NEEDED if name not in heading]
    strange = [name for name in heading if name not in COLUMNS]
    if missing or strange or len(set(heading)) < len(heading):
        words = _("The first row names the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)}
        outcome.errors.append((1, ", ".join([*missing, *strange]), words))
        return []
    if len(table) > MOST_ROWS + 1:
        outcome.errors.append((1, "", _("A file has at most %(n)d rows.") % {"n": MOST_ROWS}))
        return []
    found = []
    for number, cells in enumerate(table[1:], start=2):
        if len(cells) > len(heading):
            outcome.errors.append((number, "", _("This row has more fields than there are headings.")))
        elif any(cell.strip() for cell in cells):
            row = dict.fromkeys(COLUMNS, "") | {
                name: cell.strip().replace("\0", "") for name, cell in zip(heading, cells, strict=False)
            }
            found.append((number, row))
    return found


def problems(row: dict[str, str], categories: dict) -> list[tuple[str, str]]:
    """What is wrong with a row, by column."""
    found = [(name, _("This must be filled in.")) for name in NEEDED if not row[name]]
    found += [
        (name, _("This has more than %(n)d characters.") % {"n": most})
        for name, most in LONGEST.items()
        if len(row[name]) > most
    ]
    if row["email"]:
        try:
            validate_email(row["email"])
        except ValidationError:
            found.append(("email", _("“%(text)s” is no e-mail address.") % {"text": row["email"][:60]}))
    if row["designation"] and row["designation"].casefold() not in categories:
        found.append(("designation", _("“%(text)s” is no designation.") % {"text": row["designation"][:60]}))
    if row["employer"] and not normalised(row["employer"]):
        found.append(("employer", _("“%(text)s” is no name of an organization.") % {"text": row["employer"][:60]}))
    if row["zone"]:
        try:
            time_zone(row["zone"])
        except ValidationError as wrong:
            found.append(("zone", " ".join(wrong.messages)))
    if row["calendar"]:
        try:
            refuse_unknown(row["calendar"])
        except UnknownCalendar as wrong:
            found.append(("calendar", str(wrong)))
    if row["instructions"]:
        try:
            clocks.refuse_far(date.fromisoformat(row["instructions"]))
        except Refused as far:
            found.append(("instructions", str(far)))
        except ValueError:
            words = _("“%(text)s” is no date. Write year-month-day, e.g. 2026-03-31.")
            found.append(("instructions", words % {"text": row["instructions"][:40]}))
    return found
