"""Dates worked out by hand: business days over US federal holidays, year ends, leap days, clock changes, zones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from programs.calendars import UnknownCalendar
from programs.domain import clocks


@pytest.mark.parametrize(
    ("start", "n", "calendar", "last"),
    [
        # Jan 6 is day 1; Martin Luther King Jr. Day (Jan 19) and Washington's Birthday (Feb 16) are off.
        ("2026-01-05", 60, "US", "2026-04-01"),
        ("2026-01-05", 60, "NONE", "2026-03-30"),
        # July 4 is a Saturday: Friday July 3 is off.
        ("2026-07-01", 1, "US", "2026-07-02"),
        ("2026-07-01", 2, "US", "2026-07-06"),
        # January 1, 2027 is a Friday; January 1, 2028 a Saturday, observed on December 31, 2027.
        ("2026-12-30", 2, "US", "2027-01-04"),
        ("2027-12-29", 2, "US", "2028-01-03"),
        # A leap day counts.
        ("2028-02-25", 3, "US", "2028-03-01"),
        ("2026-02-26", 2, "US", "2026-03-02"),
        # Started on a Saturday, Monday is day 1.
        ("2026-01-10", 1, "US", "2026-01-12"),
        # Thirty days of the notice after April 1; sixty of corrections after May 13 (Memorial Day, Juneteenth, July 3).
        ("2026-04-01", 30, "US", "2026-05-13"),
        ("2026-05-13", 60, "US", "2026-08-10"),
        # British Columbia: Family Day is February 16 too, Good Friday is off and US holidays are not.
        ("2026-04-01", 2, "CA-BC", "2026-04-06"),
        ("2026-04-01", 2, "US", "2026-04-03"),
    ],
)
def test_business_days(start, n, calendar, last):
    assert clocks.business_days_after(date.fromisoformat(start), n, calendar).isoformat() == last
    assert clocks.business_days_between(date.fromisoformat(start), date.fromisoformat(last), calendar) == n


def test_eight_weeks_are_fifty_six_days():
    counted = clocks.counted(date(2026, 1, 5), "weeks", 8, "US")
    assert (counted[-1].date, counted[-1].number) == (date(2026, 3, 2), 56)


@pytest.mark.parametrize(
    ("day", "zone", "instant"),
    [
        ("2026-04-01", "America/New_York", "2026-04-02T03:59:59.999999"),
        ("2026-03-02", "America/New_York", "2026-03-03T04:59:59.999999"),
        ("2026-04-01", "Asia/Tokyo", "2026-04-01T14:59:59.999999"),
        ("2026-01-12", "America/Vancouver", "2026-01-13T07:59:59.999999"),
        # The clocks go forward on March 8, back on November 1.
        ("2026-03-07", "America/New_York", "2026-03-08T04:59:59.999999"),
        ("2026-03-08", "America/New_York", "2026-03-09T03:59:59.999999"),
        ("2026-10-31", "America/New_York", "2026-11-01T03:59:59.999999"),
        ("2026-11-01", "America/New_York", "2026-11-02T04:59:59.999999"),
    ],
)
def test_the_last_instant_of_a_day(day, zone, instant):
    assert clocks.end_of(date.fromisoformat(day), zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_how_it_was_counted_names_what_does_not_count():
    counted = clocks.count(date(2026, 7, 1), 3, "US")
    assert [(day.date.day, day.number, day.why) for day in counted] == [
        (2, 1, ""),
        (3, 0, "Independence Day (observed)"),
        (4, 0, "Independence Day"),
        (5, 0, "Weekend"),
        (6, 2, ""),
        (7, 3, ""),
    ]
    assert [day.date.day for day in counted if day.is_holiday] == [3]


def test_the_day_of_an_instant_is_that_of_the_zone():
    instant = datetime(2026, 1, 5, 20, tzinfo=UTC)
    assert clocks.day_of(instant, "Asia/Tokyo") == date(2026, 1, 6)
    assert clocks.day_of(instant, "America/New_York") == date(2026, 1, 5)


def test_an_unknown_calendar_is_a_sentence():
    with pytest.raises(UnknownCalendar, match="“XX” is no holiday calendar. Write a country, such as US"):
        clocks.count(date(2026, 1, 5), 1, "XX")
