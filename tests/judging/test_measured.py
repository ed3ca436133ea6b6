"""Measured awards from counts to the seal: places, ties, finalists, what is withheld, and what is computed again."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from judging.domain import decisions, measuring, review, sealing
from judging.domain.standings import standings
from measurement.domain import results
from nominations.models import Candidate
from operations.refusal import Refused
from programs.models import Category

from .. import factories
from ..measurement import given

pytestmark = pytest.mark.django_db

FCR = {"metric": "fcr", "surveys": "live"}
SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})


@pytest.fixture
def cycle(db):
    return given.cycle()


@pytest.fixture
def administrator(cycle):
    person = factories.user("Ada Administrator")
    factories.role(person, cycle.program)
    return person


def field(cycle, **tops: int | tuple[int, int]) -> None:
    """Organizations with their hits of 400 live surveys, or (hits, surveys)."""
    for name, counted in tops.items():
        top, n = counted if isinstance(counted, tuple) else (counted, 400)
        given.surveys(cycle, given.organisation(cycle, name), "fcr", top, n)


def places(category: Category) -> dict[str, int | None]:
    return {row.name: row.place for row in standings(category)}


def placed(decision) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in decision.placings.select_related("placing", "candidate").order_by("candidate__name"):
        found.setdefault(row.placing.slug, []).append(row.candidate.name)
    return found


def test_the_highest_rate_wins_and_who_is_one_survey_short_stands_below(cycle):
    award = given.award(cycle, FCR, SAMPLE)
    field(cycle, First=320, Second=319, Short=(399, 399))

    assert places(award) == {"First": 1, "Second": 2, "Short": None}
    assert [row.value for row in standings(award)] == [Fraction(4, 5), Fraction(319, 400), Fraction(1)]


@pytest.mark.parametrize(
    ("policy", "expected", "winners"),
    [
        ("share", {"A": 1, "B": 1, "C": 3}, {"winner": ["A", "B"], "finalist": ["C"]}),
        ("decide", {"A": 1, "B": 1, "C": 3}, {"finalist": ["C"]}),
        ("break_by_sample", {"A": 2, "B": 1, "C": 3}, {"winner": ["B"], "finalist": ["A", "C"]}),
    ],
)
def test_equal_rates(cycle, administrator, policy, expected, winners):
    """320 of 400 and 640 of 800 are the same rate: X01 says what that means. Names and numbers break nothing."""
    award = given.award(cycle, FCR, SAMPLE, tie_policy=policy)
    given.finalists(award, 2)
    field(cycle, A=320, B=(640, 800), C=300)

    assert places(award) == expected
    assert placed(decisions.prepare(award, by=administrator)) == winners


@pytest.mark.parametrize(("include", "finalists"), [(False, ["B", "C"]), (True, ["B"])])
def test_the_winner_is_one_of_the_finalists_or_not(cycle, administrator, include, finalists):
    award = given.award(cycle, {**FCR, "finalists_include_winner": include}, SAMPLE)
    given.finalists(award, 2)
    field(cycle, A=320, B=310, C=300, D=290)

    assert placed(decisions.prepare(award, by=administrator)) == {"winner": ["A"], "finalist": finalists}


def test_the_sum_of_ranks_needs_the_whole_field(cycle):
    """FCR ranks 1, 2, 3 and employees' ranks 3, 1, 2: sums 4, 3, 5."""
    measure = {**FCR, "second_metric": "ex", "second_surveys": "online", "combine": "rank_sum"}
    award = given.award(cycle, measure)
    for name, fcr, ex in (("A", 90, 50), ("B", 80, 70), ("C", 70, 60)):
        one = given.organisation(cycle, name)
        given.surveys(cycle, one, "fcr", fcr, 100)
        given.surveys(cycle, one, "ex", ex, 100)

    assert [(row.name, row.place, row.value) for row in standings(award)] == [("B", 1, 3), ("A", 2, 4), ("C", 3, 5)]


