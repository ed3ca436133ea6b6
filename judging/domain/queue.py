"""A judge's work list: what is assigned, how far it is, and what comes next. Constant queries, one page of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from operations import clock
from programs.models import Category

from ..access import TO_BE_JUDGED, appointed_for, assignments_for, seats_of
from ..enums import ScorecardState
from ..models import Assignment
from .reading import heading_from

PAGE = 50
SUBMITTED = Q(scorecard__state=ScorecardState.SUBMITTED)
FILTERS = {
    "open": ~SUBMITTED | Q(scorecard=None),
    "new": Q(scorecard=None),
    "started": Q(scorecard__state=ScorecardState.DRAFT),
    "submitted": SUBMITTED,
}
STATES = {None: "new", ScorecardState.DRAFT: "started", ScorecardState.SUBMITTED: "submitted"}
ORDER = ["nomination__category__position", "nomination__category_id", "position", "pk"]


class Item(NamedTuple):
    """One row of the list, with no more than a judge may know of it."""

    code: str
    title: str
    category: str
    organisation: str
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
    """Categories on whose panels this person sits now, and appointed ones with the final word; closing first, first."""
    seated = Q(pk__in=seats_of(user).values("panel__category_id"))
    appointed = Q(pk__in=appointed_for(user).values("pk"))
    return list(
        Category.objects.filter(seated | appointed)
        .select_related("cycle__program")
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


COLUMNS = [
    "code",
    "nomination__code",
    "nomination__title",
    "nomination__organisation__name",
    "nomination__category_id",
    "scorecard__state",
]


def items(work: QuerySet[Assignment], categories: list[Category]) -> list[Item]:
    """Plain values: rows as objects cost more than everything else on the page."""
    by_pk = {category.pk: category for category in categories}
    found = []
    for code, entry, title, organisation, category_id, marked in work.values_list(*COLUMNS):
        category = by_pk[category_id]
        heading = heading_from(entry, title, organisation or "", is_blind=category.is_blind)
        found.append(Item(code, heading.title, category.name, heading.organisation, STATES[marked]))
    return found


def page_of(user, categories: list[Category], *, state: str = "", page: int = 1) -> list[Item]:
    """One page of the list."""
    work = work_of(user, categories)
    if state in FILTERS:
        work = work.filter(FILTERS[state])
    return items(work.order_by(*ORDER)[(page - 1) * PAGE : page * PAGE], categories)


def next_of(user, categories: list[Category]) -> Item | None:
    """The entry to go on with: a started one first, else the first of the list."""
    is_new = Case(When(scorecard=None, then=1), default=0, output_field=IntegerField())
    work = work_of(user, categories).filter(FILTERS["open"]).order_by(is_new, *ORDER)[:1]
    return next(iter(items(work, categories)), None)


def opened_again(user, categories: list[Category]) -> list[Assignment]:
    """Marks that an administrator gave back after judging closed, with an own deadline that still runs."""
    work = work_of(user, categories).filter(
        scorecard__state=ScorecardState.DRAFT, scorecard__open_until__gte=clock.now()
    )
    return list(work.select_related("scorecard", "nomination__category__cycle__program", "nomination__organisation"))


def opened_by(user) -> QuerySet[Assignment]:
    """Assignments for a judge's pages, with the codes of the entries before and after in this judge's order."""
    beside = assignments_for(user).filter(nomination__category__cycle=OuterRef("nomination__category__cycle"))
    backwards = [f"-{name}" for name in ORDER]
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
        .annotate(
            next_code=Subquery(beside.filter(beyond("gt")).order_by(*ORDER).values("code")[:1]),
            previous_code=Subquery(beside.filter(beyond("lt")).order_by(*backwards).values("code")[:1]),
        )
    )


def beyond(than: str) -> Q:
    """Behind ("gt") or before ("lt") the outer assignment, in `ORDER`: its columns compared one after the other."""
    found, equal = Q(), Q()
    for name in ORDER:
        found |= equal & Q(**{f"{name}__{than}": OuterRef(name)})
        equal &= Q(**{name: OuterRef(name)})
    return found


def following(user, assignment: Assignment) -> str:
    """The code of the entry to do after this one: the next open one of the cycle, from the front where none is left."""
    cycle = assignment.nomination.category.cycle_id
    work = assignments_for(user).filter(FILTERS["open"], nomination__category__cycle=cycle).exclude(pk=assignment.pk)
    codes = list(work.order_by(*ORDER).values_list(*ORDER, "code"))
    category = assignment.nomination.category
    here = (category.position, category.pk, assignment.position, assignment.pk)
    behind = [code for *place, code in codes if tuple(place) > here]
    return next(iter(behind or [code for *_place, code in codes]), "")
