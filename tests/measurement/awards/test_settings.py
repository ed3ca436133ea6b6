"""Settings of the readings that no single award owns, each in both positions, on awards of the real program file."""

from __future__ import annotations

from fractions import Fraction

import pytest

from judging.domain import decisions
from measurement.models import EntryChoice, OrganisationYear, Participation
from nominations.domain import submission
from operations.refusal import Refused
from programs.domain.plain_words import received
from programs.enums import SelectionMethod
from programs.models import Category

from ... import factories
from .. import given as counted
from . import given, stories

pytestmark = pytest.mark.django_db


def fresh(award: Category) -> Category:
    return Category.objects.select_related("cycle__program").get(pk=award.pk)


# X01, X02, X05: ties, rounding, too few


@pytest.mark.parametrize(
    ("policy", "places", "placed"),
    [
        ("share", {"Ash": 1, "Birch": 1}, {"Ash", "Birch"}),
        ("decide", {"Ash": 1, "Birch": 1}, set()),
        ("break_by_sample", {"Ash": 2, "Birch": 1}, {"Birch"}),
    ],
)
def test_what_equal_rates_receive(award, administrator, policy, places, placed):
    """320 of 400 and 640 of 800 are both 80 %; the second has the larger sample."""
    award = award(21)
    award.tie_policy = policy
    award.save()
    given.organisation(award.cycle, "Ash", ivr=(320, 400))
    given.organisation(award.cycle, "Birch", ivr=(640, 800))

    assert given.places(award) == places
    assert {name for _placing, name, _words in given.placed(award, administrator)} == placed


@pytest.mark.parametrize(
    ("rounding", "places"), [(None, {"Ash": 1, "Birch": 2}), (1, {"Ash": 1, "Birch": 2}), (0, {"Ash": 1, "Birch": 1})]
)
def test_rates_are_compared_exactly_or_rounded(award, rounding, places):
    """80.25 % and 80 %: 80.3 against 80.0, and 80 against 80."""
    award = award(21)
    award.rate_rounding = rounding
    award.save()
    given.organisation(award.cycle, "Ash", ivr=(321, 400))
    given.organisation(award.cycle, "Birch", ivr=(320, 400))

    assert given.places(award) == places


@pytest.mark.parametrize(("rounding", "places"), [(None, {"Ash": 1, "Birch": 2}), (0, {"Ash": 1, "Birch": 1})])
def test_two_rates_are_rounded_before_they_become_one(award, rounding, places):
    """80.25 and 60 % against 80 and 60 %: 70.125 against 70, and 70 against 70."""
    award = award(1)
    award.rate_rounding = rounding
    award.save()
    given.organisation(award.cycle, "Ash", fcr=(321, 400), ex=(60, 100))
    given.organisation(award.cycle, "Birch", fcr=(320, 400), ex=(60, 100))

    assert given.places(award) == places


@pytest.mark.parametrize("number", [21, 36])
@pytest.mark.parametrize(("least", "is_given"), [(1, True), (2, False)])
def test_how_many_entrants_an_award_needs(award, administrator, number, least, is_given):
    """One that goes to the highest, and one that goes to everybody at the bar."""
    award = award(number)
    award.minimum_entrants = least
    award.save()
    given.organisation(award.cycle, "Ash", ivr=(320, 400), ex=(60, 100))

    assert bool(given.placed(award, administrator)) is is_given


# X03: what one organization is


@pytest.mark.parametrize(
    ("scope", "places"),
    [("record", {"Ash": None, "Ash North": None, "Birch": 1}), ("parent", {"Ash": 1, "Birch": 2})],
)
def test_subsidiaries_stand_alone_or_with_their_parent(award, scope, places):
    """200 surveys each are too few, 400 together are enough: 360 of them against 320."""
    award = award(21)
    award.cycle.program.organisation_scope = scope
    award.cycle.program.save()
    ash = given.organisation(award.cycle, "Ash", ivr=(180, 200))
    north = given.organisation(award.cycle, "Ash North", ivr=(180, 200))
    north.parent = ash
    north.save()
    given.organisation(award.cycle, "Birch", ivr=(320, 400))

    found = given.places(award)

    assert {name: place for name, place in found.items() if place or name in places} == places