@pytest.mark.parametrize(
    ("per_scope", "expected"),
    [(True, {"All sites": 1, "Austin": 1, "Boston": None, "Dallas": 1, "El Paso": None}),
     (False, {"All sites": 1, "Austin": None, "Boston": None, "Dallas": 1, "El Paso": None})],
)  # fmt: skip
def test_each_scope_or_one_award_an_organisation(cycle, per_scope, expected):
    """Together: Austin and Boston reach 80 %, Dallas and El Paso only 79 %; Austin and Dallas reach it alone."""
    award = given.award(
        cycle, {**FCR, "bar": 80, "scopes": ["site", "all_sites"], "trophy_per_scope": per_scope},
        method="threshold", subject="site",
    )  # fmt: skip
    one, other = given.organisation(cycle, "One"), given.organisation(cycle, "Other")
    for organisation, site, top in (
        (one, "Austin", 85),
        (one, "Boston", 75),
        (other, "Dallas", 83),
        (other, "El Paso", 75),
    ):
        given.surveys(cycle, organisation, "fcr", top, 100, site=site)

    rows = {(row.measured.organisation_name, row.name): row.place for row in standings(award)}

    assert rows.pop(("Other", "All sites")) is None
    assert {name: place for (_organisation, name), place in rows.items()} == expected


def test_at_the_bar_is_enough(cycle, administrator):
    award = given.award(cycle, {**FCR, "bar": 80}, SAMPLE, method="threshold")
    field(cycle, At=320, Below=319, Above=321)

    decision = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)

    assert placed(decision) == {"certified": ["Above", "At"]}
    assert decision.is_sealed


