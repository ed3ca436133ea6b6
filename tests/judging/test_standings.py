"""Places in a judged category, worked by hand."""

from fractions import Fraction

import pytest

from judging.domain import assigning, recusals
from judging.domain.standings import NotConfigured, standings
from programs.models import Placing
from tests import factories

from . import stories


@pytest.fixture
def judges(db):
    return [factories.user(f"Judge {n}", email=f"judge{n}@bench{n}.example") for n in range(1, 5)]


@pytest.fixture
def category(db):
    return factories.category(quorum=2)


def table(category):
    return {row.name: (row.place, row.value, row.needs_information) for row in standings(category)}


def marked(category, judges, name, *rows):
    """An entry with one submitted scorecard a judge: each row is that judge's marks."""
    nomination = stories.entry(category, name)
    for judge, row in zip(judges, rows, strict=False):
        stories.judged(judge, nomination, *row)
    return nomination


def test_a_standing_is_the_mean_of_submitted_scorecards(category, judges):
    marked(category, judges, "Alpha", (8, 8, 8), (7, 7, 7))
    marked(category, judges, "Beta", (9, 9, 9), (10, 10, 10))
    marked(category, judges, "Gamma", (5, 6, 6), (5, 5, 6))

    assert table(category) == {
        "Beta": (1, Fraction(19, 2), False),
        "Alpha": (2, Fraction(15, 2), False),
        "Gamma": (3, Fraction(11, 2), False),
    }
    assert [row.name for row in standings(category)] == ["Beta", "Alpha", "Gamma"]


def test_drafts_do_not_count(category, judges):
    nomination = marked(category, judges, "Alpha", (8, 8, 8), (6, 6, 6))
    stories.mark(stories.opened(judges[2], nomination), 1, 1, 1)

    assert table(category) == {"Alpha": (1, Fraction(7), False)}


def test_a_recusal_never_punishes(category, judges):
    nomination = marked(category, judges, "Alpha", (8, 8, 8), (8, 8, 8), (1, 1, 1))
    assignment = nomination.assignments.get(judge=judges[2])
    assert table(category)["Alpha"][1] == Fraction(17, 3)

    recusals.recuse(assignment, reason="competitor", by=judges[2])

    assert table(category) == {"Alpha": (1, Fraction(8), False)}


def test_a_criterion_that_one_judge_cannot_judge_never_punishes(category, judges):
    marked(category, judges, "Alpha", (8, 8, 8), (8, None, 8))

    assert table(category) == {"Alpha": (1, Fraction(8), False)}


@pytest.mark.parametrize(("scorecards", "place"), [(1, None), (2, 1)])
def test_below_the_quorum_there_is_no_number(category, judges, scorecards, place):
    marked(category, judges, "Alpha", *[(8, 8, 8)] * scorecards)
    (standing,) = standings(category)

    assert (standing.place, standing.value, standing.count) == (place, Fraction(8) if place else None, scorecards)
    assert standing.needs_information is (place is None)


def test_an_entry_without_scorecards_needs_information(category):
    stories.entry(category, "Alpha")

    assert table(category) == {"Alpha": (None, None, True)}


def test_a_tie_for_the_only_place_waits_for_a_person(category, judges):
    marked(category, judges, "Alpha", (8, 8, 8), (6, 6, 6))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Gamma", (5, 5, 5), (5, 5, 5))

    assert table(category) == {
        "Alpha": (1, Fraction(7), True),
        "Beta": (1, Fraction(7), True),
        "Gamma": (3, Fraction(5), False),
    }
    assert "tie-break decision" in standings(category)[0].needs


def test_a_tie_below_the_placings_only_shares_its_number(category, judges):
    marked(category, judges, "Alpha", (9, 9, 9), (9, 9, 9))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Gamma", (7, 7, 7), (7, 7, 7))

    assert table(category) == {
        "Alpha": (1, Fraction(9), False),
        "Beta": (2, Fraction(7), False),
        "Gamma": (2, Fraction(7), False),
    }


