"""The queue of assessments: what was received, when its result is due, and what it waits for. Constant queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from judging.domain import assessment, experts, notices
from judging.enums import EvaluationState
from nominations.enums import AttemptState
from nominations.models import Attempt
from operations import clock
from programs.domain import clocks
from programs.domain.assessment import settings_of
from programs.models import Category, Cycle

PAGE = 50
WAITING = Q(state__in=experts.UNDECIDED)
ACTIVE = Q(evaluations__recusal=None, evaluations__isnull=False)
SORTS = {
    "due": ["notice_due_on", "received_at", "pk"],
    "received": ["-received_at", "pk"],
    "name": ["enrolment__candidate__name", "pk"],
}


@dataclass(frozen=True)
class Pile:
    slug: str
    label: str
    count: int


@dataclass(frozen=True)
class Filters:
    pile: str = "waiting"
    category: str = ""
    query: str = ""
    sort: str = "due"

    def as_query(self, **changed: str) -> str:
        values = {"pile": self.pile, "category": self.category, "q": self.query, "sort": self.sort, **changed}
        usual = {"pile": "waiting", "category": "", "q": "", "sort": "due"}
        return urlencode({name: value for name, value in values.items() if value != usual[name]})


def read_filters(data) -> Filters:
    pile, sort = data.get("pile", ""), data.get("sort", "")
    return Filters(
        pile=pile if pile in labels() else "waiting",
        category=data.get("category", "")[:80],
        query=data.get("q", "").replace("\0", "").strip()[:100],
        sort=sort if sort in SORTS else "due",
    )


def labels() -> dict[str, str]:
    return {
        "waiting": _("Waiting for a result"),
        "overdue": _("Overdue"),
        "soon": _("Due soon"),
        "short": _("Experts missing"),
        "ready": _("All evaluated"),
        "decided": _("Decided"),
    }


def conditions(cycle: Cycle) -> dict[str, Q]:
    """What lies in each pile. Days are the program's here; the candidate's own zone decides on the page of one."""
    today = clock.now().astimezone(cycle.zone).date()
    return {
        "waiting": WAITING,
        "overdue": WAITING & Q(notice_due_on__lt=today),
        "soon": WAITING & soon(cycle, today),
        "short": WAITING & short(cycle),
        "ready": WAITING & ~short(cycle) & Q(unfinished=0),
        "decided": Q(state__in=[AttemptState.MET, AttemptState.NOT_MET]),
    }


def short(cycle: Cycle) -> Q:
    """Fewer experts than the designation asks for."""
    found = Q(pk=None)
    for category in cycle.categories.all():
        found |= Q(enrolment__category=category, asked__lt=settings_of(category).evaluators)
    return found


def soon(cycle: Cycle, today: date) -> Q:
    """Due within the first warning of its category, counted by the program's calendar."""
    found = Q(pk=None)
    for category in cycle.categories.all():
        first = max(settings_of(category).notice_warnings, default=0)
        last = clocks.business_days_after(today, first, cycle.program.holiday_calendar)
        found |= Q(enrolment__category=category, notice_due_on__range=(today, last))
    return found


def within(cycle: Cycle, filters: Filters) -> QuerySet[Attempt]:
    """Received attempts of a cycle that the search and the category leave, with the counts of their experts."""
    found = Attempt.objects.filter(enrolment__nomination__cycle=cycle, received_at__isnull=False)
    found = found.exclude(state=AttemptState.WITHDRAWN)
    if filters.category:
        found = found.filter(enrolment__category__slug=filters.category)
    if filters.query:
        words = filters.query
        found = found.filter(
            Q(enrolment__candidate__name__icontains=words)
            | Q(enrolment__candidate__email__icontains=words)
            | Q(code__iexact=words)
            | Q(enrolment__employer__name__icontains=words)
        )
    return found.annotate(
        asked=Count("evaluations", filter=ACTIVE, distinct=True),
        done=Count("evaluations", filter=ACTIVE & Q(evaluations__state=EvaluationState.SUBMITTED), distinct=True),
        unfinished=Count(
            "evaluations", filter=ACTIVE & ~Q(evaluations__state=EvaluationState.SUBMITTED), distinct=True
        ),
    )


def piles(cycle: Cycle, filters: Filters) -> list[Pile]:
    """The piles with their sizes: one query each, however long the lists."""
    found = within(cycle, filters)
    return [Pile(slug, labels()[slug], found.filter(one).count()) for slug, one in conditions(cycle).items()]


def matching(cycle: Cycle, filters: Filters) -> QuerySet[Attempt]:
    return (
        within(cycle, filters)
        .filter(conditions(cycle)[filters.pile])
        .select_related("enrolment__candidate", "enrolment__employer", "enrolment__category", "instrument", "decision")
        .select_related("enrolment__nomination")
        .prefetch_related(assessment.counted())
        .order_by(*SORTS[filters.sort])
    )


def rows(found, categories: dict[int, Category]) -> list[Attempt]:
    """Each attempt with its notice and what it waits for, in words."""
    for attempt in found:
        category = categories[attempt.enrolment.category_id]
        decided = attempt.state not in experts.UNDECIDED
        attempt.notice = None if decided else notices.notice_of(attempt, category)
        attempt.words = "" if decided else words_of(attempt, category)
    return found


def words_of(attempt: Attempt, category: Category) -> str:
    if attempt.instrument is None:
        return _("No instrument yet")
    settings = settings_of(category)
    wanted = settings.evaluators
    if attempt.asked < wanted:
        return _("%(n)d of %(wanted)d experts asked") % {"n": attempt.asked, "wanted": wanted}
    outcome = assessment.outcome_of(attempt, settings)
    if outcome.is_split and attempt.unfinished:
        return _("The experts differ. One more is at work.")
    return assessment.in_words(outcome)
