"""Instants as people read them: in the program's zone, in the reader's own, and how far away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON = timedelta(days=7)
YEAR = timedelta(days=365.2425)
MONTH = YEAR / 12
YEARS = 2 * YEAR  # from here on nobody counts in months


@dataclass(frozen=True)
class Local:
    """One instant on the clocks of one zone."""

    date: str
    short_date: str
    time: str
    zone: str


@dataclass(frozen=True)
class Shown:
    """One instant for a page. `reader` is missing when the reader's clocks show the same or are unknown."""

    instant: datetime
    iso: str
    program: Local
    reader: Local | None
    distance: str
    is_past: bool
    is_soon: bool


def shown(instant: datetime, zone: tzinfo, reader: tzinfo | None, now: datetime) -> Shown:
    here = instant.astimezone(zone)
    there = instant.astimezone(reader) if reader else None
    same_clock = there is not None and there.replace(tzinfo=None) == here.replace(tzinfo=None)
    return Shown(
        instant=instant,
        iso=instant.isoformat(timespec="seconds"),
        program=local(here),
        reader=local(there) if there is not None and not same_clock else None,
        distance=distance(instant, now),
        is_past=instant < now,
        is_soon=now <= instant < now + SOON,
    )


def local(moment: datetime) -> Local:
    return Local(
        date=dateformat.format(moment, "l, F j, Y"),
        short_date=dateformat.format(moment, "M j, Y"),
        time=dateformat.format(moment, "g:i A"),
        zone=moment.tzname() or "",
    )


def distance(instant: datetime, now: datetime) -> str:
    """How far an instant is from now, in the largest unit that is still honest."""
    gap = instant - now
    if gap < timedelta(0):
        return since(-gap)
    if gap < timedelta(hours=1):
        minutes = max(1, int(gap.total_seconds() // 60))
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    if gap < timedelta(days=2):
        hours = int(gap.total_seconds() // 3600)
        return ngettext("in %(n)d hour", "in %(n)d hours", hours) % {"n": hours}
    if gap < 2 * MONTH:
        return ngettext("in %(n)d day", "in %(n)d days", gap.days) % {"n": gap.days}
    if gap < YEARS:
        months = int(gap / MONTH)
        return ngettext("in %(n)d month", "in %(n)d months", months) % {"n": months}
    years = int(gap / YEAR)
    return ngettext("in %(n)d year", "in %(n)d years", years) % {"n": years}


def since(gap: timedelta) -> str:
    if gap < timedelta(days=1):
        return _("today") if gap < timedelta(hours=1) else _("in the last day")
    if gap < 2 * MONTH:
        return ngettext("%(n)d day ago", "%(n)d days ago", gap.days) % {"n": gap.days}
    if gap < YEARS:
        months = int(gap / MONTH)
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    years = int(gap / YEAR)
    return ngettext("%(n)d year ago", "%(n)d years ago", years) % {"n": years}
