"""Where everybody stands in an award that is decided by measurement: facts, rules, rates.

Nothing is ranked or decided here; that is `judging`. One study serves all awards of a cycle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from accounts.domain.names import normalised
from programs.enums import SelectionMethod
from programs.measure import Measure
from programs.models import Category, Cycle
from programs.rules import Facts, Sample, sample_key
from programs.rules import report as reports

from ..enums import Choice
from . import needs, rating
from .book import Book, Subject
from .measured import Measured
from .study import Profile, Study

NO_PROFILE = Profile()


def results(category: Category, *, book: Book | None = None) -> list[Measured]:
    """Every subject of a measured award, by organisation. Constant queries."""
    return measured(Study(category.cycle, [category], book=book), category)


def of_cycle(cycle: Cycle, *, book: Book | None = None) -> dict[Category, list[Measured]]:
    """All measured awards of a cycle, from one study."""
    categories = [one for one in cycle.categories.all() if is_measured(one)]
    for one in categories:
        one.cycle = cycle
    study = Study(cycle, categories, book=book)
    return {one: measured(study, one) for one in categories}


def is_measured(category: Category) -> bool:
    return category.method in (SelectionMethod.RANKING, SelectionMethod.THRESHOLD) and bool(category.measure)


def measured(study: Study, category: Category, *, only: Iterable[int] | None = None) -> list[Measured]:
    """Everybody's results in one award. `only` leaves out whoever belongs to other organisations."""
    measure = study.measures[category.pk]
    shelves = {need: study.samples(need, measure) for need in study.needs_of(category)}
    keyed = [(sample_key(*need), shelf) for need, shelf in shelves.items()]
    facts = FactsOf(study, category)
    wanted = None if only is None else {study.root(one) for one in only} | set(only)
    found = []
    for subject, is_all_sites in subjects(study, measure, shelves):
        if (wanted is None or subject[0] in wanted) and subject[0] in study.names:
            found.append(_one(study, category, measure, facts, keyed, subject, is_all_sites))
    return found


def subjects(
    study: Study, measure: Measure, shelves: Mapping[needs.Need, Mapping[Subject, Sample]]
) -> Iterator[tuple[Subject, bool]]:
    """Who could stand in an award: with whether it is all sites of somebody who has several."""
    surveyed = dict.fromkeys(
        subject for need, shelf in shelves.items() if not need.years_back for subject in sorted(shelf)
    )
    if measure.person:
        yield from ((subject, False) for subject in surveyed)
        return
    sites: dict[int, list[str]] = defaultdict(list)
    for organisation, site in surveyed:
        if site:
            sites[organisation].append(site)
    of_group: dict[int, list[Subject]] = defaultdict(list)
    for organisation, names in sites.items():
        of_group[study.root(organisation)] += [(organisation, name) for name in names]
    known = {organisation for organisation, back in study.profiles if not back} | set(study.participations)
    wholes = {study.root(organisation) for organisation, _site in surveyed} | known
    for organisation in sorted(wholes):
        theirs = sorted(of_group[organisation])
        if "all_sites" in measure.scopes or not theirs:
            yield (organisation, ""), len(theirs) > 1 and "site" in measure.scopes
        # With one site only, that site and all sites are the same.
        if "site" in measure.scopes and (len(theirs) > 1 or "all_sites" not in measure.scopes):
            yield from ((subject, False) for subject in theirs)


def _one(
    study: Study,
    category: Category,
    measure: Measure,
    facts_of: FactsOf,
    shelves: Sequence[tuple[str, Mapping[Subject, Sample]]],
    subject: Subject,
    is_all_sites: bool,
) -> Measured:
    organisation, name = subject
    samples = {key: shelf[subject] for key, shelf in shelves if subject in shelf}
    person = name if measure.person else ""
    rules = study.rules[category.pk]
    root = study.root(organisation)
    volumes = (
        study.profiles.get((root, 0), NO_PROFILE).volumes,
        study.profiles.get((root, 1), NO_PROFILE).volumes,
    )
    rounding = category.rate_rounding
    rates = rating.rates_of(measure, samples, rounding=rounding, volumes=volumes[0])
    choice = study.choices.get(root, {}).get(category.pk, "")
    agent, person_name = study.agent(measure, organisation, name) if measure.person else (None, "")
    rated = rating.combined(measure, rates)
    value = rated
    if measure.compare == "improvement":
        value = rating.value_of(measure, samples, rounding=rounding, volumes=volumes[0], volumes_before=volumes[1])
    found = Measured(
        measure=measure,
        organisation=organisation,
        organisation_name=study.names[organisation][0],
        site="" if measure.person else name,
        is_all_sites=is_all_sites,
        person=person,
        person_name=person_name,
        agent=agent,
        samples=samples,
        make_facts=facts_of,
        rules=rules,
        verdict="",
        is_opted_out=choice == Choice.OUT,
        is_entered=measure.entry_mode == "automatic" or choice == Choice.IN,
        rates=rates,
        rating=rated,
        value=value,
        volumes=volumes,
    )
    called = found.name if study.bars else ""
    found.verdict = reports.verdict_of(rules, facts_of(organisation, samples, person, called))
    return found


