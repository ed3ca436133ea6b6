"""Until when a nomination may be changed and submitted. Every deadline is an instant, the last one included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from programs.enums import SelectionMethod
from programs.models import Category

from ..models import Nomination


@dataclass(frozen=True)
class Window:
    """From when until when entries are taken. `closes_at` is what is shown; the grace is not."""

    opens_at: datetime
    closes_at: datetime
    grace: timedelta

    def not_yet(self, at: datetime) -> bool:
        return at < self.opens_at

    def takes(self, at: datetime) -> bool:
        """Whether an instant still counts. The second that is shown belongs to it up to its last microsecond."""
        return not self.not_yet(at) and at.replace(microsecond=0) <= self.closes_at + self.grace

    def in_grace(self, at: datetime) -> bool:
        return self.takes(at) and at.replace(microsecond=0) > self.closes_at


def window_of(category: Category) -> Window:
    cycle = category.cycle
    return Window(cycle.opens_at, category.last_instant, timedelta(minutes=cycle.grace_minutes))


def window_for(nomination: Nomination) -> Window:
    """The category's window, or longer where this nomination was given a deadline of its own.

    An assessment has the clock of its enrolment: `extended_to` is the last instant of its newest attempt.
    """
    if nomination.category.method == SelectionMethod.ASSESSMENT:
        return Window(nomination.created_at, nomination.extended_to or nomination.created_at, timedelta())
    window = window_of(nomination.category)
    if nomination.extended_to and nomination.extended_to > window.closes_at:
        return Window(window.opens_at, nomination.extended_to, window.grace)
    return window
