"""Gathers what rules look at: for nominations in a constant number of queries, and for somebody who only asks.

Nothing is judged here. Every date is a day in the program's own zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from accounts.domain.names import normalised
from accounts.models import Organisation
from programs.models import Category, Cycle
from programs.rules import Facts

from ..models import Answer, Nomination
from . import measured_facts
from .past_wins import Register
from .stated import Stated
from .surroundings import Surroundings
from .typed_facts import UnreadableFacts, read

RELATED = ("category__cycle__program", "organisation", "nominator")


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
    around = Surroundings.of([row.category for row in rows])
    stated = {row.pk: _stated(row, told[row.pk], around) for row in rows}
    register = Register.about(list(stated.values()), [row.category.cycle.program_id for row in rows])
    measured = measured_facts.of([(row, stated[row.pk].fields.get("agent_number") or "") for row in rows])
    for pk, known in measured.items():
        stated[pk].fields |= known
    return {row.pk: _facts(row.category, stated[row.pk], around, register) for row in rows}


def _answers(pks: Any) -> dict[int, dict[str, Any]]:
    """The answers to questions that give a fact, by nomination."""
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(nomination__in=pks).exclude(question__fact="")
    for nomination, fact, value in rows.values_list("nomination_id", "question__fact", "value"):
        told[nomination][fact] = value
    return told


def _stated(row: Nomination, told: dict[str, Any], around: Surroundings) -> Stated:
    at = row.first_submitted_at or around.now
    fields, _problems = read({name: value for name, value in told.items() if value not in (None, "")})
    fields.pop("organisation", None)
    fields["relation"] = row.relation
    fields["pages"] = row.pages
    fields["stories"] = row.signed_stories
    fields["nominator_name_key"] = normalised(row.nominator.name)
    fields["nominator_email"] = row.nominator.email
    if row.category.subject == "organisation" and not fields.get("entrant_name") and row.organisation:
        fields["entrant_name"] = row.organisation.name
    return Stated(
        day=local_day(at, row.category.cycle),
        fields=fields,
        organisation=row.organisation,
        organisation_name=row.organisation.name if row.organisation else "",
        organisation_keys=around.groups_in(row.category.cycle).keys(row.organisation),
    )


def facts_from(category: Category, data: Mapping[str, Any], *, nominator: Any = None) -> Facts:
    """Facts of somebody who asks whether they could enter. Raises `UnreadableFacts` with a sentence per field.

    A visitor's e-mail address finds no past winner: otherwise anybody could ask whose address it is.
    """
    fields, problems = read(data)
    if problems:
        raise UnreadableFacts(problems)
    around = Surroundings.of([category])
    name = fields.pop("organisation", "")
    organisation = _organisation_named(name)
    if nominator is not None and nominator.is_authenticated:
        fields |= {"nominator_name_key": normalised(nominator.name), "nominator_email": nominator.email}
    if category.subject == "organisation" and name:
        fields.setdefault("entrant_name", name)
    stated = Stated(
        day=local_day(around.now, category.cycle),
        fields=fields,
        organisation=organisation,
        organisation_name=name,
        organisation_keys=around.groups_in(category.cycle).keys(organisation) or ((normalised(name),) if name else ()),
    )
    register = Register.about([stated], [category.cycle.program_id], by_address=False)
    return _facts(category, stated, around, register)


def _organisation_named(name: str) -> Organisation | None:
    key = normalised(name)
    return Organisation.objects.filter(normalised_name=key).order_by("pk").first() if key else None


def _facts(category: Category, stated: Stated, around: Surroundings, register: Register) -> Facts:
    cycle = category.cycle
    return Facts(
        subject=category.subject,
        category_key=category.key,
        family=category.family,
        award_year=cycle.award_year,
        last_cycle_year=around.last_cycle_year(cycle),
        submitted_on=stated.day,
        opens_on=local_day(cycle.opens_at, cycle),
        closes_on=local_day(category.last_instant, cycle),
        ceremony_on=cycle.ceremony_on,
        organisation=stated.organisation_name,
        organisation_keys=stated.organisation_keys,
        entrant_key=stated.entrant_key,
        past_wins=register.wins_before(cycle, stated),
        siblings=around.siblings(category),
        **stated.fields,
    )


def local_day(at: datetime, cycle: Cycle) -> date:
    return at.astimezone(cycle.zone).date()
