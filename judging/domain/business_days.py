"""Business days by a holiday calendar (C03): Monday to Friday, without its holidays, observed days included. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from programs.calendars import days_off


def is_one(day: date, calendar: str) -> bool:
    return day.weekday() < 5 and day not in days_off(calendar, day.year)


def between(first: date, last: date, calendar: str) -> int:
    """Business days after `first`, up to and with `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_one(day, calendar) for day in days)


def after(day: date, n: int, calendar: str) -> date:
    """The n-th business day after a day."""
    while n > 0:
        day += timedelta(days=1)
        n -= is_one(day, calendar)
    return day
