"""How far judging is, for administrators: by judge, by category, and what the marks look like. Constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from accounts.models import User
from nominations.models import Nomination
from programs.models import Category, Cycle

from ..enums import ScorecardState
from ..models import Assignment, PanelMember
from . import panel, statistics
from .scoring import steps

SUBMITTED = Q(scorecard__state=ScorecardState.SUBMITTED, recusal=None)


@dataclass(frozen=True)
class JudgeProgress:
    judge: User
    category: Category
    assigned: int
    submitted: int
    started: int
    recused: int
    last_seen: datetime | None

    @property
    def is_done(self) -> bool:
        return self.submitted == self.assigned


@dataclass(frozen=True)
class CategoryProgress:
    category: Category
    nominations: int
    judges: int
    assigned: int
    submitted: int
    below_quorum: int
    recused: int

    @property
    def percent(self) -> int:
        return 100 * self.submitted // self.assigned if self.assigned else 0


def counted() -> dict:
    return {
        "assigned": Count("pk", filter=Q(recusal=None)),
        "submitted": Count("pk", filter=SUBMITTED),
        "started": Count("pk", filter=Q(scorecard__state=ScorecardState.DRAFT, recusal=None)),
        "recused": Count("recusal"),
    }


def by_judge(categories: Sequence[Category]) -> list[JudgeProgress]:
    """A row for each judge and category, people without work yet included."""
    wanted = {category.pk: category for category in categories}
    seats = PanelMember.objects.filter(panel__category__in=wanted, left_at=None).select_related("judge", "panel")
    rows = {
        (row["judge_id"], row["nomination__category_id"]): row
        for row in Assignment.objects.filter(nomination__category__in=wanted)
        .filter(nomination__in=Nomination.objects.to_be_judged())
        .order_by()
        .values("judge_id", "nomination__category_id")
        .annotate(last_seen=Max("scorecard__updated_at"), **counted())
    }
    empty = {"assigned": 0, "submitted": 0, "started": 0, "recused": 0, "last_seen": None}
    found = []
    for seat in seats:
        category = wanted[seat.panel.category_id]
        row = rows.get((seat.judge_id, category.pk), empty)
        found.append(JudgeProgress(seat.judge, category, **{name: row[name] for name in empty}))
    return sorted(found, key=lambda one: (one.category.position, str(one.judge).casefold()))


def by_category(cycle: Cycle) -> list[CategoryProgress]:
    """A row for each category of a cycle."""
    to_judge = Nomination.objects.filter(cycle=cycle).to_be_judged()
    work = {
        row["nomination__category_id"]: row
        for row in Assignment.objects.filter(nomination__in=to_judge)
        .order_by()
        .values("nomination__category_id")
        .annotate(**counted())
    }
    entries = dict(to_judge.order_by().values_list("category_id").annotate(Count("pk")))
    seats = dict(
        PanelMember.objects.filter(panel__category__cycle=cycle, left_at=None)
        .order_by()
        .values_list("panel__category_id")
        .annotate(Count("pk"))
    )
    complete = quorate(to_judge)
    empty = {"assigned": 0, "submitted": 0, "recused": 0}
    return [
        CategoryProgress(
            category=category,
            nominations=entries.get(category.pk, 0),
            judges=seats.get(category.pk, 0),
            below_quorum=entries.get(category.pk, 0) - complete.get(category.pk, 0),
            **{name: work.get(category.pk, empty)[name] for name in empty},
        )
        for category in cycle.categories.all()
    ]


def quorate(to_judge) -> dict[int, int]:
    """How many nominations of each category have the scorecards that a standing needs."""
    found: dict[int, int] = defaultdict(int)
    rows = (
        Assignment.objects.filter(SUBMITTED, nomination__in=to_judge)
        .order_by()
        .values_list("nomination_id", "nomination__category_id", "nomination__category__quorum")
        .annotate(Count("pk"))
    )
    for _nomination, category_id, quorum, count in rows:
        if count >= quorum:
            found[category_id] += 1
    return found


@dataclass(frozen=True)
class MarksReport:
    """What the marks of a category look like."""

    judges: list[tuple[User | None, statistics.JudgeReport]]
    histogram: list[tuple[int, int]]
    bunches_at_the_top: bool
    groups: int


def of_marks(category: Category) -> MarksReport:
    """Judges' severity, spread, agreement and flags, and how the scale is used."""
    inputs = panel.gather(category)
    cards = panel.cards_of(inputs)
    marks: dict[str, list[list[int]]] = defaultdict(list)
    for scorecard in inputs["scorecards"]:
        marks[scorecard["judge"]].append([mark for mark in scorecard["marks"].values() if mark is not None])
    reports = statistics.judges(cards, marks)
    people = {user.key: user for user in User.objects.filter(pk__in=[panel.key_number(one.judge) for one in reports])}
    bars = statistics.histogram(
        (mark for cards_ in marks.values() for card in cards_ for mark in card), steps(category)
    )
    connected = statistics.groups(sorted(marks), statistics.by_nomination(cards).values()) if cards else []
    return MarksReport(
        judges=[(people.get(report.judge), report) for report in reports],
        histogram=bars,
        bunches_at_the_top=statistics.bunches_at_the_top(bars),
        groups=len(connected),
    )
