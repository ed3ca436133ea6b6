"""Gathers what rules look at: for nominations in a constant number of queries, and from plain data.

Nothing is judged here. Every date is a day in the program's own zone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from accounts.models import Organisation
from operations import clock
from programs.domain.groups import Groups, groups_for
from programs.models import Category, Cycle, EligibilityRule
from programs.rules import Facts, PastWin, Sibling

from ..enums import Relation
from ..models import Answer, Nomination, PastHonour
from . import measured_facts

RELATED = ("category__cycle__program", "organisation", "nominator")
#: Above so many nominations the whole register is read instead of asking it by name.
FEW = 200

DEPLOYMENTS = ("single", "suite_one_project", "suite_several_projects")
PUBLIC_BODIES = ("government", "outsourcer", "no")
STATEMENT = "statement:"
LONGEST_NAME = 200
MOST_AGENTS = 10_000_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of the data, as a sentence."""

    field: str
    sentence: str


class UnreadableFacts(ValueError):
    """Plain data that cannot be read as facts; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


# Reading nominations


def facts_of(nominations: Iterable[Nomination], *, among: QuerySet | None = None) -> dict[int, Facts]:
    """Facts by primary key, in the same number of queries for one nomination and for ten thousand.

    `among` may select the same rows in the database, where they are too many to name one by one.
    """
    if isinstance(nominations, QuerySet) and not nominations.query.is_sliced:
        among = nominations
        nominations = nominations.select_related(*RELATED)
    rows = list(nominations)
    if not rows:
        return {}
    prefetch_related_objects(rows, *RELATED)
    told = _answers([row.pk for row in rows] if among is None else among.order_by().values("pk"))
    context = Context.of([row.category for row in rows])
    stated = {row.pk: _stated(row, told[row.pk], context) for row in rows}
    register = Register.about(list(stated.values()), [row.category.cycle.program_id for row in rows])
    measured = measured_facts.of([(row, stated[row.pk].fields.get("agent_number") or "") for row in rows])
    for pk, known in measured.items():
        stated[pk].fields |= known
    return {row.pk: _facts(row.category, stated[row.pk], context, register) for row in rows}


@dataclass
class Stated:
    """What one nomination, or one question of a visitor, says of itself."""

    day: date
    fields: dict[str, Any]
    organisation: Organisation | None = None
    organisation_name: str = ""
    organisation_keys: tuple[str, ...] = ()

    @property
    def entrant_key(self) -> str:
        return normalised(self.fields.get("entrant_name") or "")

    @property
    def email(self) -> str:
        return (self.fields.get("entrant_email") or "").lower()


def _answers(pks: Any) -> dict[int, dict[str, Any]]:
    """The answers to questions that give a fact, by nomination."""
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(nomination__in=pks).exclude(question__fact="")
    for nomination, fact, value in rows.values_list("nomination_id", "question__fact", "value"):
        told[nomination][fact] = value
    return told


def _stated(row: Nomination, told: dict[str, Any], context: Context) -> Stated:
    at = row.first_submitted_at or context.now
    fields, _problems = _read({name: value for name, value in told.items() if value not in (None, "")})
    fields.pop("organisation", None)
    fields["relation"] = row.relation
    fields["pages"] = row.pages
    fields["stories"] = row.signed_stories
    fields["nominator_name_key"] = normalised(row.nominator.name)
    fields["nominator_email"] = row.nominator.email
    if row.category.subject == "organisation" and not fields.get("entrant_name") and row.organisation:
        fields["entrant_name"] = row.organisation.name
    return Stated(
        day=_local_day(at, row.category.cycle),
        fields=fields,
        organisation=row.organisation,
        organisation_name=row.organisation.name if row.organisation else "",
        organisation_keys=context.groups_in(row.category.cycle).keys(row.organisation),
    )


def _facts(category: Category, stated: Stated, context: Context, register: Register) -> Facts:
    cycle = category.cycle
    return Facts(
        subject=category.subject,
        category_key=category.key,
        family=category.family,
        award_year=cycle.award_year,
        last_cycle_year=context.last_cycle_year(cycle),
        submitted_on=stated.day,
        opens_on=_local_day(cycle.opens_at, cycle),
        closes_on=_local_day(category.last_instant, cycle),
        ceremony_on=cycle.ceremony_on,
        organisation=stated.organisation_name,
        organisation_keys=stated.organisation_keys,
        entrant_key=stated.entrant_key,
        past_wins=register.wins_before(cycle, stated),
        siblings=context.siblings(category),
        **stated.fields,
    )


def _local_day(at: datetime, cycle: Cycle) -> date:
    return at.astimezone(cycle.zone).date()


# What is the same for all nominations of a category


@dataclass
class Context:
    """Families, groups of organisations and the years of earlier cycles."""

    now: datetime
    groups: Groups
    years: dict[int, set[int]]
    bands: dict[tuple[int, str], list[Sibling]]

    @classmethod
    def of(cls, categories: Iterable[Category]) -> Context:
        cycles = {category.cycle_id: category.cycle for category in categories}
        programs = list({cycle.program_id: cycle.program for cycle in cycles.values()}.values())
        families = {category.family for category in categories if category.family}
        return cls(clock.now(), groups_for(programs), years_held(programs), _bands(cycles, families))

    def groups_in(self, cycle: Cycle) -> Groups:
        return self.groups if cycle.program.organisation_scope == "parent" else Groups()

    def last_cycle_year(self, cycle: Cycle) -> int | None:
        return max((year for year in self.years[cycle.program_id] if year < cycle.award_year), default=None)

    def siblings(self, category: Category) -> tuple[Sibling, ...]:
        if not category.family:
            return ()
        family = self.bands.get((category.cycle_id, category.family), [])
        return tuple(one for one in family if one.slug != category.slug)


def years_held(programs: list) -> dict[int, set[int]]:
    """The award years of each program: cycles on this portal and those the register knows."""
    years: dict[int, set[int]] = defaultdict(set)
    here = Cycle.objects.filter(program__in=programs).order_by().values_list("program_id", "award_year")
    earlier = PastHonour.objects.filter(program__in=programs).order_by().values_list("program_id", "award_year")
    for program, year in here.union(earlier):
        years[program].add(year)
    return years


def _bands(cycles: dict[int, Cycle], families: set[str]) -> dict[tuple[int, str], list[Sibling]]:
    rows = EligibilityRule.objects.filter(
        kind__in=("headcount_band", "csr_headcount"),
        is_enabled=True,
        category__cycle__in=list(cycles),
        category__family__in=families,
    ).select_related("category")
    bands: dict[tuple[int, str], list[Sibling]] = defaultdict(list)
    for row in rows.order_by("category__position", "category_id"):
        category, params = row.category, row.params
        sibling = Sibling(category.slug, category.name, params.get("minimum"), params.get("maximum"), category.key)
        bands[category.cycle_id, category.family].append(sibling)
    return bands


# The register of past honours


@dataclass
class Register:
    """Past honours, found by the name, organisation or (unless left out) address of a candidate."""

    by_address: bool = True
    by_name: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_email: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_company: dict[str, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))
    by_record: dict[int, list[PastHonour]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def about(cls, stated: list[Stated], programs: Iterable[int], *, by_address: bool = True) -> Register:
        """The rows that may concern these: one query."""
        rows = PastHonour.objects.filter(program__in=set(programs))
        if len(stated) <= FEW:
            names = {one.entrant_key for one in stated} | {key for one in stated for key in one.organisation_keys}
            rows = rows.alias(address=Lower("recipient_email")).filter(
                Q(recipient_key__in=names - {""})
                | Q(organisation_key__in=names - {""})
                | Q(address__in={one.email for one in stated if by_address} - {""})
                | Q(organisation__in={one.organisation.pk for one in stated if one.organisation})
            )
        register = cls(by_address)
        for row in rows.order_by("-award_year", "pk"):
            register.by_name[row.recipient_key].append(row)
            register.by_email[row.recipient_email.lower()].append(row)
            register.by_company[row.organisation_key].append(row)
            register.by_record[row.organisation_id or 0].append(row)
        return register

    def wins_before(self, cycle: Cycle, stated: Stated) -> tuple[PastWin, ...]:
        """Honours of earlier award years that may be this candidate's or this organisation's."""
        found: dict[int, PastHonour] = {}
        names = [key for key in (stated.entrant_key, *stated.organisation_keys) if key]
        for rows in (
            *(self.by_name[key] for key in names if key in self.by_name),
            *(self.by_company[key] for key in stated.organisation_keys if key in self.by_company),
            self.by_email.get(stated.email, []) if stated.email and self.by_address else [],
            self.by_record.get(stated.organisation.pk, []) if stated.organisation else [],
        ):
            found.update({row.pk: row for row in rows})
        return tuple(
            self._win(row, stated)
            for _pk, row in sorted(found.items())
            if row.program_id == cycle.program_id and row.award_year < cycle.award_year
        )

    def _win(self, row: PastHonour, stated: Stated) -> PastWin:
        """A row as rules see it; an organisation that was renamed since is still the same record."""
        is_same_record = stated.organisation is not None and row.organisation_id == stated.organisation.pk
        return PastWin(
            category_key=row.category_key,
            family=row.family,
            year=row.award_year,
            kind=row.kind,
            recipient=row.recipient,
            recipient_key=row.recipient_key,
            email=row.recipient_email.lower() if self.by_address else "",
            organisation_key=stated.organisation.normalised_name if is_same_record else row.organisation_key,
        )


# Reading plain data: the quick check and the API


def facts_from(category: Category, data: Mapping[str, Any], *, nominator: Any = None) -> Facts:
    """Facts of somebody who asks whether they could enter. Raises `UnreadableFacts` with a sentence per field.

    A visitor's e-mail address finds no past winner: otherwise anybody could ask whose address it is.
    """
    fields, problems = _read(data)
    if problems:
        raise UnreadableFacts(problems)
    context = Context.of([category])
    name = fields.pop("organisation", "")
    organisation = _organisation_named(name)
    if nominator is not None and nominator.is_authenticated:
        fields |= {"nominator_name_key": normalised(nominator.name), "nominator_email": nominator.email}
    if category.subject == "organisation" and name:
        fields.setdefault("entrant_name", name)
    stated = Stated(
        day=_local_day(context.now, category.cycle),
        fields=fields,
        organisation=organisation,
        organisation_name=name,
        organisation_keys=context.groups_in(category.cycle).keys(organisation) or ((normalised(name),) if name else ()),
    )
    register = Register.about([stated], [category.cycle.program_id], by_address=False)
    return _facts(category, stated, context, register)


def _organisation_named(name: str) -> Organisation | None:
    key = normalised(name)
    return Organisation.objects.filter(normalised_name=key).order_by("pk").first() if key else None


def _read(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Fields of `Facts` from plain data, and what could not be read. Blank means not known yet."""
    if not isinstance(data, Mapping):
        return {}, [Problem("", _("The facts must be an object of names with values."))]
    fields: dict[str, Any] = {"statements": {}}
    problems: list[Problem] = []
    for name, value in data.items():
        try:
            _read_one(str(name), value, fields)
        except ValueError as wrong:
            problems.append(Problem(str(name)[:80], str(wrong)))
    return fields, problems


