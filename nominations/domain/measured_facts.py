"""What surveys say of nominees: samples, the organisation's profile, and which awards they reach by rules and bar.

Measured decisions are never read, so a nominator learns nothing of them. The number of queries is the same for one
nomination and for ten thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from measurement.domain import asking, results
from measurement.domain.study import Study
from measurement.models import Tally
from programs.models import Category, Cycle
from programs.rules import sample_key

from ..models import Nomination

REACHES = "reaches_award"


def of(told: Sequence[tuple[Nomination, str]]) -> dict[int, dict[str, Any]]:
    """Measured facts by nomination, from each nomination with the number of its nominee in the survey files."""
    by_cycle: dict[Cycle, list[tuple[Nomination, str]]] = defaultdict(list)
    for nomination, number in told:
        if nomination.category.cycle.survey_year:
            by_cycle[nomination.category.cycle].append((nomination, number))
    found: dict[int, dict[str, Any]] = {}
    for cycle, theirs in by_cycle.items():
        found |= _of_cycle(cycle, theirs)
    return found


def _of_cycle(cycle: Cycle, told: Sequence[tuple[Nomination, str]]) -> dict[int, dict[str, Any]]:
    asked = [(nomination.category, nomination.organisation_id, number) for nomination, number in told]
    return {nomination.pk: facts for (nomination, _number), facts in zip(told, _gathered(cycle, asked), strict=True)}


def _gathered(cycle: Cycle, asked: Sequence[tuple[Category, int | None, str]]) -> list[dict[str, Any]]:
    categories = list({category.pk: category for category, _o, _n in asked}.values())
    organisations = {organisation for _c, organisation, _n in asked if organisation}
    study = Study(cycle, categories, organisations=organisations)
    reached = _reached(study, asked, organisations)
    known: dict[int, dict[str, Any]] = {}
    found = []
    for category, organisation, number in asked:
        facts: dict[str, Any] = {"survey_year": study.year}
        if organisation:
            if organisation not in known:
                known[organisation] = asking.of_organisation(study, organisation)
            facts |= {name: value for name, value in known[organisation].items() if name not in OWN}
            if number:
                facts["samples"] = _samples(study, category, organisation, number)
                facts["reached"] = reached.get((organisation, number), {})
        found.append(facts)
    return found


#: What a nomination knows of its organisation itself.
OWN = ("organisation", "organisation_keys")


def _samples(study: Study, category: Category, organisation: int, number: str) -> dict[str, Any]:
    if category.pk not in study.measures:
        return {}
    measure = study.measures[category.pk]
    shelves = {need: study.samples(need, measure) for need in study.needs_of(category)}
    subject = (organisation, number)
    return {sample_key(*need): shelf[subject] for need, shelf in shelves.items() if subject in shelf}


def _reached(
    study: Study, asked: Iterable[tuple[Category, int | None, str]], organisations: set[int]
) -> dict[results.Person, dict[str, tuple[int, ...]]]:
    """Which of the awards that rules name are reached, in this survey year or in any that was measured (S15)."""
    rules = [one.rule for theirs in study.rules.values() for one in theirs if one.kind == REACHES and one.rule]
    people = list({(organisation, number) for _c, organisation, number in asked if organisation and number})
    if not rules or not people:
        return {}
    years = [study.year]
    if any(rule.within == "ever" for rule in rules):
        measured = Tally.objects.filter(program=study.program, year__lte=study.year).order_by()
        years = sorted({study.year, *measured.values_list("year", flat=True).distinct()})
    return results.reached(study.program, study.cycle, {rule.award for rule in rules}, people, years=years)