# X04: the hour and the zone of a deadline


@pytest.mark.parametrize(
    ("program", "last"),
    [
        ({}, "2017-12-01 07:59:59"),
        ({"deadline_time": "17:00:00"}, "2017-12-01 01:00:00"),
        ({"time_zone": "America/New_York"}, "2017-12-01 04:59:59"),
        ({"time_zone": "UTC"}, "2017-11-30 23:59:59"),
    ],
)
def test_until_which_instant_november_30_lasts(db, program, last):
    (award,) = given.load(39, program=program)

    assert award.last_instant.replace(microsecond=0) == factories.at(last)


# X07, S07: years


@pytest.mark.parametrize(("year", "value"), [(2017, Fraction(4, 5)), (2016, Fraction(1, 2))])
def test_which_year_is_surveyed(award, year, value):
    award = award(21)
    given.organisation(award.cycle, "Ash", ivr=((320, 400), (200, 400)))
    Participation.objects.create(
        program=award.cycle.program, organisation=counted.Organisation.objects.get(), year=2016, kind="tracking"
    )
    award.cycle.survey_year = year
    award.cycle.save()

    assert given.values(award) == {"Ash": value}
    assert given.places(award) == {"Ash": 1}


# S02: two ratings become one


@pytest.mark.parametrize(
    ("combine", "order"), [("mean", ["Ash", "Birch", "Cedar"]), ("rank_sum", ["Birch", "Ash", "Cedar"])]
)
def test_the_sum_of_ranks_is_another_order(award, combine, order):
    """Ash is first and third, Birch second and first, Cedar third and second: 4, 3 and 5. The means are 74, 73, 71."""
    award = award(1)
    given.measure(award, combine=combine)
    for name, fcr, ex in (("Ash", 360, 58), ("Birch", 300, 71), ("Cedar", 288, 70)):
        given.organisation(award.cycle, name, fcr=(fcr, 400), ex=(ex, 100))

    places = given.places(award)

    assert sorted(places, key=places.get) == order


# S08, S18: months are asked where the text asks for them

NO_MONTHS = [1, 2, 8, *range(11, 38)]


def stands(award: Category, name: str, months: tuple[int, ...], *, csrs: int = 200) -> None:
    """900 of 1,000 surveys this year and 500 the year before, in whatever the award looks at."""
    sectors = [one for rule in award.rules.filter(kind="sector") for one in rule.params["sectors"]]
    metrics = {award.measure["metric"], award.measure.get("second_metric", "ex")}
    metrics |= {"ocr_call_center", "ocr_website"} if "ocr" in metrics else set()
    profile = {"sectors": sectors, "channels": ["call_center", "website"], "home_csrs": csrs}
    counts = dict.fromkeys(metrics, ((900, 1000), (500, 1000)))
    made = given.organisation(award.cycle, name, csrs=csrs, profile=profile, months=months, **counts)
    OrganisationYear.objects.create(program=award.cycle.program, organisation=made, year=2016, csrs=csrs)


@pytest.mark.parametrize("number", NO_MONTHS)
def test_a_single_month_is_enough_where_the_text_asks_for_none(award, number):
    award = award(number)
    stands(award, "July", (7,))

    assert given.places(award) == {"July": 1}


@pytest.mark.parametrize("number", [3, *NO_MONTHS])
def test_only_three_awards_ask_for_a_size(award, number):
    """S60: with a single CSR an organization stands everywhere but in awards 1, 2 and 29."""
    award = award(number)
    stands(award, "Small", (7, 8, 9), csrs=1)

    assert given.places(award) == {"Small": None if number in (1, 2, 29) else 1}


@pytest.mark.parametrize(("months", "place"), [((7,), None), ((7, 8, 9), 1)])
def test_a_single_month_is_not_enough_where_the_text_asks_for_three(award, months, place):
    award = award(3)
    stands(award, "Acme", months)

    assert given.places(award) == {"Acme": place}


