"""Awards 3, 4 and 5: everyone at or above the bar, with the sample, in three months of the year one after the other."""

from __future__ import annotations

from fractions import Fraction

import pytest

from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db

CERTIFIED = "World Class CX Certified"
TROPHY, CERTIFICATE = ["SQM gold trophy"], ["SQM Certificate to display on their desk"]
#: Award, the smallest sample, and hits that are exactly the bar of so many surveys (34 of 40 are 85 %).
ALL = pytest.mark.parametrize(
    ("number", "least", "at_bar"), [(3, 800, (640, 800)), (4, 25, (34, 40)), (5, 200, (170, 200))]
)
PEOPLE = pytest.mark.parametrize(("number", "least"), [(4, 25), (5, 200)])


def candidate(award, name: str, top: int, n: int, **fields) -> None:
    """An organization, a CSR or a supervisor of that name, as the award has it; each of an organization of its own."""
    acme = given.organisation(award.cycle, name, takes_part=fields.pop("takes_part", True))
    surveys(award, acme, name, top, n, **fields)


def surveys(award, organisation, name: str, top: int, n: int, **fields) -> None:
    person = award.measure.get("person")
    counted.surveys(
        award.cycle, organisation, award.measure["metric"], top, n, **({person: name} if person else {}), **fields
    )


@ALL
def test_at_the_bar_is_certified_and_one_survey_less_is_not(award, administrator, number, least, at_bar):
    award = award(number)
    top, n = at_bar
    candidate(award, "At", top, n)
    candidate(award, "Below", top - 1, n)
    candidate(award, "Above", top + 1, n)

    assert given.values(award) == {"At": Fraction(top, n), "Below": Fraction(top - 1, n), "Above": Fraction(top + 1, n)}
    assert given.places(award) == {"At": 1, "Below": None, "Above": 1}
    words = TROPHY if number == 3 else CERTIFICATE
    assert given.placed(award, administrator) == [(CERTIFIED, "Above", words), (CERTIFIED, "At", words)]


def test_by_how_much_the_bar_is_missed(award):
    """639 of 800 are 79.875 %: what is short is never rounded away."""
    centers, csrs, supervisors = award(3, 4, 5)
    candidate(centers, "Center", 639, 800)
    candidate(csrs, "Csr", 33, 40)
    candidate(supervisors, "Supervisor", 169, 200)

    assert given.shortfalls(centers, "Center")[0].endswith("of the 80 % needed: 0.13 points short.")
    assert given.shortfalls(csrs, "Csr") == ["82.5 % of the 85 % needed: 2.5 points short."]
    assert given.shortfalls(supervisors, "Supervisor") == ["84.5 % of the 85 % needed: 0.5 points short."]


@ALL
def test_one_survey_short_of_the_sample(award, number, least, at_bar):
    award = award(number)
    candidate(award, "Enough", least, least)
    candidate(award, "Short", least - 1, least - 1)

    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short") == [f"{least - 1} of {least} surveys: 1 short."]


@ALL
@pytest.mark.parametrize(
    ("months", "is_certified"),
    [
        ((1, 2, 3), True),
        ((10, 11, 12), True),
        ((5, 6, 7, 8), True),
        ((1, 2), False),
        ((11, 12), False),
        ((1, 2, 4), False),
        ((1, 2, 12), False),  # December to February are two years
        ((1, 3, 5, 7, 9, 11), False),
    ],
)
def test_three_consecutive_months_of_one_year(award, number, least, at_bar, months, is_certified):
    award = award(number)
    candidate(award, "Acme", least, least, months=months)

    assert given.places(award) == {"Acme": 1 if is_certified else None}


@ALL
def test_december_of_the_year_before_helps_nobody(award, number, least, at_bar):
    """December 2016, January and February 2017: the months of two years are never put together."""
    award = award(number)
    acme = given.organisation(award.cycle, "Acme")
    surveys(award, acme, "Acme", least, least, months=(1, 2))
    surveys(award, acme, "Acme", least, least, months=(12,), year=2016)

    assert given.places(award) == {"Acme": None}
    assert given.shortfalls(award, "Acme") == ["No survey in March: 3 consecutive months are needed."]


@pytest.mark.parametrize(("number", "least", "fewest"), [(3, 800, 266), (4, 25, 8), (5, 200, 66)])
def test_how_many_surveys_make_a_month_is_a_setting(award, number, least, fewest):
    """800 over three months are 268, 266 and 266; 25 are 9, 8 and 8; 200 are 68, 66 and 66."""
    award = award(number)
    candidate(award, "Acme", least, least)

    for min_per_month, place in ((1, 1), (fewest, 1), (fewest + 1, None)):
        given.rule(award, "months", min_per_month=min_per_month)
        assert given.places(award) == {"Acme": place}


