"""Awards 8 and 30: this year's rate against the year before, compared exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from measurement.models import OrganisationYear

from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db


def staffed(award, name: str, now: tuple[int, int], before: tuple[int, int], *, csrs=(100, 100), **fields) -> None:
    """Employees' surveys of two years, each with the CSRs of that year."""
    made = given.organisation(award.cycle, name, csrs=csrs[0], ex=(now, before), **fields)
    OrganisationYear.objects.create(program=award.cycle.program, organisation=made, year=2016, csrs=csrs[1])


def test_five_points_are_enough_and_one_survey_less_is_not(award, administrator):
    """From 280 to 300 of 400 is from 70 to 75 %; 299 of 400 are 74.75 %."""
    award = award(8)
    for name, top in (("Exactly", 300), ("Below", 299), ("More", 301)):
        given.organisation(award.cycle, name, fcr=((top, 400), (280, 400)))

    assert given.places(award) == {"Exactly": 1, "Below": None, "More": 1}
    assert given.values(award) == {"Exactly": Fraction(1, 20), "Below": Fraction(19, 400), "More": Fraction(21, 400)}
    assert given.shortfalls(award, "Below") == [
        "From 70 % to 74.75 %: 0.25 points short of the 5 percentage points needed."
    ]
    assert given.placed(award, administrator) == [
        ("Winner", "Exactly", ["SQM gold trophy"]),
        ("Winner", "More", ["SQM gold trophy"]),
    ]


