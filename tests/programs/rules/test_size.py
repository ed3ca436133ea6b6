"""The three sizes, and what falls between them."""

import pytest

from .given import SIZES, state, verdict

SMALL = {"minimum": None, "maximum": 75}
MEDIUM = {"minimum": 76, "maximum": 150}
LARGE = {"minimum": 151, "maximum": None}


@pytest.mark.parametrize(
    ("agents", "fitting"),
    [(1, "small"), (75, "small"), (76, "medium"), (150, "medium"), (151, "large"), (5000, "large")],
)
def test_every_whole_number_has_one_size(agents, fitting):
    answers = {
        name: state("headcount_band", band, agents=agents)
        for name, band in [("small", SMALL), ("medium", MEDIUM), ("large", LARGE)]
    }
    assert answers == {name: "pass" if name == fitting else "fail" for name in answers}


@pytest.mark.parametrize(
    ("band", "agents", "proposal"),
    [
        (SMALL, 76, "medium"),
        (SMALL, 151, "large"),
        (MEDIUM, 75, "small"),
        (MEDIUM, 151, "large"),
        (LARGE, 150, "medium"),
    ],
)
def test_a_refusal_proposes_the_right_size(band, agents, proposal):
    said = verdict("headcount_band", band, agents=agents, siblings=SIZES)
    assert (said.state, said.proposal) == ("fail", proposal)
    assert f"“{proposal.capitalize()}” is the right one." in said.reason


def test_without_a_right_sibling_nothing_is_proposed():
    said = verdict("headcount_band", SMALL, agents=151, siblings=SIZES[:2])
    assert (said.state, said.proposal) == ("fail", "")


@pytest.mark.parametrize("agents", ["75.5", "80.25", "0.5"])
def test_a_fraction_of_a_head_is_a_question(agents):
    assert state("headcount_band", MEDIUM, agents=agents) == "unknown"


def test_a_whole_number_written_with_a_point_is_whole():
    assert state("headcount_band", MEDIUM, agents="80.0") == "pass"


@pytest.mark.parametrize(
    ("band", "agents", "expected"),
    [
        (SMALL, "74.5", "pass"),
        (SMALL, "75", "pass"),
        (SMALL, "75.5", "unknown"),
        (MEDIUM, "75.5", "unknown"),
        (MEDIUM, "76", "pass"),
        (MEDIUM, "150.5", "unknown"),
        (LARGE, "150.5", "unknown"),
        (LARGE, "151", "pass"),
        (LARGE, "75.5", "fail"),
        (SMALL, "76", "fail"),
    ],
)
def test_full_time_equivalents_may_fall_between_two_sizes(band, agents, expected):
    assert state("headcount_band", {**band, "basis": "fte"}, agents=agents) == expected


@pytest.mark.parametrize("agents", [None, 0])
def test_no_agents_is_a_question(agents):
    assert state("headcount_band", SMALL, agents=agents) == "unknown"


@pytest.mark.parametrize(
    ("as_of", "counted_on", "other_day"),
    [
        ("submitted", "2026-03-15", "2026-03-14"),
        ("opens", "2026-01-05", "2026-01-06"),
        ("closes", "2026-03-31", "2026-03-30"),
    ],
)
def test_the_day_of_counting(as_of, counted_on, other_day):
    band = {**MEDIUM, "as_of": as_of}
    assert state("headcount_band", band, agents=80, agents_on=counted_on) == "pass"
    assert state("headcount_band", band, agents=80, agents_on=other_day) == "unknown"
    assert state("headcount_band", band, agents=80) == "pass"  # whoever names no day was asked for the right one


def test_the_question_names_the_day():
    assert "(January 5, 2026)" in verdict("headcount_band", {**MEDIUM, "as_of": "opens"}).reason
    assert "(March 31, 2026)" in verdict("headcount_band", {**MEDIUM, "as_of": "closes"}).reason
