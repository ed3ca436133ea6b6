"""Stories that ask for a certified nominee: the gate is asked of the surveys, by the number in the survey files."""

from __future__ import annotations

import pytest

from nominations.domain import eligibility
from nominations.domain.facts import facts_of
from nominations.models import Answer, Nomination
from programs.models import EligibilityRule, Question

from .. import factories
from ..measurement import given

pytestmark = pytest.mark.django_db

WORLD_CLASS = {"metric": "world_class", "surveys": "telephone", "person": "csr"}
GATE = {"award": "certified-csr", "name": "Certification", "within": "same_year"}


@pytest.fixture
def cycle(db):
    return given.cycle()


@pytest.fixture
def story(cycle):
    """A judged award for certified CSRs."""
    given.award(
        cycle, {**WORLD_CLASS, "bar": 85},
        ("minimum_sample", {"metric": "world_class", "surveys": "telephone", "minimum": 25}),
        key="certified-csr", subject="person", method="threshold",
    )  # fmt: skip
    made = factories.category(cycle, measure=WORLD_CLASS)
    EligibilityRule.objects.create(
        cycle=cycle, category=made, slug="certified", kind="reaches_award", params=GATE, source="Must be certified."
    )
    Question.objects.create(
        category=made, slug="number", section="entrant", kind="text", label="Number", fact="agent_number", position=2
    )
    return made


def nominated(story, organisation, number: str) -> Nomination:
    made = Nomination.objects.create(
        cycle=story.cycle, category=story, organisation=organisation, nominator=factories.user(), relation="colleague"
    )
    if number:
        Answer.objects.create(nomination=made, question=story.questions.get(slug="number"), value=number)
    return made


def verdict(nomination: Nomination) -> tuple[str, str]:
    facts = facts_of(Nomination.objects.filter(pk=nomination.pk))[nomination.pk]
    report = eligibility.evaluate(nomination.category, facts)
    return report.verdict, report.lines[0]["reason"]


@pytest.mark.parametrize(
    ("top", "n", "expected"),
    [(22, 25, "pass"), (21, 25, "fail"), (24, 24, "fail")],
)
def test_a_csr_is_certified_or_not(cycle, story, top, n, expected):
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "world_class", top, n, csr="7")

    assert verdict(nominated(story, acme, "7"))[0] == expected


def test_the_number_is_asked_for_and_belongs_to_the_organisation(cycle, story):
    acme, other = given.organisation(cycle, "Acme"), given.organisation(cycle, "Other")
    given.surveys(cycle, acme, "world_class", 25, 25, csr="7")

    assert verdict(nominated(story, acme, ""))[0] == "unknown"
    assert verdict(nominated(story, other, "7"))[0] == "fail"
    assert verdict(nominated(story, acme, "7")) == ("pass", "Reaches “Certification” in 2017.")


@pytest.mark.parametrize(("within", "expected"), [("same_year", "fail"), ("ever", "pass")])
def test_certified_this_year_or_ever(cycle, story, within, expected):
    story.rules.update(params={**GATE, "within": within})
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "world_class", 25, 25, csr="7", year=2015)

    assert verdict(nominated(story, acme, "7"))[0] == expected


@pytest.mark.parametrize(("unit", "expected"), [("points", "fail"), ("relative", "pass")])
def test_an_improvement_is_looked_up_in_both_years(cycle, story, unit, expected):
    """From 60 % to 68 %: 8 points, or 13.3 percent of last year's rate."""
    story.rules.update(
        kind="improvement",
        params={"metric": "world_class", "surveys": "telephone", "at_least": 10, "unit": unit},
    )
    acme = given.organisation(cycle, "Acme")
    given.surveys(cycle, acme, "world_class", 17, 25, csr="7")
    given.surveys(cycle, acme, "world_class", 15, 25, csr="7", year=2016)

    assert verdict(nominated(story, acme, "7"))[0] == expected


@pytest.mark.parametrize("n", [1, 3, 30])
def test_queries_do_not_grow(cycle, story, n, django_assert_num_queries):
    for place in range(n):
        acme = given.organisation(cycle, f"Organization {place}")
        given.surveys(cycle, acme, "world_class", 25, 25, csr=str(place))
        nominated(story, acme, str(place))

    with django_assert_num_queries(18):
        found = facts_of(Nomination.objects.all())

    assert all(facts.reached == {"certified-csr": (2017,)} for facts in found.values())
