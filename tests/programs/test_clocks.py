"""Dates worked out by hand: business days over US federal holidays, year ends, leap days, clock changes, zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

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


#: Every federal holiday of three years in a row, as the Office of Personnel Management lists the days off: those on
#: a Saturday are taken off on the Friday before, those on a Sunday on the Monday after.
FEDERAL = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
}


@pytest.mark.parametrize(("year", "days"), FEDERAL.items())
def test_federal_holidays_with_their_observed_days(year, days):
    """The weekdays that do not count, and no others: 261 weekdays without 11, 261 without 12, 260 without 10."""
    weekdays = [day for day in clocks.days(date(year, 1, 1), date(year, 12, 31)) if day.weekday() < 5]
    off = [day for day in weekdays if not clocks.is_business_day(day, "US")]
    assert " ".join(f"{day:%m-%d}" for day in off) == days
    assert len(weekdays) - len(off) == {2026: 250, 2027: 249, 2028: 250}[year]


@pytest.mark.parametrize(
    ("start", "kind", "n", "zone", "last", "minute"),
    [
        # Over Thanksgiving, Christmas, New Year, Martin Luther King Jr. Day and Washington's Birthday.
        ("2026-11-23", "business_days", 60, "America/New_York", "2027-02-22", "2027-02-23T04:59"),
        # Sixty days from December 1, 2027: Dec 24 and 31, Jan 17 and Feb 21 are off; February has 29 days.
        ("2027-12-01", "business_days", 60, "America/New_York", "2028-02-29", "2028-03-01T04:59"),
        # Eight weeks over a leap day, and over one that the year does not have.
        ("2028-01-10", "weeks", 8, "America/New_York", "2028-03-06", "2028-03-07T04:59"),
        ("2027-01-11", "weeks", 8, "America/New_York", "2027-03-08", "2027-03-09T04:59"),
        # Eight weeks over the year end.
        ("2026-12-01", "weeks", 8, "America/New_York", "2027-01-26", "2027-01-27T04:59"),
        # Into summer time and out of it: the last day ends an hour of UTC earlier, or later.
        ("2026-01-12", "weeks", 8, "America/New_York", "2026-03-09", "2026-03-10T03:59"),
        ("2026-01-11", "weeks", 8, "America/New_York", "2026-03-08", "2026-03-09T03:59"),
        ("2026-09-06", "weeks", 8, "America/New_York", "2026-11-01", "2026-11-02T04:59"),
        ("2026-09-05", "weeks", 8, "America/New_York", "2026-10-31", "2026-11-01T03:59"),
        # The same days where others live: no summer time, half an hour, the other side of the date line.
        ("2026-01-12", "weeks", 8, "America/Phoenix", "2026-03-09", "2026-03-10T06:59"),
        ("2026-01-12", "weeks", 8, "Asia/Kolkata", "2026-03-09", "2026-03-09T18:29"),
        ("2026-01-12", "weeks", 8, "Pacific/Auckland", "2026-03-09", "2026-03-09T10:59"),
        ("2026-01-05", "business_days", 60, "Pacific/Honolulu", "2026-04-01", "2026-04-02T09:59"),
        ("2026-01-05", "business_days", 60, "Europe/London", "2026-04-01", "2026-04-01T22:59"),
    ],
)
def test_both_limits_with_the_last_minute(start, kind, n, zone, last, minute):
    """`minute` is the last one of the last day, in UTC: it counts to its end, and the one after it does not."""
    counted = clocks.counted(date.fromisoformat(start), kind, n, "US")
    assert counted[-1].date.isoformat() == last
    due_at = clocks.end_of(counted[-1].date, zone)
    inside = datetime.fromisoformat(minute).replace(tzinfo=UTC)
    assert inside < due_at < inside + timedelta(minutes=1)
    assert clocks.day_of(inside, zone) == counted[-1].date
    assert clocks.day_of(inside + timedelta(minutes=1), zone) == counted[-1].date + timedelta(days=1)


def test_a_day_of_a_clock_change_has_23_or_25_hours_and_counts_once():
    spring = clocks.end_of(date(2026, 3, 8), "America/New_York") - clocks.start_of(date(2026, 3, 8), "America/New_York")
    autumn = clocks.end_of(date(2026, 11, 1), "America/New_York") - clocks.start_of(
        date(2026, 11, 1), "America/New_York"
    )
    assert (spring + clocks.SMALLEST, autumn + clocks.SMALLEST) == (timedelta(hours=23), timedelta(hours=25))
    assert clocks.business_days_after(date(2026, 3, 6), 1, "US") == date(2026, 3, 9)
    assert clocks.business_days_after(date(2026, 10, 30), 1, "US") == date(2026, 11, 2)


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
