"""What a cycle looks like from above: counted in the database, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, IntegerField, Q, TextField
from django.db.models.functions import Cast, Left, Substr

from judging.enums import DecisionState, ScorecardState
from judging.models import Assignment, Decision
from nominations.enums import CapPlace, Eligibility, NominationState
from nominations.models import Nomination
from operations.clock import now
from programs.enums import SelectionMethod
from programs.models import Category, Cycle


class Pile(NamedTuple):
    """How many nominations of one category stand alike."""

    category: int
    state: str
    eligibility: str
    cap_place: str
    count: int

    @property
    def is_submitted(self) -> bool:
        return self.state == NominationState.SUBMITTED

    @property
    def is_to_be_judged(self) -> bool:
        """As `Nomination.objects.to_be_judged()` says it."""
        within = self.cap_place in (CapPlace.NONE, CapPlace.JUDGED)
        return self.is_submitted and self.eligibility == Eligibility.ELIGIBLE and within


@dataclass(frozen=True)
class Totals:
    """How many nominations of a cycle stand where."""

    drafts: int
    submitted: int
    withdrawn: int
    rejected: int
    eligible: int
    needs_information: int
    ineligible: int
    over_cap: int


@dataclass(frozen=True)
class Day:
    """One day's first submissions and their running sum."""

    day: date
    count: int
    total: int


@dataclass(frozen=True)
class CategoryRow:
    category: Category
    drafts: int
    submitted: int
    to_be_judged: int
    assignments: int
    scorecards: int
    decision_state: str

    @property
    def takes_entries(self) -> bool:
        """Whether anybody writes something here; where surveys alone decide, nobody does."""
        return self.category.accepts_nominations or bool(self.drafts or self.submitted)

    @property
    def is_judged(self) -> bool:
        """Whether judges mark what is entered. An assessment has experts and attempts, on a page of their own."""
        return self.category.method == SelectionMethod.PANEL

    @property
    def decision(self) -> str:
        return DecisionState(self.decision_state).label if self.decision_state else ""

    @property
    def percent_judged(self) -> int:
        return round(100 * self.scorecards / self.assignments) if self.assignments else 0


def piles(cycle: Cycle) -> list[Pile]:
    """Where the nominations of a cycle stand: one query for everything that is counted of them."""
    alike = ("category", "state", "eligibility", "cap_place")
    rows = Nomination.objects.filter(cycle=cycle).order_by().values_list(*alike)
    return [Pile(*row) for row in rows.annotate(Count("pk"))]


def totals(found: Sequence[Pile]) -> Totals:
    submitted = [pile for pile in found if pile.is_submitted]
    unclear = (Eligibility.NEEDS_INFORMATION, Eligibility.NOT_CHECKED)
    return Totals(
        drafts=_sum(pile for pile in found if pile.state == NominationState.DRAFT),
        submitted=_sum(submitted),
        withdrawn=_sum(pile for pile in found if pile.state == NominationState.WITHDRAWN),
        rejected=_sum(pile for pile in found if pile.state == NominationState.REJECTED),
        eligible=_sum(pile for pile in submitted if pile.eligibility == Eligibility.ELIGIBLE),
        needs_information=_sum(pile for pile in submitted if pile.eligibility in unclear),
        ineligible=_sum(pile for pile in submitted if pile.eligibility == Eligibility.INELIGIBLE),
        over_cap=_sum(pile for pile in submitted if pile.cap_place in (CapPlace.OVER, CapPlace.QUEUED)),
    )


def _sum(found: Iterable[Pile]) -> int:
    return sum(pile.count for pile in found)


def submitted_by_cycle(cycles: Sequence[Cycle]) -> dict[int, int]:
    """How many nominations stand submitted in each cycle; one query."""
    rows = Nomination.objects.filter(cycle__in=cycles).submitted().order_by()
    return dict(rows.values_list("cycle").annotate(Count("pk")))


def submissions_by_day(cycle: Cycle) -> list[Day]:
    """First submissions of every day from opening until today or closing, empty days included."""
    # SQLite would ask Python for the day of each submission. By quarters of an hour it counts by itself, and every
    # zone's midnight is the beginning of one.
    at = Cast("first_submitted_at", TextField())
    hour, quarter = Left(at, len("2026-02-01 10")), Cast(Substr(at, len("2026-02-01 10:0"), 2), IntegerField()) / 15
    rows = Nomination.objects.filter(cycle=cycle, first_submitted_at__isnull=False).order_by()
    counts = Counter()
    for hours, quarters, n in rows.values_list(hour, quarter).annotate(Count("pk")):
        instant = datetime.fromisoformat(f"{hours}:{15 * quarters:02}").replace(tzinfo=UTC)
        counts[instant.astimezone(cycle.zone).date()] += n
    first = min([cycle.opens_at.astimezone(cycle.zone).date(), *counts])
    last = max([min(now(), cycle.closes_at).astimezone(cycle.zone).date(), *counts], default=first)
    days, total = [], 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        total += counts[day]
        days.append(Day(day, counts[day], total))
    return days


def category_rows(cycle: Cycle, found: Iterable[Pile]) -> list[CategoryRow]:
    """Every category with its nominations, judging progress and decision, in three queries."""
    drafts, submitted, to_be_judged = Counter(), Counter(), Counter()
    for pile in found:
        drafts[pile.category] += pile.count * (pile.state == NominationState.DRAFT)
        submitted[pile.category] += pile.count * pile.is_submitted
        to_be_judged[pile.category] += pile.count * pile.is_to_be_judged
    active = Assignment.objects.filter(nomination__cycle=cycle, recusal=None).order_by()
    is_marked = Q(scorecard__state=ScorecardState.SUBMITTED)
    counts = active.values_list("nomination__category").annotate(n=Count("pk"), marked=Count("pk", filter=is_marked))
    judged = {category: (n, marked) for category, n, marked in counts}
    decisions = dict(Decision.objects.filter(category__cycle=cycle).values_list("category", "state"))
    return [
        CategoryRow(
            category,
            drafts[category.pk],
            submitted[category.pk],
            to_be_judged[category.pk],
            *judged.get(category.pk, (0, 0)),
            decision_state=decisions.get(category.pk, ""),
        )
        for category in cycle.categories.all()
    ]
