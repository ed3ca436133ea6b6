"""Eighteen calendar months, counted by hand."""

from datetime import date

import pytest

from programs.rules.recency import months_before
from programs.rules.registry import validate

from .given import day, state, verdict


@pytest.mark.parametrize(
    ("today", "earliest"),
    [
        ("2026-03-15", "2024-09-15"),
        ("2026-08-31", "2025-02-28"),  # February 2025 has 28 days
        ("2025-08-31", "2024-02-29"),  # February 2024 has 29
        ("2026-08-28", "2025-02-28"),
        ("2026-01-01", "2024-07-01"),
        ("2026-12-31", "2025-06-30"),
    ],
)
def test_months_are_calendar_months_and_their_ends_are_clamped(today, earliest):
    assert months_before(day(today), 18) == day(earliest)


@pytest.mark.parametrize(
    ("submitted", "used", "inclusive", "expected"),
    [
        ("2026-03-15", "2024-09-15", True, "pass"),
        ("2026-03-15", "2024-09-14", True, "fail"),
        ("2026-03-15", "2024-09-15", False, "fail"),
        ("2026-03-15", "2024-09-16", False, "pass"),
        ("2026-08-31", "2025-02-28", True, "pass"),
        ("2026-08-31", "2025-02-27", True, "fail"),
        ("2026-08-31", "2025-02-28", False, "fail"),
        ("2026-08-31", "2025-03-01", False, "pass"),
        ("2025-08-31", "2024-02-29", True, "pass"),
        ("2025-08-31", "2024-02-28", True, "fail"),
        ("2026-03-15", "2026-03-15", True, "pass"),
        ("2026-03-15", "2026-03-16", True, "fail"),  # still to come
        ("2026-03-15", None, True, "unknown"),
    ],
)
def test_the_boundary_day(submitted, used, inclusive, expected):
    rule = {"months": 18, "inclusive": inclusive}
    assert state("recency", rule, submitted_on=submitted, first_used_on=used) == expected


@pytest.mark.parametrize(
    ("reference", "earliest", "day_before"),
    [
        ("submitted", "2024-09-15", "2024-09-14"),
        ("opens", "2024-07-05", "2024-07-04"),
        ("closes", "2024-09-30", "2024-09-29"),
        ("ceremony", "2024-11-20", "2024-11-19"),
    ],
)
def test_the_reference_says_from_where_months_are_counted(reference, earliest, day_before):
    rule = {"months": 18, "reference": reference}
    given = {"ceremony_on": "2026-05-20"}
    assert state("recency", rule, first_used_on=earliest, **given) == "pass"
    assert state("recency", rule, first_used_on=day_before, **given) == "fail"


@pytest.mark.parametrize("reference", ["submitted", "opens", "closes", "ceremony"])
def test_what_is_not_in_use_on_the_day_of_submission_fails_for_every_reference(reference):
    rule = {"months": 18, "reference": reference}
    given = {"ceremony_on": "2026-05-20"}
    assert state("recency", rule, first_used_on="2026-03-15", **given) == "pass"
    assert state("recency", rule, first_used_on="2026-03-16", **given) == "fail"


def test_a_ceremony_without_a_day_needs_information():
    assert state("recency", {"months": 18, "reference": "ceremony"}, first_used_on="2026-01-01") == "unknown"


def test_the_question_asks_what_the_sentence_says():
    assert verdict("recency", {"months": 18, "verb": "implemented"}).reason == (
        "Tell us when it was first in regular use."
    )
    assert verdict("recency", {"months": 18, "verb": "released"}).reason == (
        "Tell us when it was first generally available."
    )


def test_the_reason_names_the_day_that_would_do():
    said = verdict("recency", {"months": 18, "verb": "released"}, first_used_on="2024-09-14")
    assert said.reason == "Released on September 14, 2024. It must be on or after September 15, 2024."


def test_more_months_than_there_were_lead_to_the_first_day_there_is():
    assert months_before(day("2026-11-30"), 2025 * 12 + 10) == day("0001-01-30")
    assert months_before(day("2026-11-30"), 2025 * 12 + 11) == date.min
    assert months_before(day("2026-11-30"), 1_000_000_000) == date.min


@pytest.mark.parametrize(
    ("months", "is_right"),
    [(1_000_000_000, True), (1_000_000_001, False), (10**5000, False)],
    ids=["most", "one more", "no page"],
)
def test_a_number_that_no_page_can_write_is_refused(months, is_right):
    problems = validate("recency", {"months": months})
    assert (problems == []) is is_right
    if not is_right:
        assert problems == ["“months” must be at most 1000000000."]
