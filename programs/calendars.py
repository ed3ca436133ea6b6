"""Holiday calendars by their code: "US" for the federal holidays of the United States, "CA-BC" for a province.

`NONE` is the calendar without holidays, Monday to Friday. Which days are taken off comes from `holidays`, observed
days included: a holiday on a Saturday is taken off on the Friday before where the country does so.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _

NO_HOLIDAYS = "NONE"


class UnknownCalendar(ValueError):
    """No calendar has this code; the message says what to write instead."""


def refuse_unknown(code: str) -> None:
    """Raises UnknownCalendar unless days can be counted by this code."""
    if code != NO_HOLIDAYS:
        days_off(code, 2026)


def coming(code: str, today: date) -> list[tuple[date, str]]:
    """The holidays of a calendar from today to the end of the next year, weekends left out."""
    found = {**days_off(code, today.year), **days_off(code, today.year + 1)}
    return sorted((day, name) for day, name in found.items() if day >= today and day.weekday() < 5)


@lru_cache(maxsize=256)
def days_off(code: str, year: int) -> dict[date, str]:
    """The holidays of a year by date, in English where the calendar speaks it."""
    if code == NO_HOLIDAYS:
        return {}
    country, _dash, part = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=year, language="en_US")
    except NotImplementedError:
        raise UnknownCalendar(
            _("“%(code)s” is no holiday calendar. Write a country, such as US, or one of its parts, such as CA-BC.")
            % {"code": code}
        ) from None
    return dict(found.items())