def test_a_tie_between_two_places_of_one_placing_touches_no_boundary(category, judges):
    category.placings.update(places=2)
    marked(category, judges, "Alpha", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Gamma", (5, 5, 5), (5, 5, 5))

    assert {name: row[2] for name, row in table(category).items()} == {"Alpha": False, "Beta": False, "Gamma": False}


def test_a_tie_across_winner_and_runner_up_waits_for_a_person(category, judges):
    Placing.objects.create(
        category=category, slug="runner-up", kind="runner_up", name="Runner-up", places=1, position=2
    )
    marked(category, judges, "Alpha", (9, 9, 9), (9, 9, 9))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Gamma", (7, 7, 7), (7, 7, 7))

    assert {name: row[2] for name, row in table(category).items()} == {"Alpha": False, "Beta": True, "Gamma": True}


def test_shared_places_where_the_award_shares_them(category, judges):
    category.tie_policy = "share"
    category.save()
    marked(category, judges, "Alpha", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7))

    assert table(category) == {"Alpha": (1, Fraction(7), False), "Beta": (1, Fraction(7), False)}


def test_the_larger_sample_goes_first_where_the_award_says_so(category, judges):
    category.tie_policy = "break_by_sample"
    category.save()
    marked(category, judges, "Alpha", (7, 7, 7), (7, 7, 7))
    marked(category, judges, "Beta", (7, 7, 7), (7, 7, 7), (7, 7, 7))

    assert table(category) == {"Beta": (1, Fraction(7), False), "Alpha": (2, Fraction(7), False)}


def test_thirds_that_are_equal_are_equal(category, judges):
    """As floats, the two sums differ in the last digit; as fractions they tie."""
    marked(category, judges, "Alpha", (1, 1, 2), (2, 2, 3), (3, 3, 3))
    marked(category, judges, "Beta", (3, 3, 3), (2, 2, 3), (1, 1, 2))

    rows = standings(category)
    assert {row.place for row in rows} == {1}
    assert rows[0].value == rows[1].value == Fraction(20, 9)


def test_severity_is_the_mean_difference_to_the_panel(category, judges):
    marked(category, judges, "Alpha", (8, 8, 8), (6, 6, 6))
    marked(category, judges, "Beta", (7, 7, 7), (6, 6, 6))

    severity = {line.judge.name: line.severity for row in standings(category) for line in row.lines}
    # judge 1: (8-6 + 7-6) / 2 = 3/2; judge 2 the other way round
    assert severity == {"Judge 1": Fraction(3, 2), "Judge 2": Fraction(-3, 2)}


def test_the_adjusted_value_takes_severity_out(category, judges):
    """Three entries, each read by two of three judges; judge 3 marks two points lower than the others."""
    one, two, three = judges[:3]
    alpha, beta, gamma = (stories.entry(category, name) for name in ("Alpha", "Beta", "Gamma"))
    for nomination, judge, total in [
        (alpha, one, 8), (alpha, two, 8), (beta, one, 7), (beta, three, 5), (gamma, two, 6), (gamma, three, 4)
    ]:  # fmt: skip
        stories.judged(judge, nomination, total, total, total)

    adjusted = {row.name: round(row.adjusted, 6) for row in standings(category)}
    # entries 8, 7, 6 for the mild judges; the judges' effects (2/3, 2/3, -4/3) add up to zero
    assert adjusted == {"Alpha": round(8 - 2 / 3, 6), "Beta": round(7 - 2 / 3, 6), "Gamma": round(6 - 2 / 3, 6)}


def test_only_entries_to_be_judged_stand(category, judges):
    marked(category, judges, "Alpha", (8, 8, 8), (8, 8, 8))
    gone = marked(category, judges, "Beta", (9, 9, 9), (9, 9, 9))
    gone.state = "withdrawn"
    gone.save()

    assert set(table(category)) == {"Alpha"}


@pytest.mark.parametrize("method", ["ranking", "threshold"])
def test_other_methods_say_that_they_are_not_set_up(db, method):
    with pytest.raises(NotConfigured, match="not set up"):
        standings(factories.category(method=method))


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_standings_cost_the_same_whatever_stands(category, judges, django_assert_num_queries, entries):
    for _n in range(entries):
        marked(category, judges, "", (8, 8, 8), (7, 7, 7))
    category = type(category).objects.select_related("cycle__program").get(pk=category.pk)

    with django_assert_num_queries(7):
        standings(category)


def test_plans_are_part_of_no_standing(category, judges):
    stories.seat(category, *judges)
    stories.entry(category, "Alpha")
    assigning.apply(category, seed=1, by=None)

    assert table(category) == {"Alpha": (None, None, True)}
