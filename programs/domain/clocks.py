"""Clocks of an assessment: business days, weeks, and the last instant of a day where the candidate lives (C01–C03).

Pure: days in, days out. The day something happens is day 0; the next business day is day 1, and the last day
counts to its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from operations.refusal import Refused

from ..calendars import days_off
from .assessment import WEEKS

A_DAY = timedelta(days=1)
SMALLEST = timedelta(microseconds=1)
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
"""No calendar is asked beyond these; whoever types such a day mistyped it."""


@dataclass(frozen=True)
class Day:
    """One day of a count: its number, or why it does not count."""

    date: date
    number: int = 0
    why: str = ""

    @property
    def counts(self) -> bool:
        return bool(self.number)

    @property
    def is_holiday(self) -> bool:
        return bool(self.why) and self.date.weekday() < 5


def is_business_day(day: date, calendar: str) -> bool:
    """Monday to Friday and no holiday, observed ones included."""
    return day.weekday() < 5 and day not in days_off(calendar, day.year)


def count(start: date, n: int, calendar: str) -> list[Day]:
    """The days after `start` up to the `n`th business day, each numbered or with the reason why it is none."""
    found, number, day = [], 0, start
    while number < n:
        day += A_DAY
        why = why_not(day, calendar)
        number += not why
        found.append(Day(day, 0 if why else number, why))
    return found


def why_not(day: date, calendar: str) -> str:
    if name := days_off(calendar, day.year).get(day):
        return name
    return _("Weekend") if day.weekday() >= 5 else ""


def business_days_after(start: date, n: int, calendar: str) -> date:
    return count(start, n, calendar)[-1].date if n else start


def business_days_between(first: date, last: date, calendar: str) -> int:
    """Business days after `first`, up to and with `last`."""
    return sum(is_business_day(day, calendar) for day in days(first + A_DAY, last))


def days(first: date, last: date) -> Iterator[date]:
    for place in range((last - first).days + 1):
        yield first + timedelta(days=place)


def counted(start: date, kind: str, n: int, calendar: str) -> list[Day]:
    """How a limit is counted: business days, or all the days of its weeks."""
    if kind == WEEKS:
        return [Day(start + timedelta(days=number), number) for number in range(1, 7 * n + 1)]
    return count(start, n, calendar)


def end_of(day: date, zone: str) -> datetime:
    """The last instant of a day in a zone, in UTC: one microsecond before the next day begins there."""
    midnight = datetime.combine(day + A_DAY, time(), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(UTC) - SMALLEST


def refuse_far(day: date) -> None:
    if not FIRST <= day <= LAST:
        raise Refused(_("Please give a day between 1990 and 2100."))


def start_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_of(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
