"""Where a cycle or a category stands at an instant, in words for a badge and for a timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ..models import Category, Cycle


@dataclass(frozen=True)
class Phase:
    key: str
    label: str
    tone: str

    @property
    def is_open(self) -> bool:
        return self.key in ("open", "rolling")


@dataclass(frozen=True)
class Step:
    """One date of a cycle on a timeline: done, now or next."""

    title: str
    instant: datetime
    state: str
    text: str = ""


def phase_of(cycle: Cycle, at: datetime) -> Phase:
    if at < cycle.opens_at:
        return Phase("upcoming", _("Opens soon"), "info")
    if cycle.is_rolling:
        return Phase("rolling", _("Always open"), "good")
    if shown_second(at) <= cycle.closes_at:
        return Phase("open", _("Open for nominations"), "good")
    if at < cycle.announce_at:
        return Phase("judging", _("Being judged"), "warn")
    return Phase("announced", _("Announced"), "accent")


def takes_nominations(category: Category, at: datetime) -> bool:
    if not category.accepts_nominations or at < category.cycle.opens_at:
        return False
    return category.cycle.is_rolling or shown_second(at) <= category.last_instant


def shown_second(at: datetime) -> datetime:
    """A deadline shown as 23:59:59 holds up to the last microsecond of that second."""
    return at.replace(microsecond=0)


def steps_of(cycle: Cycle, at: datetime) -> list[Step]:
    """The cycle's own dates in order. The one that is under way, or comes next, is the one of now."""
    if cycle.is_rolling:
        return []
    dates = [
        (_("Nominations open"), cycle.opens_at),
        (_("Nominations close"), cycle.closes_at),
        (_("Judging begins"), cycle.judging_opens_at),
        (_("Judging ends"), cycle.judging_closes_at),
        (_("Winners are announced"), cycle.announce_at),
    ]
    dates.sort(key=lambda pair: pair[1])
    coming = next((instant for _title, instant in dates if instant >= at), None)
    return [Step(title, instant, state_of(instant, at, coming)) for title, instant in dates]


def state_of(instant: datetime, at: datetime, coming: datetime | None) -> str:
    if instant < at:
        return "done"
    return "now" if instant == coming else "next"