# S09, S10, S21: bars, scopes, percents


@pytest.mark.parametrize(("bar", "place"), [(80, 1), (81, None)])
def test_the_bar_of_a_certification(award, bar, place):
    award = award(3)
    given.measure(award, bar=bar)
    given.organisation(award.cycle, "Ash", fcr=(640, 800))

    assert given.places(award) == {"Ash": place}


@pytest.mark.parametrize(
    ("scopes", "names"),
    [
        (["site", "all_sites"], {"All sites", "Austin", "Boston"}),
        (["site"], {"Austin", "Boston"}),
        (["all_sites"], {"Ash"}),
    ],
)
def test_what_is_certified(award, scopes, names):
    award = award(3)
    given.measure(award, scopes=scopes)
    ash = given.organisation(award.cycle, "Ash")
    for site in ("Austin", "Boston"):
        counted.surveys(award.cycle, ash, "fcr", 640, 800, site=site)

    assert {name for name, place in given.places(award).items() if place} == names


@pytest.mark.parametrize(
    ("number", "at_least", "is_enough"), [(9, 10, False), (9, 5, True), (10, 5, True), (10, 10, False)]
)
def test_percent_of_improvement(award, number, at_least, is_enough):
    """From 50 % to 55 %."""
    award = award(number)
    given.rule(award, "improvement", at_least=at_least)
    made = stories.draft(award, stories.measured(award, "Ash", (110, 200), (100, 200)))
    if number == 10:
        stories.told(made)

    assert (stories.against(made) == []) is is_enough


# S14, S19, S59: who chooses, what ranks, until when


@pytest.mark.parametrize("number", [6, 9])
@pytest.mark.parametrize("is_required", [True, False])
def test_whether_senior_management_chooses(award, number, is_required):
    award = award(number)
    given.rule(award, "certified", is_enabled=False)
    given.rule(award, "senior-management", is_enabled=is_required)
    award.questions.filter(slug__startswith="senior").update(required=is_required)
    acme = stories.measured(award, "Acme", (34, 40), (20, 40))
    made = stories.draft(award, acme, but={"senior-manager": None, "senior-management": None})

    if is_required:
        with pytest.raises(Refused, match="senior manage"):
            submission.submit(made, by=made.nominator)
    else:
        assert submission.submit(made, by=made.nominator).state == "submitted"


@pytest.mark.parametrize(("number", "too_few"), [(9, 9), (10, 4)])
def test_improvement_ranks_in_place_of_stories(award, administrator, number, too_few):
    """S19 the other way: without nominations, the five largest improvements. The last is a point short of the gate."""
    award = award(number)
    award.method, award.accepts_nominations, award.tie_policy = SelectionMethod.RANKING, False, "share"
    award.save()
    award.rules.filter(kind__in=["statement", "stories"]).update(is_enabled=False)
    acme = given.organisation(award.cycle, "Acme")
    for n, points in enumerate((40, 35, 30, 25, 20, 15, too_few)):
        person = {award.measure["person"]: f"C{n}"}
        counted.surveys(award.cycle, acme, "world_class", 100 + 2 * points, 200, **person)
        counted.surveys(award.cycle, acme, "world_class", 100, 200, year=2016, **person)

    assert given.values(award)["C0"] == Fraction(2, 5)
    assert [name for _placing, name, _words in given.placed(award, administrator)] == ["C0", "C1", "C2", "C3", "C4"]
    assert given.places(award)["C6"] is None


@pytest.mark.parametrize(
    ("closes_at", "last"),
    [("2018-02-01 07:59:59", "2018-02-01 07:59:59"), (None, "2017-12-01 07:59:59"), ("2018-01-01", "2018-01-01")],
)
def test_until_when_stories_are_taken(award, closes_at, last):
    award = award(6)
    award.closes_at = closes_at and factories.at(closes_at)
    award.save()

    assert fresh(award).last_instant.replace(microsecond=0) == factories.at(last)


# S42, S58: who is entered


