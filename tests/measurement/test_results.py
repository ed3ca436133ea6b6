"""Where everybody stands in a measured award: rates, verdicts and what is missed, by hand-worked counts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from accounts.models import Organisation
from measurement.domain import results
from measurement.models import EntryChoice, Participation
from programs.models import Category

from . import given

pytestmark = pytest.mark.django_db

FCR = {"metric": "fcr", "surveys": "live"}
TAKES_PART = ("participation", {"kinds": ["benchmarking", "tracking"]})
SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})


@pytest.fixture
def cycle(db):
    return given.cycle()


def found(category: Category) -> dict[str, results.Measured]:
    return {row.name: row for row in results.results(Category.objects.get(pk=category.pk))}


def test_the_rate_is_exact_and_the_shortfall_is_said_in_numbers(cycle):
    award = given.award(cycle, FCR, TAKES_PART, SAMPLE)
    for name, top, n in (("Enough", 300, 400), ("Short", 388, 388)):
        given.surveys(cycle, given.organisation(cycle, name), "fcr", top, n)
    given.surveys(cycle, given.organisation(cycle, "Away", takes_part=False), "fcr", 400, 400)

    rows = found(award)

    assert {name: (row.value, row.eligible) for name, row in rows.items()} == {
        "Enough": (Fraction(3, 4), True),
        "Short": (Fraction(1), False),
        "Away": (Fraction(1), False),
    }
    assert rows["Enough"].shortfalls == []
    assert rows["Short"].shortfalls == ["388 of 400 surveys: 12 short."]
    assert rows["Away"].shortfalls == ["Takes part in no benchmarking study or tracking program in 2017."]
    assert rows["Enough"].months == (1, 2, 3)


def test_who_has_no_surveys_is_listed_with_what_is_missing(cycle):
    given.organisation(cycle, "Silent")

    row = found(given.award(cycle, FCR, SAMPLE))["Silent"]

    assert (row.value, row.eligible) == (None, False)
    assert row.shortfalls == ["0 of 400 surveys: 400 short.", "There are no counting surveys of this year."]


@pytest.mark.parametrize(("rounding", "reaches"), [(None, False), (1, True), (0, True)])
def test_rounding_before_comparing_is_a_setting(cycle, rounding, reaches):
    award = given.award(cycle, {**FCR, "bar": 80}, method="threshold", rate_rounding=rounding)
    given.surveys(cycle, given.organisation(cycle, "Near"), "fcr", 1999, 2500)  # 79.96 %

    row = found(award)["Near"]

    assert row.meets_bar is reaches
    assert row.shortfalls == ([] if reaches else ["79.96 % of the 80 % needed: 0.04 points short."])


@pytest.mark.parametrize(
    ("combine", "value"),
    [("mean", Fraction(70, 100)), ("weighted", Fraction(76, 100)), ("product", Fraction(48, 100)), ("rank_sum", None)],
)
def test_two_ratings_become_one(cycle, combine, value):
    measure = {**FCR, "second_metric": "ex", "second_surveys": "online", "combine": combine, "first_weight": 80}
    award = given.award(cycle, measure)
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "fcr", 320, 400)  # 80 %
    given.surveys(cycle, acme, "ex", 60, 100)  # 60 %

    assert found(award)["Acme"].value == value


@pytest.mark.parametrize(("unit", "value"), [("points", Fraction(5, 100)), ("relative", Fraction(5, 70))])
def test_improvement_in_points_or_relatively(cycle, unit, value):
    award = given.award(cycle, {**FCR, "compare": "improvement", "improvement_unit": unit})
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "fcr", 300, 400)
    given.surveys(cycle, acme, "fcr", 280, 400, year=2016)

    assert found(award)["Acme"].value == value


@pytest.mark.parametrize(
    ("unit", "bar", "sentence"),
    [
        ("points", 6, "5 of the 6 points of improvement needed: 1 point short."),
        ("relative", 10, "7.14 % of the 10 % of improvement needed: 2.86 % short."),
    ],
)
def test_what_an_improvement_lacks_is_said_in_its_unit(cycle, unit, bar, sentence):
    award = given.award(
        cycle, {**FCR, "compare": "improvement", "improvement_unit": unit, "bar": bar}, method="threshold"
    )
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "fcr", 300, 400)  # 75 %
    given.surveys(cycle, acme, "fcr", 280, 400, year=2016)  # 70 %

    assert found(award)["Acme"].shortfalls == [sentence]


def test_improvement_without_a_year_before(cycle):
    award = given.award(cycle, {**FCR, "compare": "improvement"})
    given.surveys(cycle, given.organisation(cycle, "New"), "fcr", 300, 400)

    row = found(award)["New"]

    assert row.value is None
    assert row.shortfalls == ["There is no rate of the year before to compare with."]


@pytest.mark.parametrize(
    ("weighting", "value"),
    [("pooled", Fraction(900, 1200)), ("equal", Fraction(7, 10)), ("by_volume", Fraction(75, 100))],
)
def test_channels_are_put_together(cycle, weighting, value):
    """Call center 640 of 800 (80 %), website 240 of 400 (60 %); three contacts in four go to the call center."""
    award = given.award(cycle, {"metric": "ocr", "surveys": "live", "weighting": weighting})
    acme = given.organisation(cycle, "Acme", volumes={"call_center": 3000, "website": 1000})
    given.surveys(cycle, acme, "ocr_call_center", 640, 800)
    given.surveys(cycle, acme, "ocr_website", 240, 400)
    given.surveys(cycle, acme, "ocr", 880, 1200)  # what tallying keeps beside them

    expected = {"pooled": Fraction(880, 1200), "equal": Fraction(7, 10), "by_volume": Fraction(3, 4)}[weighting]
    assert found(award)["Acme"].value == expected


def test_channels_without_volumes_cannot_be_weighted_by_them(cycle):
    award = given.award(cycle, {"metric": "ocr", "surveys": "live", "weighting": "by_volume"})
    acme = given.organisation(cycle, "Acme")
    for metric in (
        "ocr_call_center",
        "ocr_website",
    ):
        given.surveys(cycle, acme, metric, 300, 400)

    row = found(award)["Acme"]

    assert row.value is None
    assert row.shortfalls == [
        "We do not know the organization's contact volumes, so its channels cannot be put together."
    ]


@pytest.mark.parametrize(("window", "value"), [("year", Fraction(5, 8)), ("best_period", Fraction(3, 4))])
def test_the_year_or_its_best_period(cycle, window, value):
    """January to March: 300 of 400; July to September: 200 of 400."""
    award = given.award(cycle, {**FCR, "window": window, "best_period_sample": 400})
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "fcr", 300, 400, months=(3,), site="A")
    given.surveys(cycle, acme, "fcr", 200, 400, months=(9,), site="B")

    assert found(award)["Acme"].value == value


def test_live_alone_or_with_automated_calls(cycle):
    for includes, n in ((True, 500), (False, 300)):
        award = given.award(cycle, {"metric": "fcr", "surveys": "telephone", "telephone_includes_automated": includes})
        if includes:
            acme = given.organisation(cycle, "Acme")
            given.surveys(cycle, acme, "fcr", 300, 300)
            given.surveys(cycle, acme, "fcr", 100, 200, method="automated")
        assert found(award)["Acme"].sample().n == n


def test_sites_stand_apart_where_there_are_several(cycle):
    several, one = given.organisation(cycle, "Several"), given.organisation(cycle, "One")
    given.surveys(cycle, several, "fcr", 8, 10, site="Austin")
    given.surveys(cycle, several, "fcr", 2, 10, site="Boston")
    given.surveys(cycle, several, "fcr", 4, 4)
    given.surveys(cycle, one, "fcr", 5, 10, site="Chicago")

    def scopes(*wanted):
        rows = results.results(given.award(cycle, {**FCR, "scopes": list(wanted)}))
        return {(row.organisation_name, row.name): row.sample().n for row in rows}

    assert scopes("site", "all_sites") == {
        ("Several", "All sites"): 24,
        ("Several", "Austin"): 10,
        ("Several", "Boston"): 10,
        ("One", "One"): 10,
    }
    assert scopes("all_sites") == {("Several", "Several"): 24, ("One", "One"): 10}
    assert scopes("site") == {("Several", "Austin"): 10, ("Several", "Boston"): 10, ("One", "Chicago"): 10}


def test_opting_out_and_asking_in(cycle):
    automatic = given.award(cycle, FCR)
    on_request = given.award(cycle, {**FCR, "entry_mode": "opt_in"})
    stays, leaves = given.organisation(cycle, "Stays"), given.organisation(cycle, "Leaves")
    for one in (stays, leaves):
        given.surveys(cycle, one, "fcr", 4, 5)
    EntryChoice.objects.create(category=automatic, organisation=leaves, choice="out")
    EntryChoice.objects.create(category=on_request, organisation=stays, choice="in")

    assert {name: row.eligible for name, row in found(automatic).items()} == {"Stays": True, "Leaves": False}
    assert found(automatic)["Leaves"].shortfalls == ["The organization opted out of this award."]
    assert {name: row.eligible for name, row in found(on_request).items()} == {"Stays": True, "Leaves": False}
    assert found(on_request)["Leaves"].shortfalls == ["The organization has not asked to be entered in this award."]


@pytest.mark.parametrize("scope", ["record", "parent"])
def test_subsidiaries_count_with_their_parent_where_the_program_says_so(cycle, scope):
    cycle.program.organisation_scope = scope
    cycle.program.save()
    award = given.award(cycle, FCR, ("csr_headcount", {"minimum": 200}), SAMPLE)
    group = given.organisation(cycle, "Group", csrs=150)
    child = given.organisation(cycle, "Child", csrs=60)
    Organisation.objects.filter(pk=child.pk).update(parent=group)
    for one, top in ((group, 250), (child, 50)):
        given.surveys(cycle, one, "fcr", top, 300)

    rows = {name: (row.sample().n, row.value, row.eligible) for name, row in found(award).items()}

    if scope == "parent":
        assert rows == {"Group": (600, Fraction(1, 2), True)}
    else:
        assert rows == {"Group": (300, Fraction(5, 6), False), "Child": (300, Fraction(1, 6), False)}


def test_csrs_and_supervisors_are_found_by_their_numbers(cycle):
    measure = {"metric": "world_class", "surveys": "telephone", "bar": 85}
    acme = given.organisation(cycle, "Acme")
    given.agent(cycle, acme, "7", "Casey Caller")
    given.surveys(cycle, acme, "world_class", 22, 25, csr="7")
    given.surveys(cycle, acme, "world_class", 21, 25, csr="8")
    given.surveys(cycle, acme, "world_class", 171, 200, supervisor="S")
    given.surveys(cycle, acme, "world_class", 100, 200, supervisor="S", level="supervisor_year_end")

    def rates(**more):
        rows = results.results(given.award(cycle, {**measure, **more}, subject="person", method="threshold"))
        return {row.name: (row.value, row.meets_bar) for row in rows}

    assert rates(person="csr") == {"Casey Caller": (Fraction(22, 25), True), "8": (Fraction(21, 25), False)}
    assert rates(person="supervisor") == {"S": (Fraction(171, 200), True)}
    assert rates(person="supervisor", attribution="year_end") == {"S": (Fraction(1, 2), False)}


def test_reached_looks_at_rules_and_bar_and_never_at_the_entry(cycle):
    award = given.award(
        cycle, {"metric": "world_class", "surveys": "telephone", "bar": 85, "person": "csr"}, TAKES_PART,
        ("minimum_sample", {"metric": "world_class", "surveys": "telephone", "minimum": 25}),
        subject="person", method="threshold", key="certified-csr",
    )  # fmt: skip
    acme = given.organisation(cycle, "Acme")
    for number, top, n in (("good", 25, 25), ("short", 24, 24), ("low", 21, 25)):
        given.surveys(cycle, acme, "world_class", top, n, csr=number)
    given.surveys(cycle, acme, "world_class", 25, 25, csr="low", year=2016)
    EntryChoice.objects.create(category=award, organisation=acme, choice="out")
    people = [(acme.pk, number) for number in ("good", "short", "low", "nobody")]

    now = results.reached(cycle.program, cycle, ["certified-csr"], people)

    assert now == {
        (acme.pk, "good"): {"certified-csr": (2017,)},
        (acme.pk, "short"): {},
        (acme.pk, "low"): {},
        (acme.pk, "nobody"): {},
    }
    Participation.objects.create(program=cycle.program, organisation=acme, year=2016, kind="tracking")
    ever = results.reached(cycle.program, cycle, ["certified-csr"], people, years=[2016, 2017])
    assert ever[acme.pk, "low"] == {"certified-csr": (2016,)}


def test_awards_that_ask_the_same_of_organisations_agree_and_a_family_is_asked_award_by_award(cycle):
    """200 CSR employees fit both bands of the family: who chose the larger stands there, and not in the smaller."""
    bands = [{"minimum": 200}, {"minimum": 50, "maximum": 200}]
    larger, smaller = (
        given.award(cycle, FCR, TAKES_PART, ("csr_headcount", {**band, "overlap": "choose"}), family="size")
        for band in bands
    )
    others = [given.award(cycle, FCR, TAKES_PART, ("sector", {"sectors": ["energy"]})) for _award in range(2)]
    for name, told in (("Acme", {}), ("Power", {"sectors": ["energy"]}), ("Away", {"takes_part": False})):
        given.surveys(cycle, given.organisation(cycle, name, csrs=200, **told), "fcr", 300, 400)
    acme = Organisation.objects.get(name="Acme")
    EntryChoice.objects.create(category=larger, organisation=acme, choice="in")

    verdicts = {
        category.pk: {row.name: row.verdict for row in rows}
        for category, rows in results.of_cycle(type(cycle).objects.select_related("program").get(pk=cycle.pk)).items()
    }

    assert verdicts == {
        larger.pk: {"Acme": "pass", "Power": "unknown", "Away": "fail"},
        smaller.pk: {"Acme": "fail", "Power": "unknown", "Away": "fail"},
        **{one.pk: {"Acme": "fail", "Power": "pass", "Away": "fail"} for one in others},
    }


@pytest.mark.parametrize("asked", [True, False])
def test_who_is_in_doubt_is_found_whether_or_not_the_rules_were_asked_before(cycle, asked):
    """Nobody told how many CSRs Small has; Large has enough surveys whatever their number."""
    half = ("employee_sample", {"metric": "ex", "minimum": 100, "share": 90, "below": 100})
    award = given.award(cycle, {"metric": "ex", "surveys": "online"}, TAKES_PART, half)
    by_surveys = given.award(cycle, FCR, TAKES_PART, SAMPLE)
    for name, n, told in (("Large", 100, {}), ("Small", 60, {}), ("Away", 60, {"takes_part": False})):
        organisation = given.organisation(cycle, name, csrs=None, **told)
        given.surveys(cycle, organisation, "ex", n, n)
        given.surveys(cycle, organisation, "fcr", 10 * n, 10 * n)
    rows, clear = found(award), found(by_surveys)
    if asked:
        assert {name: row.verdict for name, row in rows.items()} == {
            "Large": "pass",
            "Small": "unknown",
            "Away": "fail",
        }

    assert {name for name, row in rows.items() if row.is_in_doubt} == {"Small"}
    assert not any(row.is_in_doubt for row in clear.values())


@pytest.mark.parametrize("n", [1, 3, 30])
def test_queries_do_not_grow(cycle, n, django_assert_num_queries):
    for place in range(n):
        acme = given.organisation(cycle, f"Organization {place}", csrs=200)
        given.surveys(cycle, acme, "fcr", 300, 400)
        given.surveys(cycle, acme, "world_class", 22, 25, csr=f"{place}")
        given.award(cycle, FCR, TAKES_PART, SAMPLE)
        given.award(cycle, {"metric": "world_class", "person": "csr", "bar": 85}, subject="person", method="threshold")
    fresh = type(cycle).objects.select_related("program").get(pk=cycle.pk)

    with django_assert_num_queries(8):
        found = results.of_cycle(fresh)

    assert sum(len(rows) for rows in found.values()) == 2 * n * n
