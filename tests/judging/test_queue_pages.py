"""A judge's list of entries."""

import pytest
from django.urls import reverse

from judging.domain import recusals, scoring
from judging.models import Assignment, Scorecard
from tests import factories

from . import stories
from .pages import address, typed


def test_the_queue_tells_how_far_it_is(as_judge, category, judge):
    for n in range(3):
        stories.assigned(judge, stories.entry(category, f"Entry {n}"))
    done, started, _new = Assignment.objects.order_by("position")
    scoring.submit(stories.mark(recusals.state_no_conflict(done, by=judge), 7, 8, 9), by=judge)
    recusals.state_no_conflict(started, by=judge)
    page = as_judge.get(reverse("judging:queue")).content.decode()

    assert "1 of 3" in page
    assert "Go on where you stopped" in page
    lists = {
        state: as_judge.get(reverse("judging:queue"), {"state": state}).context["items"]
        for state in ("", "all", "open", "started", "submitted")
    }
    assert {state: len(items) for state, items in lists.items()} == {
        "": 2,
        "all": 3,
        "open": 2,
        "started": 1,
        "submitted": 1,
    }


def test_an_empty_queue_says_what_happens_next(as_judge, client, category, judge, outsider):
    stories.seat(category, judge)
    assert "You are on the panel" in as_judge.get(reverse("judging:queue")).content.decode()

    client.force_login(outsider)
    assert "once an organizer has invited you" in client.get(reverse("judging:queue")).content.decode()


def test_the_queue_holds_only_own_entries(as_judge, category, judge, other_judge):
    mine = stories.assigned(judge, stories.entry(category, "Mine"))
    stories.assigned(other_judge, stories.entry(category, "Theirs"))

    assert [item.code for item in as_judge.get(reverse("judging:queue")).context["items"]] == [mine.code]


def test_closed_judging_stands_on_a_page_of_its_own(as_judge, category, judge):
    past = factories.category(
        factories.cycle(category.cycle.program, slug="2025", judging_closes_at=factories.at("2025-05-01"))
    )
    early = stories.assigned(judge, stories.entry(past, "Early"))
    now = stories.assigned(judge, stories.entry(category, "Now"))

    assert [item.code for item in as_judge.get(reverse("judging:queue")).context["items"]] == [now.code]
    page = as_judge.get(reverse("judging:queue"), {"earlier": 1})
    assert [item.code for item in page.context["items"]] == [early.code]


def test_marks_opened_again_after_closing_are_told(as_judge, scorecard, judge, administrator):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)
    stories.set_clock(factories.at("2026-05-02"))
    scoring.reopen(scorecard, reason="Typing error", by=administrator, until=factories.at("2026-05-03"))

    assert "are open again" in as_judge.get(reverse("judging:queue")).content.decode()
    stories.set_clock(factories.at("2026-05-04"))
    assert "are open again" not in as_judge.get(reverse("judging:queue")).content.decode()


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_the_queue_costs_the_same_whatever_it_holds(as_judge, category, judge, django_assert_num_queries, entries):
    stories.publish_terms(category)
    for _n in range(entries):
        stories.assigned(judge, stories.entry(category))

    with django_assert_num_queries(9):
        as_judge.get(reverse("judging:queue"))


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_the_scorecard_costs_the_same_whatever_else_there_is(
    as_judge, category, judge, django_assert_num_queries, django_assert_max_num_queries, entries
):
    stories.publish_terms(category, published_at=factories.at("2027-01-01"))
    scorecards = [stories.opened(judge, stories.entry(category)) for _n in range(entries)]
    scorecard = stories.mark(scorecards[-1], 7, 8)
    assignment = scorecard.assignment

    with django_assert_num_queries(11):
        as_judge.get(address("scorecard", assignment))
    data = {"mark-criterion-1": 5, "comment-criterion-1": "Better", "version-criterion-1": 1}
    both_savepoints = 2
    with django_assert_max_num_queries(10 + both_savepoints):
        as_judge.post(address("save_mark", assignment, "criterion-1"), data, headers={"HX-Request": "true"})
    everything = typed(Scorecard.objects.get(pk=scorecard.pk), 9, 9, 9)
    with django_assert_max_num_queries(12 + both_savepoints):
        as_judge.post(address("save", assignment), everything)
