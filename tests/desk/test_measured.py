"""The administrators' pages of measured awards: standings with samples, files, and deciding what is beyond doubt."""

from __future__ import annotations

import pytest
from django.urls import reverse

from desk.domain import field_chart, measured
from judging.domain import measuring
from judging.models import Decision
from measurement.domain import results

from .. import factories
from ..measurement import given

pytestmark = pytest.mark.django_db

FCR = {"metric": "fcr", "surveys": "live"}
SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})


@pytest.fixture
def cycle(db):
    return given.cycle()


@pytest.fixture
def administrator(cycle, client):
    person = factories.user("Ada Administrator")
    factories.role(person, cycle.program)
    client.force_login(person)
    return person


def url(cycle, name: str, *more) -> str:
    return reverse(f"desk:{name}", args=(cycle.program.slug, cycle.slug, *more))


@pytest.mark.parametrize(
    ("top", "n", "low", "high"), [(320, 400, 75.80, 83.63), (0, 10, 0.0, 27.75), (10, 10, 72.25, 100.0)]
)
def test_wilsons_interval(top, n, low, high):
    """By hand from (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96."""
    found = measured.wilson(top, n)

    assert [round(one, 2) for one in found] == [low, high]


def test_no_surveys_no_interval():
    assert measured.wilson(0, 0) is None


@pytest.mark.parametrize(
    ("months", "words"),
    [((1, 2, 3, 6), "Jan–Mar, Jun"), ((1, 3), "Jan, Mar"), ((11, 12), "Nov–Dec"), ((12,), "Dec"), ((), "")],
)
def test_months_in_words(months, words):
    assert measured.months(months) == words


