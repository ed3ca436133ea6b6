"""What waits for an administrator today: the few lines at the top of the dashboard, each with where to go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from judging.models import JudgeInvitation
from operations import clock
from operations.enums import JobState
from operations.models import Job
from programs.enums import SelectionMethod
from programs.models import Cycle
from recognition.domain import attendance
from recognition.models import Announcement

from . import assessments
from .overview import CategoryRow, Totals

NAMED = 3
"""So many people are named in a line; the rest is a number."""


@dataclass(frozen=True)
class Task:
    """One thing to do. `page` is the administrator's page, `query` what it shows first."""

    tone: str
    sentence: str
    page: str
    query: str = ""
    args: tuple = ()


def tasks(cycle: Cycle, totals: Totals, rows: list[CategoryRow], late: int) -> list[Task]:
    """Most urgent first; `late` judges are behind. A fixed number of queries besides what the dashboard has read."""
    return [
        *failed_jobs(cycle),
        *eligibility(totals),
        *judging(cycle, rows, late),
        *decisions(cycle, rows),
        *assessed(cycle, rows),
        *declined(cycle),
        *gala(cycle),
    ]


def failed_jobs(cycle: Cycle) -> Iterator[Task]:
    count = Job.objects.filter(program=cycle.program.slug, state=JobState.PARKED).count()
    if count:
        sentence = ngettext("One job failed and waits for you.", "%(n)d jobs failed and wait for you.", count)
        yield Task("bad", sentence % {"n": count}, "jobs", "?state=parked")


def eligibility(totals: Totals) -> Iterator[Task]:
    if totals.ineligible:
        sentence = ngettext(
            "One submitted nomination breaks a rule.", "%(n)d submitted nominations break a rule.", totals.ineligible
        )
        yield Task("bad", sentence % {"n": totals.ineligible}, "eligibility", "?verdict=fail")
    if totals.needs_information:
        sentence = ngettext(
            "One submitted nomination needs information.",
            "%(n)d submitted nominations need information.",
            totals.needs_information,
        )
        yield Task("warn", sentence % {"n": totals.needs_information}, "eligibility", "?verdict=unknown")


def judging(cycle: Cycle, rows: list[CategoryRow], late: int) -> Iterator[Task]:
    now = clock.now()
    if now < cycle.closes_at or now > cycle.judging_closes_at:
        return
    unread = [row for row in rows if row.category.method == "panel" and row.to_be_judged and not row.assignments]
    if unread:
        sentence = ngettext(
            "One category has entries that no judge was given yet.",
            "%(n)d categories have entries that no judge was given yet.",
            len(unread),
        )
        yield Task("warn", sentence % {"n": len(unread)}, "judging")
    if late:
        sentence = ngettext("One judge is behind.", "%(n)d judges are behind.", late)
        yield Task("warn", sentence % {"n": late}, "judging", "#by-judge")


def decisions(cycle: Cycle, rows: list[CategoryRow]) -> Iterator[Task]:
    if clock.now() <= cycle.judging_closes_at:
        return
    open_ones = [row for row in rows if row.decision_state != "sealed" and (row.to_be_judged or row.decision_state)]
    if open_ones:
        sentence = ngettext(
            "One category is not decided yet.", "%(n)d categories are not decided yet.", len(open_ones)
        )  # fmt: skip
        yield Task("warn", sentence % {"n": len(open_ones)}, "results")
    moments = set(Announcement.objects.filter(category__cycle=cycle).values_list("category", flat=True))
    silent = [row for row in rows if row.decision_state == "sealed" and row.category.pk not in moments]
    if silent:
        sentence = ngettext(
            "One sealed decision has no announcement moment.",
            "%(n)d sealed decisions have no announcement moment.",
            len(silent),
        )
        yield Task("warn", sentence % {"n": len(silent)}, "announcement")


def assessed(cycle: Cycle, rows: list[CategoryRow]) -> Iterator[Task]:
    """Results that are overdue, by name; received assessments that nobody evaluates; evaluated ones to be signed."""
    if not any(row.category.method == SelectionMethod.ASSESSMENT for row in rows):
        return
    counts = {pile.slug: pile.count for pile in assessments.piles(cycle, assessments.Filters())}
    if counts["overdue"]:
        late = assessments.matching(cycle, assessments.Filters(pile="overdue"))[:NAMED]
        names = [str(attempt.enrolment.candidate) for attempt in late]
        more = counts["overdue"] - len(names)
        names += [ngettext("%(n)d more", "%(n)d more", more) % {"n": more}] if more else []
        sentence = ngettext(
            "The result of one assessment is overdue: %(names)s.",
            "The results of %(n)d assessments are overdue: %(names)s.",
            counts["overdue"],
        )
        told = {"n": counts["overdue"], "names": get_text_list(names, _("and"))}
        yield Task("bad", sentence % told, "assessments", "?pile=overdue")
    if counts["short"]:
        sentence = ngettext("One assessment lacks experts.", "%(n)d assessments lack experts.", counts["short"])
        yield Task("warn", sentence % {"n": counts["short"]}, "assessments", "?pile=short")
    if counts["ready"]:
        sentence = ngettext(
            "One assessment is evaluated and waits for its result.",
            "%(n)d assessments are evaluated and wait for their results.",
            counts["ready"],
        )
        yield Task("warn", sentence % {"n": counts["ready"]}, "assessments", "?pile=ready")


def declined(cycle: Cycle) -> Iterator[Task]:
    count = JudgeInvitation.objects.filter(program=cycle.program, accepted_at=None).exclude(declined_at=None).count()
    if count and clock.now() <= cycle.judging_closes_at:
        sentence = ngettext("One judge said no.", "%(n)d judges said no.", count)
        yield Task("warn", sentence % {"n": count}, "judging", "#waiting")


def gala(cycle: Cycle) -> Iterator[Task]:
    if not cycle.event.get("gala"):
        return
    count = len(attendance.to_remind(cycle))
    if count:
        sentence = ngettext(
            "One winner has not said who comes to the gala.",
            "%(n)d winners have not said who comes to the gala.",
            count,
        )
        yield Task("warn", sentence % {"n": count}, "gala")
