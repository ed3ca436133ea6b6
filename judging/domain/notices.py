"""When results are due (C06): the administrators' queue by due date, warnings before the day, an overdue list after.

Lateness is the organizer's alone: nothing here changes anything for the candidate.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from nominations.models import Attempt
from operations import clock
from operations.domain import mail
from programs.domain import clocks
from programs.domain.assessment import settings_of
from programs.enums import Role
from programs.models import Category, Program

from .experts import UNDECIDED


@dataclass(frozen=True)
class Notice:
    """How far one attempt is from the day its result is due, in business days of the candidate's calendar."""

    due_on: date
    days_left: int
    is_soon: bool

    @property
    def is_overdue(self) -> bool:
        return self.days_left < 0

    @property
    def days_over(self) -> int:
        return -self.days_left

    @property
    def tone(self) -> str:
        return "bad" if self.is_overdue else "warn" if self.is_soon else ""


def waiting(at=None) -> QuerySet[Attempt]:
    """Received and without a result, the soonest due first."""
    return Attempt.objects.filter(state__in=UNDECIDED).order_by("notice_due_on", "received_at", "pk")


def notice_of(attempt: Attempt, category: Category, today: date | None = None) -> Notice | None:
    """None where no day is due. The due day itself counts to its end, where the candidate lives."""
    if attempt.notice_due_on is None:
        return None
    enrolment = attempt.enrolment
    today = today or clock.now().astimezone(enrolment.time_zone).date()
    left = days_left(attempt.notice_due_on, today, enrolment.calendar)
    first = max(settings_of(category).notice_warnings, default=0)
    return Notice(attempt.notice_due_on, left, 0 <= left <= first)


def days_left(due_on: date, today: date, calendar: str) -> int:
    """Business days until the due day: 0 on the day itself, below 0 once it has passed."""
    if today <= due_on:
        return clocks.business_days_between(today, due_on, calendar)
    return -max(clocks.business_days_between(due_on, today, calendar), 1)


def warn(program: Program) -> int:
    """Tell the administrators of a program what falls due: at each settable number of days before, and once over."""
    due = defaultdict(list)
    rows = waiting().filter(enrolment__program=program).select_related("enrolment__candidate", "enrolment__category")
    for attempt in rows:
        category = attempt.enrolment.category
        notice = notice_of(attempt, category)
        if notice is None:
            continue
        if notice.is_overdue:
            due["over"].append((attempt, notice))
        elif notice.days_left in settings_of(category).notice_warnings:
            due[str(notice.days_left)].append((attempt, notice))
    told = 0
    for point, found in due.items():
        for attempt, notice in found:
            told += tell(program, attempt, notice, f"notice:{attempt.code}:{point}")
    return told


def tell(program: Program, attempt: Attempt, notice: Notice, key: str) -> int:
    cycle = attempt.enrolment.nomination.cycle
    url = settings.SITE_URL + reverse("desk:assessment", args=[program.slug, cycle.slug, attempt.code])
    context = {"attempt": attempt, "enrolment": attempt.enrolment, "notice": notice, "program": program, "url": url}
    people = User.objects.filter(program_roles__program=program, program_roles__role=Role.ADMINISTRATOR).distinct()
    for person in people:
        mail.queue("assessment_notice_due", person, {**context, "person": person}, key=key, program=program.slug)
    return len(people)