def test_nobody_eligible_is_withheld(cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    field(cycle, Short=(399, 399))
    decision = decisions.prepare(award, by=administrator)

    assert placed(decision) == {}
    assert review.of(decision).problems == [
        "Nobody is placed. Place somebody, or withhold the award.",
        "Nobody is eligible. Withhold the award.",
    ]
    decisions.withhold(decision, reason="Nobody had the sample.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_withheld


@pytest.mark.parametrize(("least", "is_placed"), [(1, True), (2, False)])
def test_a_single_entrant_wins_unless_the_award_asks_for_more(cycle, administrator, least, is_placed):
    award = given.award(cycle, FCR, SAMPLE, minimum_entrants=least)
    field(cycle, Alone=320)

    decision = decisions.prepare(award, by=administrator)

    assert placed(decision) == ({"winner": ["Alone"]} if is_placed else {})
    assert bool(review.of(decision).problems) is not is_placed


def test_who_could_win_if_something_were_known_needs_a_person(cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE, ("csr_headcount", {"minimum": 200}))
    for name, top, csrs in (("Known", 300, 200), ("Unknown", 320, None), ("Lower", 280, None)):
        given.surveys(cycle, given.organisation(cycle, name, csrs=csrs), "fcr", top, 400)

    reviewed = review.of(decisions.prepare(award, by=administrator))

    assert reviewed.departures == [
        "It is not settled whether Unknown is eligible: We do not know yet how many CSR employees the organization has."
    ]


def test_a_sealed_result_is_computed_again_from_its_counts(cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    field(cycle, A=320, B=310)
    decision = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)

    assert sealing.recompute(decision).is_same
    assert decision.inputs["basis"]["subjects"][0]["samples"]["fcr:live:0"][0][:4] == [134, 133, 133, 0]

    decision.inputs["basis"]["subjects"][1]["samples"]["fcr:live:0"][1][0] = 100
    assert [line for line in sealing.recompute(decision).differences if "hash" in line]
    assert not sealing.recompute(decision).is_same


def test_what_changed_since_is_said(cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    field(cycle, A=320)
    decision = decisions.seal(decisions.prepare(award, by=administrator), by=administrator)
    award.rules.update(params={"metric": "fcr", "surveys": "live", "minimum": 500})

    assert sealing.recompute(decision).since == ("The rules have changed since.",)


def test_another_than_the_standing_says_needs_a_reason(cycle, administrator):
    award = given.award(cycle, FCR, SAMPLE)
    field(cycle, A=320, B=310)
    decision = decisions.prepare(award, by=administrator)
    winner, other = standings(award)
    candidates = measuring.with_candidates(award, [other])
    decisions.unplace(decision, winner.candidate, by=administrator)
    decisions.place(decision, award.placings.get(), candidate=candidates[other.measured.key], by=administrator)

    with pytest.raises(Refused):
        decisions.seal(decision, by=administrator)

    decisions.explain(decision, "A withdrew from the conference.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


def test_people_are_told_apart_by_their_number_and_named_once_confirmed(cycle, administrator):
    award = given.award(
        cycle, {"metric": "world_class", "person": "csr", "bar": 85}, subject="person", method="threshold"
    )
    acme = given.organisation(cycle, "Acme")
    for number in ("1", "2"):
        given.agent(cycle, acme, number, "Sam Smith")
        given.surveys(cycle, acme, "world_class", 22, 25, csr=number)

    decisions.prepare(award, by=administrator)

    made = Candidate.objects.select_related("agent").order_by("match_key")
    assert [(one.name, one.agent.number, one.name_confirmed) for one in made] == [
        ("Sam Smith", "1", False),
        ("Sam Smith", "2", False),
    ]


@pytest.mark.parametrize("n", [1, 3, 30, 501])
def test_any_number_is_placed_in_the_same_number_of_queries(cycle, administrator, n, django_assert_num_queries):
    award = given.award(
        cycle, {"metric": "world_class", "person": "csr", "bar": 85}, subject="person", method="threshold"
    )
    acme = given.organisation(cycle, "Acme")
    for number in range(n):
        given.surveys(cycle, acme, "world_class", 25, 25, csr=str(number))
    award = Category.objects.select_related("cycle__program").get(pk=award.pk)

    # Databases take at most so many rows in one statement.
    with django_assert_num_queries(45 if n > 500 else 38):
        decision = decisions.prepare(award, by=administrator)

    assert decision.placings.count() == n


TWO = {"metric": "fcr", "surveys": "live", "second_metric": "ex", "second_surveys": "online"}


@pytest.mark.parametrize(
    ("measure", "fields"),
    [
        (FCR, {}),
        (FCR, {"rate_rounding": 1, "tie_policy": "break_by_sample"}),
        ({**TWO, "combine": "weighted", "first_weight": 70}, {}),
        ({**TWO, "combine": "rank_sum"}, {}),
        ({**FCR, "compare": "improvement", "improvement_unit": "relative"}, {}),
        ({**FCR, "bar": 75, "scopes": ["site", "all_sites"]}, {"method": "threshold", "subject": "site"}),
    ],
)
def test_what_is_measured_and_what_is_sealed_of_it_give_the_same_result(cycle, measure, fields):
    """Live results are looked at as they are, sealed ones read back from plain data: place, value, ties, all alike."""
    award = given.award(
        cycle, measure, ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 90}), **fields
    )
    for name, tops in {
        "A": (80, 70, 60),
        "B": (90, 60, 80),
        "C": (80, 70, 60),
        "D": (99, 0, 99),
        "E": (75, 75, 10),
    }.items():
        one = given.organisation(cycle, name)
        n = 99 if name == "D" else 100
        given.surveys(cycle, one, "fcr", tops[0] // 2, n // 2, site="Austin")
        given.surveys(cycle, one, "fcr", tops[0] - tops[0] // 2, n - n // 2, site="Boston")
        given.surveys(cycle, one, "fcr", tops[1], 100, year=2016)
        given.surveys(cycle, one, "ex", tops[2], 100)
    given.surveys(cycle, given.organisation(cycle, "Short"), "fcr", 89, 89)
    award = Category.objects.select_related("cycle__program").get(pk=award.pk)

    sealed = json.loads(json.dumps(measuring.gather(award)))
    live = measuring.METHODS[award.method](results.results(award), measuring.settings_of(award))

    assert sorted(one.as_json()["subject"] for one in live if one.place)
    assert sorted(live) == sorted(measuring.compute(sealed))
