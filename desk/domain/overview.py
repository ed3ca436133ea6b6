"""What a cycle looks like from above: counted in the database, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from judging.enums import DecisionState, ScorecardState
from judging.models import Assignment, Decision
from nominations.enums import CapPlace, Eligibility, NominationState
from nominations.models import Nomination
from operations.clock import now
from programs.enums import SelectionMethod
from programs.models import Category, Cycle

TO_BE_JUDGED = Q(
    nominations__state=NominationState.SUBMITTED,
    nominations__eligibility=Eligibility.ELIGIBLE,
    nominations__cap_place__in=[CapPlace.NONE, CapPlace.JUDGED],
)


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


def totals(cycle: Cycle) -> Totals:
    """One query over the cycle's nominations."""
    submitted = Q(state=NominationState.SUBMITTED)
    return Totals(
        **Nomination.objects.filter(cycle=cycle).aggregate(
            drafts=Count("pk", filter=Q(state=NominationState.DRAFT)),
            submitted=Count("pk", filter=submitted),
            withdrawn=Count("pk", filter=Q(state=NominationState.WITHDRAWN)),
            rejected=Count("pk", filter=Q(state=NominationState.REJECTED)),
            eligible=Count("pk", filter=submitted & Q(eligibility=Eligibility.ELIGIBLE)),
            needs_information=Count(
                "pk", filter=submitted & Q(eligibility__in=[Eligibility.NEEDS_INFORMATION, Eligibility.NOT_CHECKED])
            ),
            ineligible=Count("pk", filter=submitted & Q(eligibility=Eligibility.INELIGIBLE)),
            over_cap=Count("pk", filter=submitted & Q(cap_place__in=[CapPlace.OVER, CapPlace.QUEUED])),
        )
    )


def submitted_by_cycle(cycles: Sequence[Cycle]) -> dict[int, int]:
    """How many nominations stand submitted in each cycle; one query."""
    rows = Nomination.objects.filter(cycle__in=cycles).submitted().order_by()
    return dict(rows.values_list("cycle").annotate(Count("pk")))


def submissions_by_day(cycle: Cycle) -> list[Day]:
    """First submissions of every day from opening until today or closing, empty days included."""
    counts = dict(
        Nomination.objects.filter(cycle=cycle, first_submitted_at__isnull=False)
        .annotate(day=TruncDate("first_submitted_at", tzinfo=cycle.zone))
        .values_list("day")
        .annotate(count=Count("pk"))
    )
    first = min([cycle.opens_at.astimezone(cycle.zone).date(), *counts])
    last = max([min(now(), cycle.closes_at).astimezone(cycle.zone).date(), *counts], default=first)
    days, total = [], 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        total += counts.get(day, 0)
        days.append(Day(day, counts.get(day, 0), total))
    return days


def category_rows(cycle: Cycle) -> list[CategoryRow]:
    """Every category with its nominations, judging progress and decision, in four queries."""
    categories: QuerySet[Category] = cycle.categories.annotate(
        drafts=Count("nominations", filter=Q(nominations__state=NominationState.DRAFT)),
        submitted=Count("nominations", filter=Q(nominations__state=NominationState.SUBMITTED)),
        to_be_judged=Count("nominations", filter=TO_BE_JUDGED),
    )
    active = Assignment.objects.filter(nomination__cycle=cycle, recusal=None)
    assigned = Counter(dict(active.values_list("nomination__category").annotate(Count("pk"))))
    marked = Counter(
        dict(
            active.filter(scorecard__state=ScorecardState.SUBMITTED)
            .values_list("nomination__category")
            .annotate(Count("pk"))
        )
    )
    decisions = dict(Decision.objects.filter(category__cycle=cycle).values_list("category", "state"))
    return [
        CategoryRow(
            category=category,
            drafts=category.drafts,
            submitted=category.submitted,
            to_be_judged=category.to_be_judged,
            assignments=assigned[category.pk],
            scorecards=marked[category.pk],
            decision_state=decisions.get(category.pk, ""),
        )
        for category in categories
    ]
