"""An organisation's own view of the measured awards: its figures against published bars, and a benchmark.

Nothing of anybody's rank, and no decision, can be known here: this app cannot import them. A benchmark stands on at
least five other organisations, names none, and is rounded to whole percent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from programs.enums import Metric
from programs.models import Category, Cycle
from programs.rules.rates import percent

from . import results
from .measured import Measured
from .study import Study

FEWEST = 5
#: A page lists so many sites; people are counted, not listed.
MOST_SITES = 60


@dataclass
class Award:
    """One award as the organisation may see it."""

    category: Category
    mine: list[Measured]
    people: int = 0
    people_reaching: int = 0
    choice: str = ""
    benchmark: list[tuple[str, str]] = field(default_factory=list)


def awards(cycle: Cycle, organisation: int) -> list[Award]:
    """Every measured award of a cycle for one organisation. Constant queries."""
    categories = [one for one in cycle.categories.all() if results.is_measured(one)]
    for one in categories:
        one.cycle = cycle
    study = Study(cycle, categories)
    root = study.root(organisation)
    told: dict[str, list[set[int]]] = {}
    found = []
    for category in categories:
        measure = study.measures[category.pk]
        choice = study.choices.get(root, {}).get(category.pk, "")
        if measure.person:
            people = results.measured(study, category, only=[organisation])
            people = [one for one in people if one.organisation == organisation]
            reaching = sum(one.reaches for one in people)
            found.append(Award(category, [], len(people), reaching, choice))
            continue
        everybody = results.measured(study, category)
        mine = [
            one for one in everybody if one.organisation == organisation or (one.organisation == root and not one.site)
        ]
        figures = benchmark(study, everybody, organisation, root, told)
        found.append(Award(category, mine[:MOST_SITES], choice=choice, benchmark=figures))
    return found


def benchmark(
    study: Study, everybody: list[Measured], organisation: int, root: int, told: dict[str, list[set[int]]]
) -> list[tuple[str, str]]:
    """The mean rate of the other organisations, and of those in the same sectors, for each metric.

    `told` has whom the figures of this page stand on so far: what any two of them differ by is never fewer than five.
    """
    if not everybody:
        return []
    profile = study.profiles.get((root, 0))
    sectors = profile.sectors if profile else set()
    found = []
    for place, (metric, _how) in enumerate(everybody[0].measure.asked):
        others = {
            one.organisation: one.rates[place]
            for one in everybody
            if not one.site and one.organisation not in (organisation, root) and one.rates[place] is not None
        }
        peers = {
            pk: rate
            for pk, rate in others.items()
            if (pk, 0) in study.profiles and sectors & study.profiles[pk, 0].sectors
        }
        label = str(Metric(metric).label)
        for words, group in ((_("%(metric)s, same sectors"), peers), (_("%(metric)s, all organizations"), others)):
            if stands(group, told.setdefault(metric, [])):
                found.append((words % {"metric": label}, mean(group)))
    return found


def stands(group: dict[int, Fraction], told: list[set[int]]) -> bool:
    """Whether so many are behind a figure, and behind its difference from each that was told, that nobody can be told."""
    those = set(group)
    if len(those) < FEWEST or any(0 < len(some) < FEWEST for other in told for some in (those - other, other - those)):
        return False
    told.append(those)
    return True


def mean(rates: dict[int, Fraction]) -> str:
    whole = round(sum(rates.values()) * 100 / len(rates))
    return f"{whole} %"


def shown(share: Fraction | None) -> str:
    return "–" if share is None else f"{percent(share)} %"
