"""What a dry run says of the standings: for each kind of file, worked out by hand, and nothing is written."""

from __future__ import annotations

import pytest

from measurement.models import Agent, OrganisationYear, Participation, Stint, Tally
from tests import factories

from . import given as counted
from . import survey_files as given

checked_here = given.checked_here
pytestmark = pytest.mark.django_db
FCR = {"metric": "fcr", "surveys": "live"}
TWO = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 2})
COUNTED = (Tally, OrganisationYear, Participation, Agent, Stint)


@pytest.fixture
def cycle(db):
    return factories.cycle(factories.program(slug="study"), slug="2018", award_year=2018, survey_year=2017)


@pytest.fixture
def ada(cycle):
    user = factories.user("Ada Administrator")
    factories.role(user, cycle.program)
    for name in ("Cedar Bank", "Dover Energy"):
        factories.organisation(name)
    return user


def foreseen(cycle, data: bytes, ada, **more) -> dict[str, list[str]]:
    """What taking the file in would change, by award; the check leaves every table as it was."""
    before = [list(model.objects.order_by("pk").values_list()) for model in COUNTED]
    one = given.uploaded(cycle.program, data, ada, **more)
    assert one.state == "checked", one.report
    assert [list(model.objects.order_by("pk").values_list()) for model in COUNTED] == before
    return {award["name"]: award["lines"] for award in one.report["changes"]["awards"]}


def surveys(*resolved: str, organisation: str = "Cedar Bank", first: int = 1) -> bytes:
    rows = [given.survey(str(first + n), organisation, resolved=word) for n, word in enumerate(resolved)]
    return given.customers(*rows)


def test_a_bar_is_reached_and_by_a_correction_it_is_not(cycle, ada):
    counted.award(cycle, {**FCR, "bar": 80}, TWO, method="threshold", name="Certified")

    assert foreseen(cycle, surveys("yes"), ada) == {}, "one survey is no sample"
    assert foreseen(cycle, surveys("yes", "no"), ada) == {"Certified": ["Cedar Bank would become eligible"]}
    both = ["Cedar Bank would reach the bar", "Cedar Bank would become eligible"]
    assert foreseen(cycle, surveys("yes", "yes"), ada) == {"Certified": both}

    given.taken(cycle.program, surveys("yes", "yes", "yes"), ada)
    assert foreseen(cycle, surveys("no"), ada) == {"Certified": ["Cedar Bank would reach it no more"]}


def test_who_stands_first_and_how_many_surveys_count(cycle, ada):
    """Cedar is at 2 of 3; Dover would be at 3 of 4."""
    counted.award(cycle, FCR, TWO, name="Highest")
    given.taken(cycle.program, surveys("yes", "yes", "no"), ada)
    data = surveys("yes", "yes", "yes", "no", organisation="Dover Energy", first=11)

    assert foreseen(cycle, data, ada) == {
        "Highest": ["First: Dover Energy (now Cedar Bank)", "Dover Energy would become eligible"]
    }
    tie = surveys("yes", "yes", "no", organisation="Dover Energy", first=21)
    assert foreseen(cycle, tie, ada)["Highest"][0] == "First: Cedar Bank, Dover Energy (now Cedar Bank)"


def test_the_samples_before_and_after(cycle, ada):
    given.taken(cycle.program, surveys("yes", "yes", "no"), ada)
    one = given.uploaded(cycle.program, surveys("no", "yes", first=3), ada)

    [fcr] = [row for row in one.report["changes"]["samples"] if row["label"] == "First call resolution"]
    assert fcr == {"year": 2017, "label": "First call resolution", "now": 3, "then": 4}


def test_five_are_named_and_the_others_counted(cycle, ada):
    counted.award(cycle, {**FCR, "bar": 80}, TWO, method="threshold", name="Certified")
    names = [f"Bank {letter}" for letter in "ABCDEFG"]
    rows = []
    for place, name in enumerate(names):
        factories.organisation(name)
        rows += [given.survey(f"{place}-{n}", name) for n in (1, 2)]

    lines = foreseen(cycle, given.customers(*rows), ada)["Certified"]
    assert lines[0] == "Bank A, Bank B, Bank C, Bank D, Bank E and 2 others would reach the bar"


def test_who_takes_part_becomes_eligible_and_nobody_else(cycle, ada):
    """Dover has no surveys: it would meet the rule, and stand nowhere."""
    takes_part = ("participation", {"kinds": ["benchmarking", "tracking"]})
    counted.award(cycle, FCR, takes_part, name="Highest")
    given.taken(cycle.program, surveys("yes"), ada)

    found = foreseen(cycle, given.participation("Cedar Bank,2017,benchmarking"), ada, kind="participation")
    assert found == {"Highest": ["First: Cedar Bank (now nobody)", "Cedar Bank would become eligible"]}
    others = given.participation("Dover Energy,2017,tracking")
    assert foreseen(cycle, others, ada, kind="participation") == {"Highest": ["Dover Energy would become eligible"]}


@pytest.mark.parametrize(("csrs", "lines"), [(200, 2), (199, 0)])
def test_a_headcount_on_both_sides_of_the_number(cycle, ada, csrs, lines):
    counted.award(cycle, FCR, ("csr_headcount", {"minimum": 200, "maximum": None}), name="Large")
    given.taken(cycle.program, surveys("yes"), ada)

    found = foreseen(
        cycle,
        given.organisations(f"Cedar Bank,2017,{csrs},300,0,banking,call_center,,,,,,,"),
        ada,
        kind="organisations",
    )
    assert len(found.get("Large", [])) == lines


def test_a_new_team_at_the_end_of_the_year(cycle, ada):
    """Two calls of C-1, very satisfied and resolved: they count for whoever leads the team on December 31."""
    person = {"metric": "world_class", "surveys": "live", "person": "supervisor", "attribution": "year_end", "bar": 80}
    rule = ("minimum_sample", {"metric": "world_class", "surveys": "live", "minimum": 2})
    counted.award(cycle, person, rule, method="threshold", name="Supervisors", subject="person")
    given.taken(cycle.program, surveys("yes", "yes"), ada)

    found = foreseen(cycle, given.agents("Cedar Bank,C-1,csr,Di,,T-9,,2017-06-01,"), ada, kind="agents")
    assert found == {"Supervisors": ["T-9 (Cedar Bank) would reach the bar", "T-9 (Cedar Bank) would become eligible"]}
    gone = given.agents("Cedar Bank,C-1,csr,Di,,T-9,,2017-06-01,2017-12-30")
    assert foreseen(cycle, gone, ada, kind="agents") == {}
