"""Instants as people read them: the organiser's clock first, then the reader's own."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations.zones import zone_named

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Zones a person may choose: places, and UTC. Old aliases such as "EST" or "US/Eastern" are left out."""
    return ("UTC", *sorted(name for name in available_timezones() if name.split("/")[0] in AREAS))


def abbreviation(instant: datetime) -> str:
    """What the zone calls itself at that instant; zones without letters are written from UTC: "UTC+04"."""
    name = instant.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def in_both_zones(instant: datetime, zone: str, reader: str = "") -> str:
    """ "March 31, 2026, 11:59 PM EDT (April 1, 5:59 AM your time)".

    The bracket falls away where the reader's clock shows the same, or where the reader's zone is unknown.
    """
    there = instant.astimezone(zone_named(zone) or UTC)
    shown = f"{date_format(there, 'F j, Y, g:i A')} {abbreviation(there)}"
    readers_zone = zone_named(reader)
    if readers_zone is None:
        return shown
    here = instant.astimezone(readers_zone)
    if here.utcoffset() == there.utcoffset():
        return shown
    return _("%(time)s (%(own)s your time)") % {"time": shown, "own": date_format(here, _own_format(there, here))}


def _own_format(there: datetime, here: datetime) -> str:
    if here.date() == there.date():
        return "g:i A"
    return "F j, g:i A" if here.year == there.year else "F j, Y, g:i A"
