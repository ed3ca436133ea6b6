"""Which days are holidays: those of the program, and those of one candidate."""

from __future__ import annotations

from datetime import UTC, datetime

from desk.setup_forms import LookForm
from nominations.domain import enrolments

from .given import address, posted


def test_the_holiday_calendar_is_the_programs_and_unknown_ones_are_named(desk, cycle):
    page = desk.get(address(cycle, "settings")).content.decode()
    assert "Mon, Jan 19, 2026: Martin Luther King Jr. Day" in page
    data = posted(LookForm(instance=cycle.program, auto_id="look-%s"))
    assert desk.post(address(cycle, "look"), {**data, "holiday_calendar": "XX"}).status_code == 422
    assert desk.post(address(cycle, "look"), {**data, "holiday_calendar": "CA-BC"}).status_code == 302
    page = desk.get(address(cycle, "settings")).content.decode()
    assert "Family Day" in page and "Martin Luther King" not in page


def test_a_candidate_has_a_calendar_of_their_own_and_loses_no_day_by_it(desk, cycle, leader, ada):
    """By no holidays at all the sixty days end on March 30, two days earlier: the day that was told stays.

    In British Columbia Family Day alone falls into them: day 60 is March 31, a day earlier. In Japan it was January 6
    already; twelve weeks later is March 31, and four holidays on weekdays (January 12, February 11 and 23, March 20)
    make it Monday, April 6.
    """
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    enrolments.make_available(one, by=ada)
    where = address(cycle, "enrolment_clock", one.code)
    told = datetime(2026, 4, 2, 3, 59, 59, 999999, tzinfo=UTC)

    for calendar in ("NONE", "CA-BC"):
        assert desk.post(where, {"zone": "", "calendar": calendar}).status_code == 302
        assert one.attempts.get().due_at == told
    assert desk.post(where, {"zone": "Asia/Tokyo", "calendar": "JP"}).status_code == 302
    one.refresh_from_db()
    assert (one.zone, one.calendar) == ("Asia/Tokyo", "JP")
    assert one.attempts.get().due_at == datetime(2026, 4, 6, 14, 59, 59, 999999, tzinfo=UTC)
    refused = desk.post(where, {"zone": "Mars/Base", "calendar": "JP"})
    assert refused.status_code == 422 and "“Mars/Base” is no time zone" in refused.content.decode()
