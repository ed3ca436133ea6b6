"""Awards 1 and 2: the highest mean of first call resolution and employee satisfaction, in two bands of size."""

from __future__ import annotations

from fractions import Fraction

import pytest

from measurement.models import EntryChoice

from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db

WINNER = {1: "Contact Center of the Year", 2: "Best Performing (Small/Mid-Size) Contact Center"}
TROPHY, PLAQUE = ["SQM gold trophy"], ["SQM plaque"]
BOTH = pytest.mark.parametrize("number", [1, 2])


def centers(award, **rated: tuple[int, int]) -> None:
    """Organizations of 200 CSRs with their hits of 400 live surveys and of 100 employees."""
    for name, (fcr, ex) in rated.items():
        given.organisation(award.cycle, name, fcr=(fcr, 400), ex=(ex, 100))


@BOTH
def test_the_mean_of_both_rates_wins_and_two_more_are_finalists(award, administrator, number):
    """80 and 60 are 70; 75 and 55 are 65; 60 and 68 are 64; 50 and 50 are 50."""
    award = award(number)
    centers(award, First=(320, 60), Second=(300, 55), Third=(240, 68), Fourth=(200, 50))

    assert given.places(award) == {"First": 1, "Second": 2, "Third": 3, "Fourth": 4}
    assert given.values(award) == {
        "First": Fraction(7, 10),
        "Second": Fraction(13, 20),
        "Third": Fraction(16, 25),
        "Fourth": Fraction(1, 2),
    }
    assert given.placed(award, administrator) == [
        (WINNER[number], "First", TROPHY),
        ("Finalist", "Second", PLAQUE),
        ("Finalist", "Third", PLAQUE),
    ]


@BOTH
def test_equal_winners_share_and_the_next_one_is_third(award, administrator, number):
    """80 and 60, and 60 and 80, are both 70. Two winners leave one place for a finalist."""
    award = award(number)
    centers(award, Ash=(320, 60), Birch=(240, 80), Cedar=(240, 70), Date=(240, 60))

    assert given.places(award) == {"Ash": 1, "Birch": 1, "Cedar": 3, "Date": 4}
    assert given.placed(award, administrator) == [
        (WINNER[number], "Ash", TROPHY),
        (WINNER[number], "Birch", TROPHY),
        ("Finalist", "Cedar", PLAQUE),
    ]


@BOTH
def test_equal_finalists_at_the_last_place_are_all_finalists(award, administrator, number):
    award = award(number)
    centers(award, Ash=(320, 80), Birch=(300, 75), Cedar=(280, 70), Date=(300, 65), Elm=(240, 60))

    assert given.places(award) == {"Ash": 1, "Birch": 2, "Cedar": 3, "Date": 3, "Elm": 5}
    assert [name for _placing, name, _words in given.placed(award, administrator)] == ["Ash", "Birch", "Cedar", "Date"]


@BOTH
def test_one_customer_survey_short(award, number):
    award = award(number)
    given.organisation(award.cycle, "Enough", fcr=(200, 400), ex=(50, 100))
    given.organisation(award.cycle, "Short", fcr=(399, 399), ex=(100, 100))

    assert given.eligible(award) == {"Enough"}
    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short") == ["399 of 400 surveys: 1 short."]


@pytest.mark.parametrize(
    ("number", "csrs", "needed"),
    [(1, 200, 100), (1, 2000, 100), (2, 200, 100), (2, 199, 100), (2, 51, 26), (2, 50, 25)],
)
def test_one_employee_survey_short(award, number, csrs, needed):
    """Award 1 asks for 100; award 2 for half of the CSRs, rounded up: 25.5 are 26, and 99.5 are 100."""
    award = award(number)
    given.organisation(award.cycle, "Enough", csrs=csrs, fcr=(200, 400), ex=(0, needed))
    given.organisation(award.cycle, "Short", csrs=csrs, fcr=(400, 400), ex=(needed - 1, needed - 1))

    assert given.places(award) == {"Enough": 1, "Short": None}
    (sentence,) = given.shortfalls(award, "Short")
    assert sentence.startswith(f"{needed - 1} of {needed} surveys: 1 short.")


@pytest.mark.parametrize(
    ("csrs", "stands_in"), [(49, set()), (50, {2}), (199, {2}), (200, {1, 2}), (201, {1}), (None, set())]
)
def test_bands_of_size_with_200_in_both(award, csrs, stands_in):
    first, second = award(1, 2)
    given.organisation(first.cycle, "Acme", csrs=csrs, fcr=(300, 400), ex=(70, 110))

    assert {n for n, one in ((1, first), (2, second)) if given.eligible(one)} == stands_in


