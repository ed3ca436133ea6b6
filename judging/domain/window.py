"""When judges may mark: the judging window of the cycle, and the own deadline of a reopened scorecard."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nominations.models import Nomination
from operations import clock
from operations.refusal import Refused
from programs.models import Category, Cycle

from ..enums import ScorecardState
from ..models import Assignment, Scorecard


def not_yet(cycle: Cycle, at: datetime | None = None) -> bool:
    return (at or clock.now()) < cycle.judging_opens_at


def closed(cycle: Cycle, at: datetime | None = None) -> bool:
    """The second that is shown belongs to the window, up to its last microsecond."""
    return (at or clock.now()).replace(microsecond=0) > cycle.judging_closes_at


def is_open(cycle: Cycle, scorecard: Scorecard | None = None, at: datetime | None = None) -> bool:
    at = at or clock.now()
    if not_yet(cycle, at):
        return False
    own = scorecard.open_until if scorecard else None
    return not closed(cycle, at) or (own is not None and at.replace(microsecond=0) <= own)


def still_markable(category: Category) -> QuerySet[Assignment]:
    """Assignments of entries in the competition whose judge has not submitted and still can, now or later."""
    waiting = (
        Assignment.objects.active()
        .filter(nomination__in=Nomination.objects.filter(category=category).to_be_judged())
        .exclude(scorecard__state=ScorecardState.SUBMITTED)
    )
    if not closed(category.cycle):
        return waiting
    return waiting.filter(scorecard__open_until__gte=clock.now().replace(microsecond=0))


def refuse_when_closed(assignment: Assignment, scorecard: Scorecard | None = None) -> None:
    cycle = assignment.nomination.category.cycle
    if not_yet(cycle):
        raise Refused(_("Judging has not started yet."))
    if not is_open(cycle, scorecard):
        raise Refused(_("Judging is closed. Ask the organizer if you need more time."))