@pytest.mark.parametrize(
    ("now", "before", "is_enough"),
    [(400, 400, True), (399, 400, False), (400, 399, False), (400, 0, False)],
)
def test_the_sample_is_asked_of_both_years(award, now, before, is_enough):
    award = award(8)
    given.organisation(award.cycle, "Acme", fcr=((now, now), (before // 2, before)))

    assert given.places(award) == {"Acme": 1 if is_enough else None}


def test_which_year_is_short_is_said(award):
    award = award(8)
    given.organisation(award.cycle, "Acme", fcr=((400, 400), (200, 399)))

    (sentence,) = given.shortfalls(award, "Acme")
    assert "2016: 399 of 400 surveys: 1 short." in sentence


@pytest.mark.parametrize(("years", "place"), [("both", None), ("current", 1)])
def test_which_years_need_the_sample_is_a_setting(award, years, place):
    award = award(8)
    given.rule(award, "sample", years=years)
    given.organisation(award.cycle, "Acme", fcr=((400, 400), (200, 399)))

    assert given.places(award) == {"Acme": place}


@pytest.mark.parametrize(("unit", "found"), [("points", {"A": None, "B": None}), ("relative", {"A": 1, "B": None})])
def test_points_or_relative_is_a_setting(award, unit, found):
    """From 280 to 294 of 400 is 5 % of the rate before, and 3.5 points; 293 is less than both."""
    award = award(8)
    given.rule(award, "improvement", unit=unit)
    for name, top in (("A", 294), ("B", 293)):
        given.organisation(award.cycle, name, fcr=((top, 400), (280, 400)))

    assert given.places(award) == found


@pytest.mark.parametrize(("rounding", "place"), [("none", None), ("1", 1), ("0", 1)])
def test_rounding_before_comparing_is_a_setting(award, rounding, place):
    """From 50 % to 54.96 %: 1,374 of 2,500."""
    award = award(8)
    given.rule(award, "improvement", rate_rounding=rounding)
    given.organisation(award.cycle, "Acme", fcr=((1374, 2500), (1250, 2500)))

    assert given.places(award) == {"Acme": place}


@pytest.mark.parametrize(("includes", "place"), [(True, 1), (False, None)])
def test_automated_calls_are_telephone_surveys_as_a_setting(award, includes, place):
    award = award(8)
    given.measure(award, telephone_includes_automated=includes)
    acme = given.organisation(award.cycle, "Acme", fcr=((399, 399), (200, 400)))
    counted.surveys(award.cycle, acme, "fcr", 1, 1, method="automated")

    assert given.places(award) == {"Acme": place}


def test_takes_part_in_the_award_year(award):
    award = award(8)
    given.organisation(award.cycle, "Inside", fcr=((400, 400), (200, 400)))
    given.organisation(award.cycle, "Outside", takes_part=False, fcr=((400, 400), (200, 400)))

    assert given.places(award) == {"Inside": 1, "Outside": None}


def test_the_largest_improvement_wins_and_equal_ones_share(award, administrator):
    """From 50 to 60 %, and from 20 to 30 %: 10 points both; 9 points are third."""
    award = award(30)
    staffed(award, "A", (60, 100), (50, 100))
    staffed(award, "B", (30, 100), (20, 100))
    staffed(award, "C", (89, 100), (80, 100))

    assert given.places(award) == {"A": 1, "B": 1, "C": 3}
    assert given.values(award) == {"A": Fraction(1, 10), "B": Fraction(1, 10), "C": Fraction(9, 100)}
    assert given.placed(award, administrator) == [("Winner", "A", ["SQM plaque"]), ("Winner", "B", ["SQM plaque"])]


def test_any_improvement_is_one_and_none_is_none(award):
    award = award(30)
    staffed(award, "Better", (51, 100), (50, 100))
    staffed(award, "Same", (50, 100), (50, 100))
    staffed(award, "Worse", (49, 100), (50, 100))

    assert given.places(award) == {"Better": 1, "Same": None, "Worse": None}
    assert given.shortfalls(award, "Same") == ["From 50 % to 50 %: no improvement."]


@pytest.mark.parametrize(("least", "placed"), [(None, {"A", "B"}), (5, {"A"})])
def test_how_much_better_is_a_setting(award, least, placed):
    award = award(30)
    given.rule(award, "improvement", at_least=least)
    staffed(award, "A", (55, 100), (50, 100))
    staffed(award, "B", (54, 100), (50, 100))

    assert given.eligible(award) == placed


@pytest.mark.parametrize(("unit", "winner"), [("points", "High"), ("relative", "Low")])
def test_ranked_by_points_or_relatively_is_a_setting(award, unit, winner):
    """From 20 to 30 % is half as much again, from 60 to 75 % a quarter: 10 and 15 points."""
    award = award(30)
    given.measure(award, improvement_unit=unit)
    staffed(award, "Low", (30, 100), (20, 100))
    staffed(award, "High", (75, 100), (60, 100))

    assert [name for name, place in given.places(award).items() if place == 1] == [winner]


@pytest.mark.parametrize(
    ("csrs", "now", "before", "is_enough"),
    [
        ((100, 100), 100, 100, True),
        ((100, 100), 99, 100, False),
        ((100, 100), 100, 99, False),
        ((99, 100), 90, 100, True),  # 89.1 are 90
        ((99, 100), 89, 100, False),
        ((100, 99), 100, 90, True),
        ((100, 99), 100, 89, False),
        ((50, 10), 45, 9, True),
        ((50, 10), 45, 8, False),
        ((50, 10), 44, 9, False),
    ],
)
def test_each_year_has_its_own_sample(award, csrs, now, before, is_enough):
    award = award(30)
    staffed(award, "Acme", (now, now), (0, before), csrs=csrs)

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(("years", "is_enough"), [("both", False), ("current", True)])
def test_whether_last_years_employees_need_a_sample_is_a_setting(award, years, is_enough):
    award = award(30)
    given.rule(award, "employee-sample", years=years)
    staffed(award, "Acme", (100, 100), (0, 99))

    assert bool(given.eligible(award)) is is_enough


def test_the_most_improved_takes_part_in_the_award_year(award):
    award = award(30)
    staffed(award, "Inside", (51, 100), (50, 100))
    staffed(award, "Outside", (90, 100), (50, 100), takes_part=False)

    assert given.places(award) == {"Inside": 1, "Outside": None}


@pytest.mark.parametrize(("rounding", "is_better"), [("none", True), ("1", True), ("0", False)])
def test_whether_a_rounded_improvement_is_one_is_a_setting(award, rounding, is_better):
    """From 50 % to 50.4 %: 504 of 1,000."""
    award = award(30)
    given.rule(award, "improvement", rate_rounding=rounding)
    staffed(award, "Acme", (504, 1000), (500, 1000))

    assert bool(given.eligible(award)) is is_better
