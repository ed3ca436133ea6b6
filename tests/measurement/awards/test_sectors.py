"""Awards 11 to 20 and 31 to 35: the highest of each sector, in first call resolution and in what employees say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db

CX = {
    11: "telecom_tv",
    12: "credit_card",
    13: "financial",
    14: "banking",
    15: "energy",
    16: "retail_branch",
    17: "health_care",
    18: "government",
    19: "helpdesk",
    20: "b2b",
}
EX = {31: "telecom_tv", 32: "financial", 33: "energy", 34: "health_care", 35: "outsourcer"}
ALL = pytest.mark.parametrize(("number", "sector"), [*CX.items(), *EX.items()])
CUSTOMERS = pytest.mark.parametrize(("number", "sector"), CX.items())
EMPLOYEES = pytest.mark.parametrize(("number", "sector"), EX.items())


def member(award, name: str, top: int, n: int, *sectors: str, csrs: int = 500, **fields) -> None:
    given.organisation(
        award.cycle,
        name,
        csrs=csrs,
        profile={"sectors": list(sectors)},
        **{award.measure["metric"]: (top, n)},
        **fields,
    )


@ALL
def test_the_highest_of_the_sector_wins_and_equal_ones_share(award, administrator, number, sector):
    """320 of 400 and 640 of 800 are 80 %, 319 of 400 is third. Whoever is better elsewhere does not stand here."""
    award = award(number)
    elsewhere = next(one for one in [*CX.values(), *EX.values()] if one != sector)
    member(award, "Ash", 320, 400, sector)
    member(award, "Birch", 640, 800, sector)
    member(award, "Cedar", 319, 400, sector)
    member(award, "Elsewhere", 400, 400, elsewhere)
    member(award, "Nowhere", 400, 400)

    assert given.places(award) == {"Ash": 1, "Birch": 1, "Cedar": 3, "Elsewhere": None, "Nowhere": None}
    found = given.values(award)
    assert (found["Ash"], found["Birch"], found["Cedar"]) == (Fraction(4, 5), Fraction(4, 5), Fraction(319, 400))
    words = ["SQM gold trophy"] if number in CX else ["SQM plaque"]
    assert given.placed(award, administrator) == [("Winner", "Ash", words), ("Winner", "Birch", words)]


@CUSTOMERS
def test_one_customer_survey_short(award, number, sector):
    award = award(number)
    member(award, "Enough", 200, 400, sector)
    member(award, "Short", 399, 399, sector)

    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short") == ["399 of 400 surveys: 1 short."]


@CUSTOMERS
def test_automated_calls_are_no_live_surveys(award, number, sector):
    award = award(number)
    member(award, "Live", 200, 400, sector)
    acme = given.organisation(award.cycle, "Mixed", profile={"sectors": [sector]}, fcr=(399, 399))
    counted.surveys(award.cycle, acme, "fcr", 1, 1, method="automated")

    assert given.places(award) == {"Live": 1, "Mixed": None}
    given.rule(award, "sample", surveys="telephone")
    given.measure(award, surveys="telephone")
    assert given.places(award) == {"Mixed": 1, "Live": 2}


@EMPLOYEES
@pytest.mark.parametrize(("csrs", "needed"), [(101, 100), (100, 100), (99, 90), (50, 45), (1, 1)])
def test_a_hundred_surveys_or_ninety_percent(award, number, sector, csrs, needed):
    """90 % of 99 are 89.1, which are 90 surveys."""
    award = award(number)
    member(award, "Enough", needed, needed, sector, csrs=csrs)
    member(award, "Short", needed - 1, needed - 1, sector, csrs=csrs)

    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short")[0].startswith(f"{needed - 1} of {needed} survey")


@EMPLOYEES
@pytest.mark.parametrize(("rounding", "is_enough"), [("up", False), ("down", True)])
def test_how_ninety_percent_are_rounded_is_a_setting(award, number, sector, rounding, is_enough):
    award = award(number)
    given.rule(award, "employee-sample", share_rounding=rounding)
    member(award, "Acme", 89, 89, sector, csrs=99)

    assert bool(given.eligible(award)) is is_enough


@EMPLOYEES
@pytest.mark.parametrize(("base", "is_enough"), [("csr", True), ("all", False)])
def test_ninety_percent_of_whom_is_a_setting(award, number, sector, base, is_enough):
    """45 of 50 CSRs answered; of 51 employees it would have to be 46."""
    award = award(number)
    given.rule(award, "employee-sample", base=base)
    given.organisation(award.cycle, "Acme", csrs=50, profile={"employees": 51, "sectors": [sector]}, ex=(45, 45))

    assert bool(given.eligible(award)) is is_enough


@ALL
@pytest.mark.parametrize(("least", "place"), [(1, True), (2, False)])
def test_whether_one_entrant_is_enough_is_a_setting(award, administrator, number, sector, least, place):
    award = award(number)
    award.minimum_entrants = least
    award.save()
    member(award, "Alone", 1, 400, sector)

    assert bool(given.placed(award, administrator)) is place


@ALL
def test_takes_part_in_the_award_year(award, number, sector):
    award = award(number)
    member(award, "Inside", 200, 400, sector)
    member(award, "Outside", 400, 400, sector, takes_part=False)

    assert given.places(award) == {"Inside": 1, "Outside": None}
    assert given.shortfalls(award, "Outside") == ["Takes part in no benchmarking study or tracking program in 2017."]


def test_a_bank_may_be_financial_too_and_wins_in_both(award):
    financial, banking = award(13, 14)
    member(financial, "Bank", 320, 400, "financial", "banking")
    member(financial, "Insurer", 300, 400, "financial")

    assert given.places(financial) == {"Bank": 1, "Insurer": 2}
    assert given.places(banking) == {"Bank": 1, "Insurer": None}


@pytest.mark.parametrize(("sectors", "winner"), [(["banking"], "Bank"), (["banking", "credit_card"], "Card")])
def test_which_sectors_an_award_is_for_is_a_setting(award, sectors, winner):
    award = award(14)
    given.rule(award, "sector", sectors=sectors)
    member(award, "Bank", 300, 400, "banking")
    member(award, "Card", 320, 400, "credit_card")

    assert [name for name, place in given.places(award).items() if place == 1] == [winner]
