"""Where everybody stands in an award that is decided by measurement: facts, rules, rates.

Nothing is ranked or decided here; that is `judging`. One study serves all awards of a cycle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from operations.memory import without_rings
from programs.enums import SelectionMethod
from programs.measure import Measure
from programs.models import Category, Cycle
from programs.rules import Sample, sample_key

from . import needs
from .asking import Award, Entrant
from .book import Book, Subject
from .measured import Measured
from .study import Study


@without_rings()
def results(category: Category, *, book: Book | None = None) -> list[Measured]:
    """Every subject of a measured award, by organisation. Constant queries."""
    return measured(Study(category.cycle, [category], book=book), category)


@without_rings()
def of_cycle(cycle: Cycle, *, book: Book | None = None) -> dict[Category, list[Measured]]:
    """All measured awards of a cycle, from one study."""
    categories = [one for one in cycle.categories.all() if is_measured(one)]
    for one in categories:
        one.cycle = cycle
    study = Study(cycle, categories, book=book)
    return {one: measured(study, one) for one in categories}


def is_measured(category: Category) -> bool:
    return category.method in (SelectionMethod.RANKING, SelectionMethod.THRESHOLD) and bool(category.measure)


def measured(
    study: Study, category: Category, *, only: Iterable[int] | None = None, wholes: bool = False
) -> list[Measured]:
    """Everybody's results in one award. `only` leaves out whoever belongs to other organisations.

    `wholes`: each organisation as a whole and no site, whatever the award is given for.
    """
    award = Award(study, category)
    wanted = study.names.keys()
    if only is not None:
        wanted = wanted & ({study.root(one) for one in only} | set(only))
    entrants: dict[int, Entrant] = {}
    found = []
    for (organisation, name), is_all_sites, samples in field_of(study, category, wholes=wholes):
        if organisation not in wanted:
            continue
        if organisation not in entrants:
            entrants[organisation] = Entrant(award, organisation)
        found.append(Measured(entrants[organisation], name, is_all_sites, samples))
    return found


def field_of(
    study: Study, category: Category, *, wholes: bool = False
) -> list[tuple[Subject, bool, Mapping[str, Sample]]]:
    """Who could stand in an award, with their samples. Awards that look at the same samples share it."""
    measure, asked = study.measures[category.pk], study.needs_of(category)
    key = (asked, needs.level(measure), measure.telephone_includes_automated, measure.scopes, wholes)
    if key not in study.fields:
        shelves = {need: study.samples(need, measure) for need in asked}
        named = [(sample_key(*need), shelf) for need, shelf in shelves.items()]
        study.fields[key] = [
            (subject, is_all_sites, {name: shelf[subject] for name, shelf in named if subject in shelf})
            for subject, is_all_sites in subjects(study, measure, shelves, wholes=wholes)
        ]
    return study.fields[key]


def subjects(
    study: Study, measure: Measure, shelves: Mapping[needs.Need, Mapping[Subject, Sample]], *, wholes: bool = False
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
    for organisation in sorted({study.root(one) for one, _site in surveyed} | known):
        if wholes:
            yield (organisation, ""), False
            continue
        theirs = sorted(of_group[organisation])
        if "all_sites" in measure.scopes or not theirs:
            yield (organisation, ""), len(theirs) > 1 and "site" in measure.scopes
        # With one site only, that site and all sites are the same.
        if "site" in measure.scopes and (len(theirs) > 1 or "all_sites" not in measure.scopes):
            yield from ((subject, False) for subject in theirs)


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
