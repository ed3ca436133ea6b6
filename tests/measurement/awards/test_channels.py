"""Awards 21 to 28: the highest by channel, of escalated calls and claims, and of the whole enterprise."""

from __future__ import annotations

from fractions import Fraction

import pytest

from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db

TROPHY = ["SQM gold trophy"]
METRICS = {21: "ivr", 22: "website", 23: "email", 24: "escalation", 25: "omni_channel", 27: "claim", 28: "overall"}
ALL = pytest.mark.parametrize(("number", "metric"), METRICS.items())
#: The text says "customer telephone surveys"; only of award 25 it says "live".
TELEPHONE = pytest.mark.parametrize(("number", "metric"), [one for one in METRICS.items() if one[0] != 25])
BOTH_CHANNELS = {"channels": ["call_center", "website"]}


@ALL
def test_the_highest_wins_and_equal_ones_share(award, administrator, number, metric):
    """320 of 400 and 640 of 800 are 80 %; one survey less is third. First call resolution does not matter."""
    award = award(number)
    for name, counts in (("Ash", (320, 400)), ("Birch", (640, 800)), ("Cedar", (319, 400))):
        given.organisation(award.cycle, name, **{metric: counts}, fcr=(400 if name == "Cedar" else 1, 400))

    assert given.places(award) == {"Ash": 1, "Birch": 1, "Cedar": 3}
    assert given.values(award) == {"Ash": Fraction(4, 5), "Birch": Fraction(4, 5), "Cedar": Fraction(319, 400)}
    assert given.placed(award, administrator) == [("Winner", "Ash", TROPHY), ("Winner", "Birch", TROPHY)]


@ALL
def test_one_survey_short(award, number, metric):
    """Surveys of other channels never fill up the sample."""
    award = award(number)
    given.organisation(award.cycle, "Enough", **{metric: (200, 400)})
    given.organisation(award.cycle, "Short", **{metric: (399, 399)}, fcr=(400, 400), callers=(400, 400))

    assert given.places(award) == {"Enough": 1, "Short": None}
    assert given.shortfalls(award, "Short") == ["399 of 400 surveys: 1 short."]


@TELEPHONE
@pytest.mark.parametrize(("includes", "place"), [(True, 1), (False, None)])
def test_automated_calls_are_telephone_surveys_as_a_setting(award, number, metric, includes, place):
    award = award(number)
    given.measure(award, telephone_includes_automated=includes)
    acme = given.organisation(award.cycle, "Acme", **{metric: (399, 399)})
    counted.surveys(award.cycle, acme, metric, 1, 1, method="automated")

    assert given.places(award) == {"Acme": place}


@pytest.mark.parametrize(("surveys", "place"), [("live", None), ("telephone", 1)])
def test_omni_channel_asks_for_live_surveys(award, surveys, place):
    award = award(25)
    given.measure(award, surveys=surveys)
    given.rule(award, "sample", surveys=surveys)
    acme = given.organisation(award.cycle, "Acme", omni_channel=(399, 399))
    counted.surveys(award.cycle, acme, "omni_channel", 1, 1, method="automated")

    assert given.places(award) == {"Acme": place}


@pytest.mark.parametrize(("metric", "value"), [("overall", Fraction(1, 2)), ("callers", Fraction(3, 4))])
def test_whose_satisfaction_the_enterprise_wide_is_is_a_setting(award, metric, value):
    """Every customer: 400 of 800; callers alone: 300 of 400."""
    award = award(28)
    given.measure(award, metric=metric)
    given.rule(award, "sample", metric=metric)
    given.organisation(award.cycle, "Acme", overall=(400, 800), callers=(300, 400))

    assert given.values(award) == {"Acme": value}
    assert given.places(award) == {"Acme": 1}


@pytest.mark.parametrize("number", [*METRICS, 26])
def test_takes_part_in_the_award_year(award, number):
    award = award(number)
    metrics = {METRICS.get(number, "ocr"): (400, 800)} | (both(200, 400, 200, 400) if number == 26 else {})
    given.organisation(award.cycle, "Inside", profile=BOTH_CHANNELS, **metrics)
    given.organisation(award.cycle, "Outside", profile=BOTH_CHANNELS, takes_part=False, **metrics)

    assert given.places(award) == {"Inside": 1, "Outside": None}


def both(call_center: int, calls: int, website: int, visits: int) -> dict[str, tuple[int, int]]:
    """One contact resolution by channel, and of both together as tallying keeps it beside them."""
    return {
        "ocr_call_center": (call_center, calls),
        "ocr_website": (website, visits),
        "ocr": (call_center + website, calls + visits),
    }


