"""Who is behind, and a letter to them: judges with open scorecards, nominators with unfinished drafts, winners
who have not said who comes to the gala.

Nobody gets the same reminder twice on one day, however often it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, Q, Value, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from judging.domain import progress, window
from judging.domain.progress import JudgeProgress
from judging.enums import ScorecardState
from judging.models import Assignment
from nominations.domain import deadlines, letters
from nominations.models import Nomination
from operations import clock
from operations.domain import audit, mail
from operations.domain.jobs import enqueue
from operations.models import OutgoingMail
from operations.refusal import Refused
from programs.enums import SelectionMethod
from programs.models import Cycle
from recognition.domain import attendance


@dataclass
class JudgeWork:
    """Everything one judge reads in a cycle."""

    judge: object
    parts: list[JudgeProgress] = field(default_factory=list)
    is_behind: bool = False
    reminded_at: datetime | None = None

    @property
    def assigned(self) -> int:
        return sum(part.assigned for part in self.parts)

    @property
    def submitted(self) -> int:
        return sum(part.submitted for part in self.parts)

    @property
    def recused(self) -> int:
        return sum(part.recused for part in self.parts)

    @property
    def left(self) -> int:
        return self.assigned - self.submitted

    @property
    def last_seen(self) -> datetime | None:
        return max((part.last_seen for part in self.parts if part.last_seen), default=None)


def work_of_judges(cycle: Cycle) -> list[JudgeWork]:
    """A row for each judge of the cycle, those with most left first. Constant queries."""
    categories = [each for each in cycle.categories.all() if each.method == SelectionMethod.PANEL]
    by_judge: dict[int, JudgeWork] = {}
    for part in progress.by_judge(categories):
        by_judge.setdefault(part.judge.pk, JudgeWork(part.judge)).parts.append(part)
    share = share_of_time_gone(cycle)
    told = last_told(cycle)
    for work in by_judge.values():
        work.is_behind = work.left > 0 and work.submitted < share * work.assigned
        work.reminded_at = told.get(work.judge.email.lower())
    return sorted(by_judge.values(), key=lambda work: (-work.left, str(work.judge).casefold()))


@dataclass(frozen=True)
class Behind:
    """How many judges are behind, and the few with most left: each has `name`, `submitted`, `assigned`, `reminded_at`."""

    count: int
    first: list[dict]


def behind(cycle: Cycle, *, most: int = 8) -> Behind:
    """Judges who have done less than the share of time that is gone: counted in the database, a few rows fetched."""
    first = list(late_judges(cycle).annotate(count=Window(Count("*"))).order_by("-left", "judge")[:most])
    judges = User.objects.in_bulk([one["judge"] for one in first])
    told = last_told(cycle, [judge.email for judge in judges.values()])
    for one in first:
        judge = judges[one["judge"]]
        one["name"] = judge.name or judge.email
        one["reminded_at"] = told.get(judge.email.lower())
    return Behind(first[0]["count"] if first else 0, first)


def late_judges(cycle: Cycle):
    """Rows of assigned, submitted and left by judge, of those who are behind."""
    share = share_of_time_gone(cycle)
    nominations = Nomination.objects.filter(cycle=cycle, category__method=SelectionMethod.PANEL).to_be_judged()
    # One seat at most, so no assignment is counted twice.
    work = Assignment.objects.filter(
        recusal=None,
        nomination__in=nominations,
        nomination__category__panel__panel_members__judge=F("judge"),
        nomination__category__panel__panel_members__left_at=None,
    )
    counted = (
        work.order_by()
        .values("judge")
        .annotate(assigned=Count("pk"), submitted=Count("pk", filter=Q(scorecard__state=ScorecardState.SUBMITTED)))
    )
    return counted.annotate(left=F("assigned") - F("submitted")).filter(
        left__gt=0, submitted__lt=F("assigned") * Value(share)
    )


def share_of_time_gone(cycle: Cycle) -> float:
    """How much of the judging window has passed: 0 before it opens, 1 from its end on."""
    whole = (cycle.judging_closes_at - cycle.judging_opens_at).total_seconds()
    gone = (clock.now() - cycle.judging_opens_at).total_seconds()
    return min(max(gone / whole, 0.0), 1.0) if whole > 0 else 1.0


def last_told(cycle: Cycle, addresses: Iterable[str] | None = None) -> dict[str, datetime]:
    """When judges were reminded last, by address."""
    rows = OutgoingMail.objects.filter(program=cycle.program.slug, key__startswith=f"judge-reminder:{cycle.pk}:")
    if addresses is not None:
        rows = rows.filter(to__in=list(addresses))
    return {to.lower(): at for to, at in rows.order_by("created_at").values_list("to", "created_at")}


def remind_judges(cycle: Cycle, judges: Iterable[int], *, by) -> int:
    """Ask for a reminder to these judges, those of them who have something left. Answers how many."""
    if not window.is_open(cycle):
        raise Refused(_("Judging is not open, so there is nothing to remind of."))
    wanted = set(judges)
    late = [work.judge.pk for work in work_of_judges(cycle) if work.left and work.judge.pk in wanted]
    if not late:
        raise Refused(_("Nobody of them has anything left to judge."))
    ask("remind_judges", cycle, {"judges": sorted(late)}, by)
    return len(late)


def remind_late_judges(cycle: Cycle, *, by) -> int:
    """The same for everybody who is behind."""
    return remind_judges(cycle, late_judges(cycle).values_list("judge", flat=True), by=by)


def remind_nominators(cycle: Cycle, *, by) -> int:
    """Ask for a reminder to everybody whose draft can still be submitted. Answers how many drafts that are."""
    found = open_drafts(cycle)
    if not found:
        raise Refused(_("There is no draft that could still be submitted."))
    ask("remind_nominators", cycle, {}, by)
    return len(found)


def remind_winners(cycle: Cycle, *, by) -> int:
    """Ask for a letter to every public winner who has not said who comes to the gala. Answers how many winners."""
    found = attendance.to_remind(cycle)
    if not found:
        raise Refused(_("No winner who is announced still has to answer."))
    ask("remind_winners", cycle, {}, by)
    return len(found)


def ask(kind: str, cycle: Cycle, payload: dict, by) -> None:
    """One job a minute at most; the letters themselves carry the day."""
    now = clock.now()
    key = f"{kind}:{cycle.pk}:{now:%Y%m%d%H%M}:{'-'.join(map(str, payload.get('judges', [])))[:120]}"
    enqueue(kind, key=key, payload={"cycle": cycle.pk, **payload}, program=cycle.program.slug, by=by)
    change = {"judges": len(payload["judges"])} if "judges" in payload else {}
    audit.record(kind.replace("_", " "), f"cycle:{cycle.pk}", by=by, program=cycle.program.slug, change=change)


def write_to_judges(cycle: Cycle, judges: Iterable[int], advance) -> int:
    """The letters. Who finished meanwhile gets none."""
    wanted, sent = set(judges), 0
    if not window.is_open(cycle):
        return 0
    for work in work_of_judges(cycle):
        if work.judge.pk in wanted:
            sent += bool(work.left) and write_to_judge(cycle, work)
            advance()
    return sent


def write_to_judge(cycle: Cycle, work: JudgeWork) -> bool:
    key = f"judge-reminder:{cycle.pk}:{work.judge.pk}:{clock.now():%Y%m%d}"
    context = {
        "judge": work.judge,
        "program": cycle.program,
        "cycle": cycle,
        "zone": cycle.zone,
        "parts": [part for part in work.parts if part.assigned > part.submitted],
        "left": work.left,
        "days": (cycle.judging_closes_at - clock.now()).days,
        "url": settings.SITE_URL + reverse("judging:queue"),
    }
    mail.queue("judge_reminder", work.judge, context, key=key, program=cycle.program.slug)
    return True


def open_drafts(cycle: Cycle) -> list[Nomination]:
    """Drafts that can be submitted now, each with what its letter names."""
    rows = Nomination.objects.filter(cycle=cycle, state="draft", category__accepts_nominations=True)
    related = ("category__cycle__program", "cycle__program", "nominator", "organisation")
    now = clock.now()
    found = rows.select_related(*related).order_by("pk")
    return [one for one in found if deadlines.window_for(one).takes(now)]


def write_to_nominators(cycle: Cycle, start, advance) -> int:
    found = open_drafts(cycle)
    start(len(found))
    sent = 0
    for one in found:
        sent += letters.remind(one, deadlines.window_for(one).closes_at)
        advance()
    return sent
