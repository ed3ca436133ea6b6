"""Measured awards: what results rest on, the standing of everybody, and the candidates of whom a decision places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from django.db.models import prefetch_related_objects

from measurement.domain import results
from measurement.domain.measured import Measured
from nominations.domain.candidates import MATCH_KEY_LENGTH, comparable_key
from nominations.models import Candidate
from operations.memory import without_rings
from programs.enums import SelectionMethod, Subject
from programs.models import Category, Cycle

from . import basis, conditions, placings, ranking, threshold
from .basis import Result
from .standing import Standing

FORMAT = 2
METHODS = {SelectionMethod.RANKING: ranking.compute, SelectionMethod.THRESHOLD: threshold.compute}


def is_measured(category: Category) -> bool:
    return category.method in METHODS


def gather(category: Category, found: Sequence[Measured] | None = None) -> dict:
    """Everything the result rests on: settings, files in force, and each subject's samples and verdict."""
    found = results.results(category) if found is None else found
    return head(category) | {"subjects": sorted(map(basis.plain, found), key=lambda one: one["key"])}


def head(category: Category) -> dict:
    """What the result rests on apart from the subjects."""
    return {
        "format": FORMAT,
        "method": category.method,
        "category": category.key,
        "cycle": category.cycle.slug,
        "program": category.cycle.program.slug,
        **conditions.of(category),
    }


def compute(inputs: dict) -> list[Result]:
    """What the method says of its inputs, every rate computed from its counts."""
    return METHODS[inputs["method"]](basis.rows_from(inputs), inputs)


def standings(category: Category) -> list[Standing]:
    return standings_of(category, results.results(category))


@without_rings()
def standings_of(
    category: Category, found: Sequence[Measured], *, candidates: Mapping[str, Candidate] | None = None
) -> list[Standing]:
    """Everybody's standing, the best first, then who is not placed by rate and name."""
    if candidates is None:
        candidates = {one.match_key: one for one in candidates_of(category)}
    by_key = {one.key: one for one in found}
    made = []
    for key, value, count, place, is_tied, needs in METHODS[category.method](found, settings_of(category)):
        subject = by_key[key]
        candidate = candidates.get(key_of(category, subject)) if candidates else None
        made.append(Standing(candidate, None, place, value, count, needs, is_tied, measured=subject))
    merits = ranking.in_order([Fraction(-1) if one.value is None else one.value for one in made])
    keys = [order(one, merit) for one, merit in zip(made, merits, strict=True)]
    return [made[at] for at in sorted(range(len(made)), key=keys.__getitem__)]


@dataclass(frozen=True)
class Field:
    """An award from above: how many could stand in it, of how many it is not settled, and who is placed."""

    all: int
    in_doubt: int
    placed: list[Standing]


@without_rings()
def fields_of(cycle: Cycle) -> dict[Category, Field]:
    """All measured awards of a cycle from above, by one study. Constant queries, however many awards there are."""
    measured = results.of_cycle(cycle)
    prefetch_related_objects(list(measured), "placings")
    return {one: field_of(one, found) for one, found in measured.items()}


def field_of(category: Category, found: Sequence[Measured]) -> Field:
    """Who may not stand takes nobody's place, and of twenty thousand most may not: they need no standing here."""
    standing = standings_of(category, [one for one in found if one.may_stand], candidates={})
    return Field(len(found), sum(one.is_in_doubt for one in found), [one for one in standing if one.place is not None])


def settings_of(category: Category) -> dict:
    """What `compute` asks of the settings, without the files and rules that only the seal wants."""
    return {
        "measure": category.measure,
        "tie_policy": category.tie_policy,
        "placings": placings.described(category),
    }


def order(one: Standing, merit: int) -> tuple:
    return (one.place or inf, -merit, one.measured.name.casefold(), one.measured.key)


# Candidates


def subject_of(category: Category, one: Measured) -> str:
    """What kind of candidate it is. The whole of an organisation without sites apart is the organisation itself."""
    if one.person:
        return Subject.PERSON
    if one.site or one.is_all_sites:
        return Subject.SITE
    return Subject.ORGANISATION if category.subject == Subject.SITE else category.subject


def key_of(category: Category, one: Measured) -> str:
    """The match key: people are told apart by their number, since two of them may have the same name."""
    if one.person:
        role = one.measure.person
        return f"{Subject.PERSON.value}|{one.organisation}|{role}:{one.person}"[:MATCH_KEY_LENGTH]
    if one.site or one.is_all_sites:
        return f"{Subject.SITE.value}|{one.organisation}|{one.site or '*'}"[:MATCH_KEY_LENGTH]
    return comparable_key(subject_of(category, one), one.organisation, one.entrant.comparable)


def candidates_of(category: Category):
    """The candidates that this award may know already: one query."""
    found = Candidate.objects.filter(program=category.cycle.program).select_related("organisation", "agent")
    if category.measure.get("person"):
        return found.filter(subject=Subject.PERSON, match_key__contains=f"|{category.measure['person']}:")
    return found.exclude(subject=Subject.PERSON)


def with_candidates(category: Category, standing: Sequence[Standing]) -> dict[str, Candidate]:
    """The candidates of these standings by their subject's key, made where they are missing. Constant queries."""
    wanted = {key_of(category, one.measured): one.measured for one in standing}
    known = {one.match_key: one for one in candidates_of(category)}
    Candidate.objects.bulk_create(
        [
            Candidate(
                program=category.cycle.program,
                subject=subject_of(category, one),
                name=one.name[:200],
                organisation_id=one.organisation,
                agent_id=one.agent,
                match_key=key,
            )
            for key, one in wanted.items()
            if key not in known
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    renamed = []
    for key, one in wanted.items():
        candidate = known.get(key)
        if candidate and one.person and (candidate.name, candidate.agent_id) != (one.name[:200], one.agent):
            candidate.name, candidate.agent_id = one.name[:200], one.agent
            renamed.append(candidate)
    Candidate.objects.bulk_update(renamed, ["name", "agent"], batch_size=500)
    return {wanted[one.match_key].key: one for one in candidates_of(category) if one.match_key in wanted}