@pytest.mark.parametrize(
    ("kinds", "entered"),
    [(["benchmarking", "tracking"], {"Ash", "Birch"}), (["benchmarking"], {"Ash"}), (["tracking"], {"Birch"})],
)
def test_which_studies_count_as_taking_part(award, kinds, entered):
    award = award(21)
    given.rule(award, "participation", kinds=kinds)
    given.organisation(award.cycle, "Ash", ivr=(320, 400))
    birch = given.organisation(award.cycle, "Birch", ivr=(320, 400), takes_part=False)
    Participation.objects.create(program=award.cycle.program, organisation=birch, year=2017, kind="tracking")

    assert given.eligible(award) == entered


@pytest.mark.parametrize(
    ("mode", "choice", "place"),
    [("automatic", None, 1), ("automatic", "out", None), ("opt_in", None, None), ("opt_in", "in", 1)],
)
def test_entered_by_itself_or_on_request(award, mode, choice, place):
    award = award(21)
    given.measure(award, entry_mode=mode)
    ash = given.organisation(award.cycle, "Ash", ivr=(320, 400))
    if choice:
        EntryChoice.objects.create(category=award, organisation=ash, choice=choice)

    assert given.places(award) == {"Ash": place}


@pytest.mark.parametrize("number", NO_MONTHS)
@pytest.mark.parametrize(("mode", "choice", "place"), [("automatic", "out", None), ("opt_in", None, None)])
def test_every_measured_award_can_be_left_or_asked_for(award, number, mode, choice, place):
    award = award(number)
    given.measure(award, entry_mode=mode)
    stands(award, "Acme", (1, 2, 3))
    if choice:
        acme = counted.Organisation.objects.get()
        EntryChoice.objects.create(category=award, organisation=acme, choice=choice)

    assert given.places(award) == {"Acme": place}


# S54: which surveys make the rating


@pytest.mark.parametrize(
    ("window", "first"),
    [("year", {"Ash": Fraction(5, 8), "Birch": Fraction(7, 10)}), ("best_period", {"Ash": Fraction(3, 4)})],
)
def test_the_year_or_its_best_months_make_the_rating(award, window, first):
    """Ash has 300 of 400 in March and 200 of 400 in September, Birch 280 of 400 in March: 62.5 or 75 against 70."""
    award = award(21)
    given.measure(award, window=window, best_period_sample=400)
    ash = given.organisation(award.cycle, "Ash", ivr=(300, 400), months=(3,))
    counted.surveys(award.cycle, ash, "ivr", 200, 400, months=(9,), site="B")
    given.organisation(award.cycle, "Birch", ivr=(280, 400), months=(3,))

    values, places = given.values(award), given.places(award)

    assert first.items() <= values.items()
    assert places == ({"Birch": 1, "Ash": 2} if window == "year" else {"Ash": 1, "Birch": 2})


# S36, S45: finalists and the currency


@pytest.mark.parametrize(("places", "most"), [(None, 4), (2, 2)])
def test_how_many_finalists_a_panel_may_choose(award, administrator, places, most):
    award = award(39)
    award.quorum, award.quorum_binds = 2, False
    award.save()
    award.placings.filter(slug="finalist").update(places=places)
    made = stories.judged(award, {f"N{n}": 40 - n for n in range(5)})
    given.placed(award, administrator)
    decision, finalist = decisions.prepare(award, by=administrator), award.placings.get(slug="finalist")
    decision.placings.filter(placing=finalist).delete()

    chosen = 0
    for one in made[1:]:
        try:
            decisions.place(decision, finalist, nomination=one, by=administrator)
            chosen += 1
        except Refused as refused:
            assert "and they are taken" in str(refused)
    assert chosen == most


@pytest.mark.parametrize(
    ("currency", "words"), [("", "$1,000 cash"), ("USD", "$1,000 cash (USD)"), ("CAD", "$1,000 cash (CAD)")]
)
def test_the_currency_of_the_cash(award, currency, words):
    placing = award(6).placings.get(slug="winner")
    for one in placing.recognitions:
        if one["kind"] == "cash":
            one["currency"] = currency
    placing.save()

    assert words in [received(one) for one in placing.recognitions]