@pytest.mark.parametrize(("number", "n"), [(3, 1200), (4, 40), (5, 300)])
def test_where_the_sample_comes_from_is_a_setting(award, number, n):
    """A quarter in each of January to April: three months have 900, 30 and 225; over six months half of all."""
    award = award(number)
    candidate(award, "Four months", n, n, months=(1, 2, 3, 4))
    candidate(award, "Six months", n, n, months=(1, 2, 3, 4, 5, 6))

    assert given.places(award) == {"Four months": 1, "Six months": 1}
    given.rule(award, "sample", window="months")
    assert given.places(award) == {"Four months": 1, "Six months": None}


@ALL
@pytest.mark.parametrize(("rounding", "place"), [(None, None), (1, 1), (0, 1)])
def test_rounding_before_the_bar_is_a_setting(award, number, least, at_bar, rounding, place):
    """79.96 % and 84.96 % of 2,500 surveys."""
    award = award(number)
    award.rate_rounding = rounding
    award.save()
    candidate(award, "Near", {80: 1999, 85: 2124}[award.measure["bar"]], 2500)

    assert given.places(award) == {"Near": place}


@ALL
def test_who_takes_part_in_no_study_is_not_certified(award, number, least, at_bar):
    award = award(number)
    candidate(award, "Inside", least, least)
    candidate(award, "Outside", least, least, takes_part=False)

    assert given.places(award) == {"Inside": 1, "Outside": None}
    assert given.shortfalls(award, "Outside") == ["Takes part in no benchmarking study or tracking program in 2017."]


def test_automated_calls_do_not_certify_a_center(award):
    award = award(3)
    candidate(award, "Live", 800, 800)
    acme = given.organisation(award.cycle, "Mixed")
    surveys(award, acme, "Mixed", 799, 799)
    surveys(award, acme, "Mixed", 100, 100, method="automated")

    assert given.places(award) == {"Live": 1, "Mixed": None}


@PEOPLE
@pytest.mark.parametrize(("includes", "place"), [(True, 1), (False, None)])
def test_automated_calls_count_for_people_as_a_setting(award, number, least, includes, place):
    award = award(number)
    given.measure(award, telephone_includes_automated=includes)
    acme = given.organisation(award.cycle, "Acme")
    surveys(award, acme, "7", least - 1, least - 1)
    surveys(award, acme, "7", 1, 1, method="automated")

    assert given.places(award) == {"7": place}


def test_sites_and_all_sites_are_certified_each_by_itself(award, administrator):
    """Austin 640 of 800; Boston 400 of 800; together 1,040 of 1,600 are 65 %. Elsewhere only all sites have 800."""
    award = award(3)
    one, other = given.organisation(award.cycle, "One"), given.organisation(award.cycle, "Other")
    for organisation, site, top, n in (
        (one, "Austin", 640, 800), (one, "Boston", 400, 800), (other, "Dallas", 400, 400), (other, "El Paso", 300, 400),
    ):  # fmt: skip
        counted.surveys(award.cycle, organisation, "fcr", top, n, site=site)

    found = {(row.measured.organisation_name, row.name): (row.value, row.place) for row in given.rows(award)}

    assert found == {
        ("One", "All sites"): (Fraction(13, 20), None),
        ("One", "Austin"): (Fraction(4, 5), 1),
        ("One", "Boston"): (Fraction(1, 2), None),
        ("Other", "All sites"): (Fraction(7, 8), 1),
        ("Other", "Dallas"): (Fraction(1), None),
        ("Other", "El Paso"): (Fraction(3, 4), None),
    }
    assert [words for _placing, _name, words in given.placed(award, administrator)] == [TROPHY, TROPHY]


@pytest.mark.parametrize(
    ("per_scope", "certified"), [(True, {"All sites", "Austin", "Boston"}), (False, {"All sites"})]
)
def test_a_trophy_for_each_site_is_a_setting(award, per_scope, certified):
    award = award(3)
    given.measure(award, trophy_per_scope=per_scope)
    acme = given.organisation(award.cycle, "Acme")
    for site in ("Austin", "Boston"):
        counted.surveys(award.cycle, acme, "fcr", 640, 800, site=site)

    assert {name for name, place in given.places(award).items() if place} == certified


@pytest.mark.parametrize(("attribution", "place"), [("at_call", 1), ("year_end", None)])
def test_whose_team_a_csr_is_counted_in_is_a_setting(award, attribution, place):
    """170 of 200 for those who worked for the supervisor at the call, 169 of 200 for the team of December."""
    award = award(5)
    given.measure(award, attribution=attribution)
    acme = given.organisation(award.cycle, "Acme")
    counted.surveys(award.cycle, acme, "world_class", 170, 200, supervisor="S")
    counted.surveys(award.cycle, acme, "world_class", 169, 200, supervisor="S", level="supervisor_year_end")

    assert given.places(award) == {"S": place}


def test_a_csr_and_a_supervisor_of_one_number_are_two(award):
    csrs, supervisors = award(4, 5)
    acme = given.organisation(csrs.cycle, "Acme")
    counted.surveys(csrs.cycle, acme, "world_class", 25, 25, csr="7")
    counted.surveys(csrs.cycle, acme, "world_class", 200, 200, supervisor="7")

    assert (given.places(csrs), given.places(supervisors)) == ({"7": 1}, {"7": 1})