def _read_one(name: str, value: Any, fields: dict[str, Any]) -> None:
    if name.startswith(STATEMENT) and name != STATEMENT:
        fields["statements"][name.removeprefix(STATEMENT)[:80]] = _yes_no(name, value)
        return
    if name not in READERS:
        known = ", ".join([*READERS, STATEMENT + "…"])
        raise ValueError(_("“%(name)s” is no fact. There are: %(known)s.") % {"name": name[:80], "known": known})
    if isinstance(value, str) and not value.strip():
        value = None
    if value is not None:
        fields[name] = READERS[name](name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("“%(name)s” must be a text.") % {"name": name})
    value = re.sub(r"\s+", " ", value).strip()
    if len(value) > LONGEST_NAME:
        raise ValueError(_("“%(name)s” must not be longer than %(n)d letters.") % {"name": name, "n": LONGEST_NAME})
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise ValueError(_("“%(name)s” holds signs that cannot be read.") % {"name": name})
    return value


def _email(name: str, value: Any) -> str:
    value = _text(name, value)
    try:
        validate_email(value)
    except ValidationError:
        raise ValueError(_("“%(name)s” must be an e-mail address.") % {"name": name}) from None
    return value


def _agents(name: str, value: Any) -> Decimal:
    wrong = ValueError(_("“%(name)s” must be a number, e.g. 80.") % {"name": name})
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise wrong
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    if not 0 <= number <= MOST_AGENTS:
        raise ValueError(_("“%(name)s” must lie between 0 and %(most)d.") % {"name": name, "most": MOST_AGENTS})
    if number != round(number, 3):
        raise ValueError(_("“%(name)s” has too many places after the point.") % {"name": name})
    return number


def _day(name: str, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ValueError(_("“%(name)s” must be a date as year-month-day, e.g. 2026-03-31.") % {"name": name})


def _yes_no(name: str, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else "?"
    if word in ("", "yes", "true", "on", "no", "false", "off"):
        return None if not word else word in ("yes", "true", "on")
    raise ValueError(_("“%(name)s” must be yes or no (true or false).") % {"name": name})


def _one_of(*known: str):
    def read(name: str, value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise ValueError(_("“%(name)s” must be one of: %(known)s.") % {"name": name, "known": ", ".join(known)})

    return read


READERS = {
    "relation": _one_of(*Relation.values),
    "organisation": _text,
    "entrant_name": _text,
    "entrant_email": _email,
    "entrant_title": _text,
    "agent_number": _text,
    "agents": _agents,
    "agents_on": _day,
    "first_used_on": _day,
    "deployment": _one_of(*DEPLOYMENTS),
    "is_provider": _yes_no,
    "public_body": _one_of(*PUBLIC_BODIES),
}
