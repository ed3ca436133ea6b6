"""A judge's work list: what is assigned, how far it is, and what comes next. Constant queries, one page of rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from operations import clock
from programs.models import Category

from ..access import TO_BE_JUDGED, assignments_for, seats_of
from ..enums import ScorecardState
from ..models import Assignment
from .reading import Heading, heading_of

PAGE = 25
SUBMITTED = Q(scorecard__state=ScorecardState.SUBMITTED)
FILTERS = {
    "open": ~SUBMITTED | Q(scorecard=None),
    "new": Q(scorecard=None),
    "started": Q(scorecard__state=ScorecardState.DRAFT),
    "submitted": SUBMITTED,
}
ORDER = ["nomination__category__position", "nomination__category_id", "position", "pk"]


@dataclass(frozen=True)
class Item:
    """One row of the list."""

    assignment: Assignment
    heading: Heading
    state: str


@dataclass(frozen=True)
class Tally:
    """How far one category is for this judge."""

    category: Category
    total: int
    submitted: int
    started: int

    @property
    def new(self) -> int:
        return self.total - self.submitted - self.started

    @property
    def open(self) -> int:
        return self.total - self.submitted

    def count(self, state: str) -> int:
        return getattr(self, state, self.total)


def categories_of(user) -> list[Category]:
    """Categories on whose panels this person sits now; what closes first stands first."""
    seated = seats_of(user).values("panel__category_id")
    return list(
        Category.objects.filter(pk__in=seated)
        .select_related("cycle__program", "panel")
        .order_by("cycle__judging_closes_at", "position", "pk")
    )


def work_of(user, categories: list[Category]) -> QuerySet[Assignment]:
    """Everything this judge may read in these categories, which are the judge's own."""
    return Assignment.objects.active().filter(
        TO_BE_JUDGED, judge=user, nomination__category__in=[category.pk for category in categories]
    )


def tallies(user, categories: list[Category]) -> list[Tally]:
    rows = {
        row["nomination__category_id"]: row
        for row in work_of(user, categories)
        .order_by()
        .values("nomination__category_id")
        .annotate(
            total=Count("pk"),
            submitted=Count("pk", filter=SUBMITTED),
            started=Count("pk", filter=Q(scorecard__state=ScorecardState.DRAFT)),
        )
    }
    empty = {"total": 0, "submitted": 0, "started": 0}
    return [Tally(category, **{name: rows.get(category.pk, empty)[name] for name in empty}) for category in categories]


def page_of(user, categories: list[Category], *, state: str = "", page: int = 1) -> list[Item]:
    """One page of the list, with what the template needs and no more."""
    work = work_of(user, categories).select_related("scorecard", "nomination__organisation", "nomination__nominator")
    if state in FILTERS:
        work = work.filter(FILTERS[state])
    by_pk = {category.pk: category for category in categories}
    found = []
    for assignment in work.order_by(*ORDER)[(page - 1) * PAGE : page * PAGE]:
        assignment.nomination.category = by_pk[assignment.nomination.category_id]
        found.append(Item(assignment, heading_of(assignment.nomination), state_of(assignment)))
    return found


def state_of(assignment: Assignment) -> str:
    if not hasattr(assignment, "scorecard"):
        return "new"
    return "submitted" if assignment.scorecard.is_submitted else "started"


def next_of(user, categories: list[Category]) -> Assignment | None:
    """The entry to go on with: a started one first, else the first of the list."""
    is_new = Case(When(scorecard=None, then=1), default=0, output_field=IntegerField())
    work = work_of(user, categories).filter(FILTERS["open"]).order_by(is_new, *ORDER)
    return work.select_related("scorecard", "nomination__organisation", "nomination__nominator").first()


def opened_again(user, categories: list[Category]) -> list[Assignment]:
    """Marks that an administrator gave back after judging closed, with an own deadline that still runs."""
    work = work_of(user, categories).filter(
        scorecard__state=ScorecardState.DRAFT, scorecard__open_until__gte=clock.now()
    )
    return list(work.select_related("scorecard", "nomination__category__cycle__program", "nomination__organisation"))


def opened_by(user) -> QuerySet[Assignment]:
    """Assignments for a judge's pages, with the codes of the entries before and after in this judge's order."""
    beside = assignments_for(user).filter(nomination__category_id=OuterRef("nomination__category_id"))
    after = beside.filter(position__gt=OuterRef("position")).order_by("position")
    before = beside.filter(position__lt=OuterRef("position")).order_by("-position")
    return (
        assignments_for(user)
        .select_related(
            "judge",
            "scorecard",
            "nomination__category__cycle__program",
            "nomination__category__panel",
            "nomination__candidate__organisation",
            "nomination__organisation",
            "nomination__nominator",
        )
        .annotate(next_code=Subquery(after.values("code")[:1]), previous_code=Subquery(before.values("code")[:1]))
    )
