"""Awards 29, 36 and 37: what employees say; the highest, everyone at half, and those who work from home."""

from __future__ import annotations

from fractions import Fraction

import pytest

from . import given

pytestmark = pytest.mark.django_db

TROPHY, PLAQUE = ["SQM gold trophy"], ["SQM plaque"]
#: (CSRs, surveys needed): 100 of them, or 90 % where there are fewer than 100, rounded up.
SHARES = [(101, 100), (100, 100), (99, 90), (91, 82), (50, 45), (10, 9), (1, 1)]


def staffed(award, name: str, top: int, n: int, csrs: int = 100, **fields) -> None:
    """CSRs with their surveys; for award 37 they all work from home."""
    metric = award.measure["metric"]
    given.organisation(award.cycle, name, csrs=csrs, profile={"home_csrs": csrs}, **{metric: (top, n)}, **fields)


@pytest.mark.parametrize(("number", "words"), [(29, TROPHY), (37, PLAQUE)])
def test_the_highest_wins_and_equal_ones_share(award, administrator, number, words):
    """80 of 100 and 96 of 120 are the same rate."""
    award = award(number)
    staffed(award, "Ash", 80, 100)
    staffed(award, "Birch", 96, 120, 150)
    staffed(award, "Cedar", 79, 100)

    assert given.places(award) == {"Ash": 1, "Birch": 1, "Cedar": 3}
    assert given.values(award) == {"Ash": Fraction(4, 5), "Birch": Fraction(4, 5), "Cedar": Fraction(79, 100)}
    assert given.placed(award, administrator) == [("Winner", "Ash", words), ("Winner", "Birch", words)]


def test_half_of_the_surveys_are_enough_and_one_less_is_not(award, administrator):
    award = award(36)
    staffed(award, "Half", 50, 100)
    staffed(award, "Below", 49, 100)
    staffed(award, "More", 51, 100)

    assert given.places(award) == {"Half": 1, "Below": None, "More": 1}
    assert given.values(award) == {"Half": Fraction(1, 2), "Below": Fraction(49, 100), "More": Fraction(51, 100)}
    assert given.shortfalls(award, "Below") == ["49 % of the 50 % needed: 1 point short."]
    assert given.placed(award, administrator) == [("Winner", "Half", PLAQUE), ("Winner", "More", PLAQUE)]


@pytest.mark.parametrize(("rounding", "place"), [(None, None), (1, 1), (0, 1)])
def test_rounding_before_the_bar_is_a_setting(award, rounding, place):
    """1,249 of 2,500 are 49.96 %."""
    award = award(36)
    award.rate_rounding = rounding
    award.save()
    staffed(award, "Near", 1249, 2500, 3000)

    assert given.places(award) == {"Near": place}


def test_a_hundred_csrs_and_a_hundred_surveys(award):
    award = award(29)
    staffed(award, "Enough", 10, 100, csrs=100)
    staffed(award, "Few CSRs", 100, 100, csrs=99)
    staffed(award, "Few surveys", 99, 99, csrs=100)
    staffed(award, "Large", 99, 99, csrs=5000)

    assert given.places(award) == {"Enough": 1, "Few CSRs": None, "Few surveys": None, "Large": None}
    assert given.shortfalls(award, "Few CSRs") == ["99 CSR employees: 1 fewer than the 100 needed."]
    assert given.shortfalls(award, "Few surveys") == ["99 of 100 surveys: 1 short."]


@pytest.mark.parametrize("number", [36, 37])
@pytest.mark.parametrize(("csrs", "needed"), SHARES)
def test_a_hundred_surveys_or_ninety_percent(award, number, csrs, needed):
    award = award(number)
    staffed(award, "Enough", needed, needed, csrs)
    staffed(award, "Short", needed - 1, needed - 1, csrs)

    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short")[0].startswith(f"{needed - 1} of {needed} survey")


@pytest.mark.parametrize("number", [36, 37])
@pytest.mark.parametrize(("rounding", "is_enough"), [("up", False), ("nearest", True), ("down", True)])
def test_how_ninety_percent_are_rounded_is_a_setting(award, number, rounding, is_enough):
    """90 % of 99 are 89.1."""
    award = award(number)
    given.rule(award, "employee-sample", share_rounding=rounding)
    staffed(award, "Acme", 89, 89, 99)

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(("base", "is_enough"), [("csr", True), ("all", False)])
def test_ninety_percent_of_whom_is_a_setting(award, base, is_enough):
    """45 of 50 CSRs answered; of 51 employees it would have to be 46."""
    award = award(36)
    given.rule(award, "employee-sample", base=base)
    given.organisation(award.cycle, "Acme", csrs=50, profile={"employees": 51}, ex=(45, 45))

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(("base", "is_enough"), [("home", True), ("csr", False)])
def test_which_employees_work_from_home_is_a_setting(award, base, is_enough):
    """Nine of ten who work from home answered; of all 200 CSRs it would have to be 100."""
    award = award(37)
    given.rule(award, "employee-sample", base=base)
    given.organisation(award.cycle, "Acme", csrs=200, profile={"home_csrs": 10}, ex_home=(9, 9))

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(("is_enabled", "places"), [(False, {"A": 1, "B": 1}), (True, {"A": 1, "B": None})])
def test_whether_anybody_must_work_from_home_is_a_setting(award, is_enabled, places):
    award = award(37)
    given.rule(award, "home-work", is_enabled=is_enabled)
    for name, home in (("A", 1), ("B", 0)):
        given.organisation(award.cycle, name, csrs=200, profile={"home_csrs": home}, ex_home=(1, 1))

    assert given.places(award) == places


@pytest.mark.parametrize(
    ("metric", "base", "places"),
    [("ex_home", "home", {"Home": 1, "Office": 2}), ("ex", "csr", {"Office": 1, "Home": 2})],
)
def test_whose_answers_rank_work_from_home_is_a_setting(award, metric, base, places):
    """S33. At home 90 and 80 %; of everybody, who works at home among them, 60 and 70 %."""
    award = award(37)
    given.measure(award, metric=metric)
    given.rule(award, "employee-sample", metric=metric, base=base)
    for name, everybody, home in (("Home", (120, 200), (90, 100)), ("Office", (140, 200), (80, 100))):
        given.organisation(award.cycle, name, csrs=200, profile={"home_csrs": 100}, ex=everybody, ex_home=home)

    assert given.places(award) == places


def test_only_those_at_home_are_asked(award):
    """All employees say 40 %, those at home 90 %."""
    award = award(37)
    given.organisation(award.cycle, "Acme", csrs=200, profile={"home_csrs": 100}, ex=(80, 200), ex_home=(90, 100))

    assert given.values(award) == {"Acme": Fraction(9, 10)}


@pytest.mark.parametrize("number", [29, 36, 37])
def test_takes_part_in_the_award_year(award, number):
    award = award(number)
    staffed(award, "Inside", 100, 100)
    staffed(award, "Outside", 100, 100, takes_part=False)

    assert given.places(award) == {"Inside": 1, "Outside": None}


@pytest.mark.parametrize("number", [29, 36, 37])
def test_only_online_surveys_count(award, number):
    award = award(number)
    staffed(award, "Online", 60, 100)
    staffed(award, "Telephone", 100, 100, method="live")

    assert given.places(award) == {"Online": 1, "Telephone": None}
