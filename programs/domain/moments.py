"""Days and times as a person writes them in a program file, and the instants they mean (X04, X07).

A plain day means its first second where something opens, and the program's `deadline_time` where something
closes. The named second is included to its end, so 23:59:59 is the whole day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

LAST_PART_OF_A_SECOND = timedelta(microseconds=999_999)
DEADLINES = {"closes", "judging_closes"}


class NoSuchMoment(ValueError):
    """What was written is no moment; the message says what to write instead."""


def written(value: object) -> str:
    """A day or time in the one way the file writes it: 2026-12-11 or 2026-12-11 17:00."""
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            raise NoSuchMoment(_("write the time without an offset; it is read in the program's time zone"))
        return value.isoformat(sep=" ", timespec="seconds").removesuffix(":00")
    if isinstance(value, date):
        return value.isoformat()
    try:
        text = str(value).strip()
        return date.fromisoformat(text).isoformat() if len(text) == 10 else written(datetime.fromisoformat(text))
    except ValueError as problem:
        if isinstance(problem, NoSuchMoment):
            raise
        raise NoSuchMoment(_("write a day as 2026-12-31, or a day and a time as 2026-12-31 17:00")) from None


def instant(text: str, *, zone: str, deadline: time | None = None) -> datetime:
    """The instant that a written moment means in a zone; `deadline` for moments that close something."""
    if len(text) == 10:
        local = datetime.combine(date.fromisoformat(text), deadline or time())
    else:
        local = datetime.fromisoformat(text)
    aware = local.replace(tzinfo=ZoneInfo(zone))
    if aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise NoSuchMoment(_("this time does not exist in %(zone)s: the clocks go forward over it") % {"zone": zone})
    return aware.astimezone(UTC) + (LAST_PART_OF_A_SECOND if deadline else timedelta())


def as_written(moment: datetime, *, zone: str, deadline: time | None = None) -> str:
    """An instant as the file writes it; the opposite of `instant`."""
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    return written(local.date() if local.time() == (deadline or time()) else local)