def test_standings_show_rates_samples_and_what_is_missed(client, cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    for name, top, n in (("First", 320, 400), ("Short", 388, 388)):
        given.surveys(cycle, given.organisation(cycle, name), "fcr", top, n)

    page = client.get(url(cycle, "result", award.slug)).content.decode()

    for words in (
        "80 %",
        "320 of 400",
        "75.8–83.6 %",
        "Jan–Mar",
        "388 of 400 surveys: 12 short.",
        "a field of one, of 2",
    ):
        assert words in page
    assert reverse("desk:trace", args=(cycle.program.slug, cycle.slug)) in page


def drawn(award) -> field_chart.FieldChart:
    return field_chart.of(measuring.standings_of(award, results.results(award)))


def test_the_chart_of_a_field_has_a_column_for_each_step_of_rates(cycle):
    award = given.award(cycle, {**FCR, "bar": 80}, SAMPLE, method="threshold")
    for name, top, n in (("All", 400, 400), ("At the bar", 320, 400), ("Below", 319, 400), ("Few", 84, 100)):
        given.surveys(cycle, given.organisation(cycle, name), "fcr", top, n)

    chart = drawn(award)

    assert [one.title for one in chart.columns] == [
        "75 to 80 %: 0 placed, 1 not placed",
        "80 to 85 %: 1 placed, 1 not placed",
        "95 to 100 %: 1 placed, 0 not placed",
    ]
    assert [label for _at, label in chart.labels] == ["70 %", "75 %", "80 %", "85 %", "90 %", "95 %"]
    assert (chart.bar_label, chart.bar_at) == ("80 %", chart.labels[2][0])


def test_where_improvement_is_compared_the_chart_shows_improvements(cycle):
    award = given.award(cycle, {**FCR, "compare": "improvement", "improvement_unit": "points"})
    for name, now, before in (("Up", 300, 280), ("Just", 284, 280), ("Down", 276, 280), ("Much", 400, 0)):
        made = given.organisation(cycle, name)
        given.surveys(cycle, made, "fcr", now, 400)
        given.surveys(cycle, made, "fcr", before, 400, year=2016)

    chart = drawn(award)

    assert [one.title.split(":")[0] for one in chart.columns] == [
        "-5 to 0 points",
        "0 to 5 points",
        "5 to 10 points",
        "95 to 100 points",
    ]
    assert [label for _at, label in chart.labels][:4] == ["-10", "-5", "0", "+5"]
    assert chart.bar_at is None


def test_nobody_measured_no_chart(cycle):
    assert drawn(given.award(cycle, FCR)) is None


def test_choosing_rows_and_files(client, cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    for name, top, n in (("First", 320, 400), ("Short", 388, 388), ("=Evil", 300, 400)):
        given.surveys(cycle, given.organisation(cycle, name), "fcr", top, n)

    def names(query: str) -> list[str]:
        lines = client.get(url(cycle, "result", award.slug) + query).context["lines"]
        return [row["line"].standing.name for row in lines]

    assert names("") == ["First", "=Evil", "Short"]
    assert names("?show=missed") == ["Short"]
    assert names("?q=fir") == ["First"]
    assert names("?sort=rate") == ["Short", "First", "=Evil"]
    assert names("?show=nonsense&sort=nonsense&page=99") == ["First", "=Evil", "Short"]
    text = b"".join(client.get(url(cycle, "standings_export", award.slug, "csv"))).decode()
    assert '"1","no","First","First","","80 %","80 %","320","400","75.8–83.6 %"' in text
    assert '"\'=Evil"' in text
    assert client.get(url(cycle, "standings_export", award.slug, "xlsx")).status_code == 200
    assert client.get(url(cycle, "standings_export", award.slug, "exe")).status_code == 404


def test_a_measured_award_is_decided_on_its_page(client, cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    given.surveys(cycle, given.organisation(cycle, "First"), "fcr", 320, 400)
    given.surveys(cycle, given.organisation(cycle, "Second"), "fcr", 310, 400)

    client.post(url(cycle, "decision_prepare", award.slug))
    page = client.get(url(cycle, "result", award.slug))
    assert [row["placed"] is not None for row in page.context["lines"]] == [True, False]
    second = page.context["lines"][1]["line"].standing.measured.key
    client.post(url(cycle, "decision_consider", award.slug), {"subject": second})
    assert client.get(url(cycle, "result", award.slug)).context["lines"][1]["line"].standing.candidate is not None

    client.post(url(cycle, "decision_seal", award.slug), {"version": Decision.objects.get().version})

    assert Decision.objects.get().is_sealed
    assert "the same result" in client.get(url(cycle, "result", award.slug)).content.decode()
    assert client.get(url(cycle, "result_record", award.slug)).status_code == 200


def test_what_is_beyond_doubt_is_decided_at_once_and_the_rest_is_left(client, cycle, administrator):
    clear = given.award(cycle, FCR, SAMPLE, name="Clear")
    tied = given.award(cycle, {"metric": "ivr"}, name="Tied", tie_policy="decide")
    empty = given.award(cycle, {"metric": "email"}, name="Empty")
    for name, top in (("First", 320), ("Second", 310)):
        one = given.organisation(cycle, name)
        given.surveys(cycle, one, "fcr", top, 400)
        given.surveys(cycle, one, "ivr", 300, 400)

    page = client.get(url(cycle, "beyond_doubt"))
    assert [row["one"].category.name for row in page.context["clear"]] == ["Clear"]
    assert {each.category.name: each.doubts for each in page.context["open"]} == {
        "Tied": ["Equal results: First, Second."],
        "Empty": ["Nobody is eligible. Withhold the award."],
    }

    client.post(url(cycle, "beyond_doubt"), {"award": [clear.slug, tied.slug]})
    assert not Decision.objects.exists(), "one of them is not beyond doubt, so none is decided"

    client.post(url(cycle, "beyond_doubt"), {"award": [clear.slug]})
    decision = Decision.objects.get()
    assert (decision.category, decision.is_sealed) == (clear, True)
    assert not Decision.objects.filter(category=empty).exists()
    assert client.get(url(cycle, "results")).status_code == 200


@pytest.mark.parametrize("n", [1, 3, 30])
def test_queries_do_not_grow(client, cycle, administrator, n, django_assert_max_num_queries):
    award = given.award(cycle, FCR, SAMPLE)
    for place in range(n):
        given.surveys(cycle, given.organisation(cycle, f"Organization {place}"), "fcr", 300, 400)
    client.get(url(cycle, "result", award.slug))

    with django_assert_max_num_queries(25):
        client.get(url(cycle, "result", award.slug))
    with django_assert_max_num_queries(25):
        client.get(url(cycle, "results"))