def test_what_the_sizes_say_to_who_is_outside(award):
    first, second = award(1, 2)
    for name, csrs in (("Small", 49), ("Below", 199), ("Above", 201)):
        given.organisation(first.cycle, name, csrs=csrs, fcr=(300, 400), ex=(70, 110))

    assert given.shortfalls(first, "Below") == ["199 CSR employees: 1 fewer than the 200 needed."]
    assert given.shortfalls(second, "Small") == ["49 CSR employees: 1 fewer than the 50 needed."]
    assert given.shortfalls(second, "Above") == ["201 CSR employees: 1 more than the 200 allowed."]


@pytest.mark.parametrize(("overlap", "stands_in"), [("both", {1, 2}), ("larger", {1}), ("smaller", {2})])
def test_where_200_stands_is_a_setting(award, overlap, stands_in):
    first, second = award(1, 2)
    for one in (first, second):
        given.rule(one, "size", overlap=overlap)
    given.organisation(first.cycle, "Acme", csrs=200, fcr=(300, 400), ex=(70, 100))

    assert {n for n, one in ((1, first), (2, second)) if given.eligible(one)} == stands_in


@pytest.mark.parametrize(("chosen", "stands_in"), [(None, set()), (1, {1}), (2, {2})])
def test_who_has_200_may_have_to_choose(award, chosen, stands_in):
    both = dict(zip((1, 2), award(1, 2), strict=True))
    for one in both.values():
        given.rule(one, "size", overlap="choose")
    acme = given.organisation(both[1].cycle, "Acme", csrs=200, fcr=(300, 400), ex=(70, 100))
    if chosen:
        EntryChoice.objects.create(category=both[chosen], organisation=acme, choice="in")

    assert {n for n, one in both.items() if given.eligible(one)} == stands_in


@BOTH
@pytest.mark.parametrize(
    ("setting", "first"),
    [
        ({"combine": "mean"}, "Uneven"),  # (95 + 50) / 2 = 72.5 against 72
        ({"combine": "product"}, "Even"),  # 0.95 x 0.50 = 0.475 against 0.72 x 0.72 = 0.5184
        ({"combine": "weighted", "first_weight": 40}, "Even"),  # 0.4 x 95 + 0.6 x 50 = 68 against 72
        ({"combine": "weighted", "first_weight": 60}, "Uneven"),  # 77 against 72
    ],
)
def test_how_the_rates_are_combined_is_a_setting(award, number, setting, first):
    award = award(number)
    given.measure(award, **setting)
    centers(award, Uneven=(380, 50), Even=(288, 72))

    assert [name for name, place in given.places(award).items() if place == 1] == [first]


@BOTH
@pytest.mark.parametrize(("includes", "finalists"), [(False, ["B", "C"]), (True, ["B"])])
def test_whether_the_winner_is_one_of_the_finalists_is_a_setting(award, administrator, number, includes, finalists):
    award = award(number)
    given.measure(award, finalists_include_winner=includes)
    centers(award, A=(320, 80), B=(300, 75), C=(280, 70), D=(260, 65))

    found = given.placed(award, administrator)

    assert [name for placing, name, _words in found if placing == "Finalist"] == finalists


@BOTH
def test_automated_calls_are_no_live_surveys(award, number):
    """399 live surveys and 400 automated ones are 399. With telephone surveys asked for, they are 799."""
    award = award(number)
    acme = given.organisation(award.cycle, "Acme", fcr=(399, 399), ex=(70, 100))
    counted.surveys(award.cycle, acme, "fcr", 0, 400, method="automated")

    assert given.places(award) == {"Acme": None}
    given.rule(award, "sample", surveys="telephone")
    given.measure(award, surveys="telephone")
    assert given.places(award) == {"Acme": 1}
    assert given.values(award) == {"Acme": (Fraction(399, 799) + Fraction(7, 10)) / 2}


@pytest.mark.parametrize(("base", "is_enough"), [("csr", True), ("all", False)])
def test_half_of_which_employees_is_a_setting(award, base, is_enough):
    """30 of 60 CSRs answered; there are 61 employees, whose half is 31."""
    award = award(2)
    given.rule(award, "employee-sample", base=base)
    given.organisation(award.cycle, "Acme", csrs=60, profile={"employees": 61}, fcr=(300, 400), ex=(20, 30))

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(("rounding", "is_enough"), [("up", False), ("down", True)])
def test_how_half_an_employee_is_rounded_is_a_setting(award, rounding, is_enough):
    award = award(2)
    given.rule(award, "employee-sample", share_rounding=rounding)
    given.organisation(award.cycle, "Acme", csrs=51, fcr=(300, 400), ex=(20, 25))

    assert bool(given.eligible(award)) is is_enough


@BOTH
def test_takes_part_in_the_award_year(award, number):
    award = award(number)
    given.organisation(award.cycle, "Inside", fcr=(200, 400), ex=(50, 100))
    given.organisation(award.cycle, "Outside", takes_part=False, fcr=(400, 400), ex=(100, 100))

    assert given.places(award) == {"Inside": 1, "Outside": None}
    assert given.shortfalls(award, "Outside") == ["Takes part in no benchmarking study or tracking program in 2017."]