def test_one_contact_resolution_of_call_center_and_website_together(award, administrator):
    """640 of 800 and 240 of 400 are 880 of 1,200, as are 880 of 1,200 elsewhere; one survey less is third."""
    award = award(26)
    for name, counts in (
        ("Ash", (640, 800, 240, 400)), ("Birch", (440, 600, 440, 600)), ("Cedar", (640, 800, 239, 400)),
    ):  # fmt: skip
        given.organisation(award.cycle, name, profile=BOTH_CHANNELS, **both(*counts))

    assert given.places(award) == {"Ash": 1, "Birch": 1, "Cedar": 3}
    assert given.values(award) == {"Ash": Fraction(11, 15), "Birch": Fraction(11, 15), "Cedar": Fraction(293, 400)}
    assert given.placed(award, administrator) == [("Winner", "Ash", TROPHY), ("Winner", "Birch", TROPHY)]


@pytest.mark.parametrize(
    ("calls", "visits", "is_enough"), [(400, 400, True), (399, 401, False), (401, 399, False), (800, 0, False)]
)
def test_each_channel_has_its_own_400(award, calls, visits, is_enough):
    award = award(26)
    given.organisation(award.cycle, "Acme", profile=BOTH_CHANNELS, **both(calls, calls, visits, visits))

    assert given.places(award) == {"Acme": 1 if is_enough else None}
    assert (
        given.shortfalls(award, "Acme")
        == {
            (400, 400): [],
            (399, 401): ["399 of 400 surveys: 1 short."],
            (401, 399): ["399 of 400 surveys: 1 short."],
            (800, 0): ["0 of 400 surveys: 400 short."],
        }[calls, visits]
    )


@pytest.mark.parametrize(
    ("channels", "is_enough"),
    [
        (["call_center", "website"], True),
        (["call_center", "website", "chat"], True),
        (["call_center"], False),
        (["call_center", "chat"], False),
        (["website"], False),
        (["website", "email"], False),
        ([], False),
    ],
)
def test_both_channels_are_operated(award, channels, is_enough):
    award = award(26)
    given.organisation(award.cycle, "Acme", profile={"channels": channels}, **both(400, 400, 400, 400))

    assert bool(given.eligible(award)) is is_enough


@pytest.mark.parametrize(
    ("weighting", "value"), [("pooled", Fraction(11, 15)), ("equal", Fraction(7, 10)), ("by_volume", Fraction(3, 4))]
)
def test_how_channels_are_put_together_is_a_setting(award, weighting, value):
    """80 % of 800 calls and 60 % of 400 visits; three contacts in four are calls."""
    award = award(26)
    given.measure(award, weighting=weighting)
    profile = {**BOTH_CHANNELS, "volumes": {"call_center": 3000, "website": 1000}}
    given.organisation(award.cycle, "Acme", profile=profile, **both(640, 800, 240, 400))

    assert given.values(award) == {"Acme": value}


def test_automated_calls_are_no_live_surveys_of_a_channel(award):
    award = award(26)
    acme = given.organisation(award.cycle, "Acme", profile=BOTH_CHANNELS, **both(399, 399, 400, 400))
    counted.surveys(award.cycle, acme, "ocr_call_center", 1, 1, method="automated")

    assert given.places(award) == {"Acme": None}


@pytest.mark.parametrize(("metric", "value"), [("claim", Fraction(3, 4)), ("overall", Fraction(1, 2))])
def test_whose_satisfaction_claims_are_about_is_a_setting(award, metric, value):
    """Customers with a claim: 300 of 400; all customers: 400 of 800."""
    award = award(27)
    given.measure(award, metric=metric)
    given.rule(award, "sample", metric=metric)
    given.organisation(award.cycle, "Acme", claim=(300, 400), overall=(400, 800))

    assert given.values(award) == {"Acme": value}
    assert given.places(award) == {"Acme": 1}


@pytest.mark.parametrize(("metric", "place"), [("claim", None), ("overall", 1)])
def test_claims_alone_make_the_sample_unless_the_setting_says_otherwise(award, metric, place):
    """399 of the 800 had a claim."""
    award = award(27)
    given.measure(award, metric=metric)
    given.rule(award, "sample", metric=metric)
    given.organisation(award.cycle, "Acme", claim=(399, 399), overall=(400, 800))

    assert given.places(award) == {"Acme": place}
