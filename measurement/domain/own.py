"""An organisation's own view of the measured awards: its figures against published bars, and a benchmark.

Nothing of anybody's rank, and no decision, can be known here: this app cannot import them. A benchmark stands on at
least five organisations that the reader does not belong to, names none, and is rounded to whole percent. "World class" is the bar that an award
publishes, never the best of the field: from that, one could tell who leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from operations import clock
from operations.memory import without_rings
from programs.enums import Metric, SelectionMethod
from programs.models import Category, Cycle
from programs.rules.rates import percent
from programs.rules.samples import SURVEY_WORDS

from . import results
from .measured import Measured
from .study import Study

FEWEST = 5
#: A page lists so many sites; people are counted, not listed.
MOST_SITES = 60
REACHED, IN_REACH, CLOSED = "reached", "in_reach", "closed"


@dataclass
class Award:
    """One award as the organisation may see it.

    Of its people, some meet rules and bar, and some are above the bar and lack surveys or months.
    """

    category: Category
    mine: list[Measured]
    choice: str = ""
    people: int = 0
    people_reaching: int = 0
    people_short: int = 0
    state: str = IN_REACH


@dataclass
class Figure:
    """One metric of the organisation, with what others have, in words."""

    metric: str
    surveys: str
    mine: Measured | None
    place: int
    peers: str = ""
    others: str = ""
    bar: int | None = None
    bar_of: str = ""

    @property
    def rate(self) -> Fraction | None:
        return self.mine.rates[self.place] if self.mine else None


@dataclass
class Own:
    awards: list[Award]
    figures: list[Figure]
    days_left: int

    def of_state(self, state: str) -> list[Award]:
        return [one for one in self.awards if one.state == state]


@without_rings()
def of(cycle: Cycle, organisation: int, *, known: Iterable[int] = ()) -> Own:
    """Every measured award of a cycle for one organisation. Constant queries.

    `known` are all organisations that the reader belongs to: they see the figures of each, so none of them is among
    the others.
    """
    categories = [one for one in cycle.categories.all() if results.is_measured(one)]
    for one in categories:
        one.cycle = cycle
    # Of other organisations' people nothing is read at all.
    people = Study(cycle, [one for one in categories if one.measure.get("person")], organisations=[organisation])
    study = Study(cycle, [one for one in categories if not one.measure.get("person")])
    root = study.root(organisation)
    both = (organisation, root)
    awards = []
    for category in categories:
        asked = people if category.measure.get("person") else study
        mine = [one for one in results.measured(asked, category, only=both) if is_mine(one, organisation, root)]
        choice = study.choices.get(root, {}).get(category.pk, "")
        awards.append(of_people(category, mine, choice) if asked is people else of_sites(category, mine, choice))
    theirs = sorted({study.root(one) for one in (organisation, *known)})
    return Own(awards, list(figures(study, root, theirs)), days_left(cycle))


def is_mine(one: Measured, organisation: int, root: int) -> bool:
    """Its own, and the whole of the group with which it counts; nobody else's sites and people."""
    return one.organisation == organisation or (one.organisation == root and not one.site and not one.person)


def of_people(category: Category, theirs: list[Measured], choice: str) -> Award:
    reaching = sum(one.reaches for one in theirs)
    short = sum(one.meets_bar and not one.reaches for one in theirs)
    return Award(category, [], choice, len(theirs), reaching, short, state_of(theirs))


def of_sites(category: Category, mine: list[Measured], choice: str) -> Award:
    return Award(category, mine[:MOST_SITES], choice, state=state_of(mine))


def state_of(mine: Iterable[Measured]) -> str:
    """Reached so far, or still to be reached, or closed by what the organisation is."""
    mine = list(mine)
    if any(one.reaches and one.value is not None for one in mine):
        return REACHED
    return CLOSED if mine and not any(one.entrant.fits for one in mine) else IN_REACH


def days_left(cycle: Cycle) -> int:
    """Days of surveying after today until the survey year ends; none once it is over."""
    today = clock.now().astimezone(cycle.zone).date()
    return max((date(cycle.survey_year, 12, 31) - today).days, 0)


# --- The benchmark


def figures(study: Study, whose: int, theirs: list[int]) -> Iterator[Figure]:
    """Each metric of the awards once, as the first award asks for it that does. `theirs`: all that the reader knows."""
    known: set[tuple] = set()
    told: dict[str, list[set[int]]] = {}
    bars = dict(published_bars(study))
    for category in study.categories:
        measure = study.measures[category.pk]
        everybody: list[Measured] | None = None
        for place, (metric, surveys) in enumerate(measure.asked):
            how = (measure.telephone_includes_automated, measure.weighting, measure.window, category.rate_rounding)
            if (metric, surveys, how) in known:
                continue
            known.add((metric, surveys, how))
            if everybody is None:
                everybody = results.measured(study, category, wholes=True)
            bar, bar_of = bars.get((metric, surveys), (None, ""))
            peers, others = benchmark(study, everybody, place, whose, theirs, told.setdefault(metric, []))
            mine = next((one for one in everybody if one.organisation == whose), None)
            yield Figure(str(Metric(metric).label), str(SURVEY_WORDS[surveys]), mine, place, peers, others, bar, bar_of)


def published_bars(study: Study) -> Iterator[tuple[tuple[str, str], tuple[int, str]]]:
    for category in study.categories:
        measure = study.measures[category.pk]
        if category.method == SelectionMethod.THRESHOLD and measure.bar is not None and not measure.second_metric:
            yield (measure.metric, measure.surveys), (measure.bar, category.name)


def benchmark(
    study: Study, everybody: list[Measured], place: int, whose: int, theirs: list[int], told: list[set[int]]
) -> tuple[str, str]:
    """The mean rate of others in the same sectors, and of all others; "" where too few stand behind it.

    `told` has whom the figures of this metric stand on so far: what any two differ by is never fewer than five. The
    reader's other organisations have pages with other sectors, so what those tell is weighed too, always in one order.
    """
    others = {
        one.organisation: one.rates[place]
        for one in everybody
        if one.organisation not in theirs and one.rates[place] is not None
    }
    same_sectors = ""
    for one in theirs:
        peers = {pk: rate for pk, rate in others.items() if sectors_of(study, one) & sectors_of(study, pk)}
        if stands(peers, told) and one == whose:
            same_sectors = mean(peers)
    return same_sectors, mean(others) if stands(others, told) else ""


def sectors_of(study: Study, organisation: int) -> set[str]:
    profile = study.profiles.get((organisation, 0))
    return profile.sectors if profile else set()


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