class FactsOf:
    """Facts of the subjects of one award; what belongs to an organisation is put together once a study."""

    def __init__(self, study: Study, category: Category) -> None:
        cycle = study.cycle
        self.study = study
        self.award = Facts(
            subject=category.subject,
            category_key=category.key,
            family=category.family,
            award_year=cycle.award_year,
            submitted_on=cycle.closes_at.astimezone(cycle.zone).date(),
            opens_on=cycle.opens_at.astimezone(cycle.zone).date(),
            closes_on=cycle.closes_at.astimezone(cycle.zone).date(),
            ceremony_on=cycle.ceremony_on,
            siblings=study.siblings_of(category),
            survey_year=study.year,
            last_cycle_year=study.earlier.last_year,
        )

    def __call__(
        self, organisation: int, samples: Mapping[str, Sample], agent_number: str = "", name: str = ""
    ) -> Facts:
        """`name`: what the subject is called, which only a bar on earlier winners asks (S48)."""
        known = self.study.known
        if organisation not in known:
            known[organisation] = of_organisation(self.study, organisation)
        told = {"samples": samples, "agent_number": agent_number}
        if self.study.bars:
            told |= {
                "entrant_key": normalised(name),
                "past_wins": self.study.earlier.wins.get(organisation, ()),
            }
        return self.award.but(known[organisation], told)


def of_organisation(study: Study, organisation: int) -> dict[str, Any]:
    """What rules look at of an organisation, whatever the award. None means that nobody told us."""
    root = study.root(organisation)
    now, before = study.profiles.get((root, 0)), study.profiles.get((root, 1))
    years = [profile or NO_PROFILE for profile in (now, before)]
    return {
        "organisation": study.names[organisation][0],
        "organisation_keys": study.keys_of(organisation),
        "csrs_by_year": tuple(profile.csrs for profile in years),
        "employees_by_year": tuple(profile.employees for profile in years),
        "home_csrs_by_year": tuple(profile.home_csrs for profile in years),
        "sectors": tuple(sorted(now.sectors)) if now else None,
        "channels_operated": tuple(sorted(now.channels)) if now else None,
        # Once anybody's participation was told for this year, who is not named does not take part.
        "participation": tuple(sorted(study.participations.get(root, ()))) if study.participations else None,
        "chosen_awards": study.chosen.get(root, ()),
    }


Person = tuple[int, str]
"""An organisation and the number that one of its people has in the survey files."""


def reached(
    program, cycle: Cycle, keys: Iterable[str], people: Sequence[Person], *, years: Iterable[int] = ()
) -> dict[Person, dict[str, tuple[int, ...]]]:
    """Which of these awards each person reaches by their rules and bar, with the survey years. Constant queries.

    Decisions are never read, so nothing of them can be told from the answer. Without `years`, the cycle's own.
    """
    categories = [one for one in cycle.categories.filter(key__in=set(keys)) if one.measure]
    wanted = set(people)
    found: dict[Person, dict[str, tuple[int, ...]]] = {person: {} for person in wanted}
    for one in categories:
        one.cycle = cycle
    for year in sorted(set(years) or {cycle.survey_year}):
        study = Study(cycle, categories, year=year, organisations={organisation for organisation, _number in wanted})
        for one in categories:
            for row in measured(study, one, only={organisation for organisation, _number in wanted}):
                person = (row.organisation, row.person)
                if person in wanted and row.reaches:
                    found[person][one.key] = (*found[person].get(one.key, ()), year)
    return found
