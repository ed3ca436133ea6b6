"""S48: nothing bars last year's winners, and a rule that does bars them from measured awards too."""

from __future__ import annotations

import pytest

from nominations.models import PastHonour
from programs.models import EligibilityRule

from ... import factories
from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db


def bar(award, **params) -> None:
    """The rule as an administrator adds it on the award's page."""
    EligibilityRule.objects.create(
        cycle=award.cycle,
        category=award,
        slug="past-winners",
        kind="repeat_bar",
        source="As the organizer decided.",
        params={"enabled": True, "scope": "category", "subject": "candidate", "basis": "year_before"} | params,
    )


def won(award, recipient: str, *, organisation=None, year: int = 2017, kind: str = "winner", key: str = "") -> None:
    name = organisation.name if organisation else ""
    PastHonour.objects.create(
        program=award.cycle.program, category_key=key or award.key, family=award.family, award_year=year, kind=kind,
        recipient=recipient, recipient_key=recipient.lower(), organisation=organisation, organisation_name=name,
        organisation_key=name.lower(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("enabled", "places"),
    [(None, {"Ash": 1, "Birch": 2}), (False, {"Ash": 1, "Birch": 2}), (True, {"Birch": 1, "Ash": None})],
)
def test_last_years_winner_returns_unless_a_rule_bars_it(award, administrator, enabled, places):
    """As the file is written no award has the rule; there it is off, and then it is on."""
    award = award(21)
    ash, _birch = (given.organisation(award.cycle, name, ivr=(n, 400)) for name, n in (("Ash", 400), ("Birch", 200)))
    won(award, "Ash", organisation=ash)
    if enabled is not None:
        bar(award, enabled=enabled)

    assert given.places(award) == places
    assert [name for _placing, name, _words in given.placed(award, administrator)] == [
        min(places, key=lambda n: places[n] or 9)
    ]
    if enabled:
        assert given.shortfalls(award, "Ash") == [
            "Ash was winner in 2017 and cannot be considered again in this cycle."
        ]


@pytest.mark.parametrize(
    ("change", "params", "is_barred"),
    [
        ({}, {}, True),
        ({"year": 2016}, {}, False),
        ({"year": 2016}, {"basis": "last_cycle"}, True),
        ({"kind": "finalist"}, {}, False),
        ({"kind": "finalist"}, {"placings": ["winner", "finalist"]}, True),
        ({"key": "sqm-22"}, {}, False),
        ({"key": "sqm-22"}, {"scope": "program"}, True),
    ],
)
def test_which_wins_bar_is_a_setting(award, change, params, is_barred):
    award = award(21)
    ash = given.organisation(award.cycle, "Ash", ivr=(400, 400))
    won(award, "Ash", organisation=ash, **change)
    bar(award, **params)

    assert given.places(award) == {"Ash": None if is_barred else 1}


def test_a_renamed_organization_is_still_the_same(award):
    award = award(21)
    ash = given.organisation(award.cycle, "Ash Group", ivr=(400, 400))
    won(award, "Ash", organisation=ash)
    bar(award)

    assert given.places(award) == {"Ash Group": None}


@pytest.mark.parametrize(
    ("subject", "places"), [("candidate", {"Cy": None, "Di": 1}), ("organisation", {"Cy": None, "Di": None})]
)
def test_whether_the_person_or_the_organization_is_barred_is_a_setting(award, subject, places):
    award = award(4)
    acme = given.organisation(award.cycle, "Acme")
    for number, name in (("1", "Cy"), ("2", "Di")):
        counted.agent(award.cycle, acme, number, name)
        counted.surveys(award.cycle, acme, "world_class", 25, 25, csr=number)
    won(award, "Cy", organisation=acme)
    bar(award, subject=subject)

    assert given.places(award) == places


def test_a_person_of_the_same_name_elsewhere_is_not_barred(award):
    award = award(4)
    acme, other = given.organisation(award.cycle, "Acme"), factories.organisation("Other")
    counted.agent(award.cycle, acme, "1", "Cy")
    counted.surveys(award.cycle, acme, "world_class", 25, 25, csr="1")
    won(award, "Cy", organisation=other)
    bar(award)

    assert given.places(award) == {"Cy": 1}


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_register_is_asked_once_and_only_where_a_rule_asks(award, number):
    award = award(21)
    for n in range(number):
        one = given.organisation(award.cycle, f"Organization {n}", ivr=(400, 400))
        won(award, one.name, organisation=one)
    free = given.queries(lambda: given.rows(award))
    bar(award)

    assert given.queries(lambda: given.rows(award)) - free == 2
    assert set(given.places(award).values()) == {None}
