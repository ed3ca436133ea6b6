"""The scale of a rubric is set on the screens of a category and its criteria, until judges have marked on it."""

from __future__ import annotations

import html

import pytest
from django.forms import model_to_dict

from desk.setup_forms import CategoryForm
from judging.models import Assignment, Mark, Scorecard
from tests import factories

from .test_actions import desk, trail  # noqa: F401 - a fixture
from .test_watch import address, submitted

LINES = "10: Outstanding\n1: Hardly addressed\r\n\n7:  Well met: with figures "


def post(desk, category, **changes):  # noqa: F811
    """The category's page as a browser sends it back, with changes."""
    shown = CategoryForm(instance=category, cycle=category.cycle)
    sent = {
        name: field.prepare_value(shown.get_initial_for_field(field, name))
        for name, field in shown.fields.items()
        if not field.disabled
    }
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    return desk.post(address(category, "category", category.slug), {**sent, **changes})


def test_steps_and_their_words_are_written_on_the_category_and_shown_to_judges(desk, category):  # noqa: F811
    assert post(desk, category, scale_min=0, scale_max=10, anchors=LINES).status_code == 302

    category.refresh_from_db()
    assert category.scale == {
        "min": 0,
        "max": 10,
        "anchors": {"1": "Hardly addressed", "7": "Well met: with figures", "10": "Outstanding"},
    }
    page = html.unescape(desk.get(address(category, "category", category.slug)).text)
    assert "1: Hardly addressed\n7: Well met: with figures\n10: Outstanding</textarea>" in page
    assert post(desk, category).status_code == 302
    assert category.scale == type(category).objects.get(pk=category.pk).scale


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"anchors": "11: Beyond"}, "11 is not on the scale from 1 to 10."),
        ({"anchors": "ten: Outstanding"}, "“ten: Outstanding”: write the mark, a colon and its words"),
        ({"anchors": "7"}, "“7”: write the mark"),
        ({"anchors": "7: Well met\n07: Met"}, "The mark 07 has words already."),
        ({"scale_min": 5, "scale_max": 5}, "The highest mark is above the lowest."),
        ({"scale_max": 101}, "less than or equal to 100"),
    ],
)
def test_what_is_no_scale_is_told_and_changes_nothing(desk, category, changes, error):  # noqa: F811
    before = category.scale

    response = post(desk, category, **changes)

    assert response.status_code == 422 and error in html.unescape(response.text)
    category.refresh_from_db()
    assert category.scale == before


def test_once_a_judge_has_marked_the_steps_stay_and_their_words_may_be_mended(desk, category, nominator, judge):  # noqa: F811
    assignment = Assignment.objects.create(judge=judge, nomination=submitted(category, nominator, 1))
    card = Scorecard.objects.create(assignment=assignment)
    Mark.objects.create(scorecard=card, criterion=category.criteria.first(), value=9)

    assert post(desk, category, scale_min=1, scale_max=5, anchors="10: Outstanding").status_code == 302

    category.refresh_from_db()
    assert category.scale == {"min": 1, "max": 10, "anchors": {"10": "Outstanding"}}


def test_a_criterion_has_words_of_its_own_and_the_trail_says_what_changed(desk, category):  # noqa: F811
    one = category.criteria.get(slug="criterion-1")
    sent = {
        name: value
        for name, value in model_to_dict(one).items()
        if name in ("name", "description", "weight", "position")
    }
    where = address(category, "criterion", category.slug, one.slug)

    assert desk.post(where, {**sent, "anchors": "10: Letters from customers"}).status_code == 302
    one.refresh_from_db()
    assert one.anchors == {"10": "Letters from customers"}
    assert trail("criterion changed") == 1
    refused = desk.post(where, {**sent, "anchors": "0: Nothing"})
    assert refused.status_code == 422 and "0 is not on the scale from 1 to 10." in refused.text


def test_an_award_that_nobody_scores_has_no_scale(desk, category):  # noqa: F811
    chosen = factories.category(category.cycle, slug="chosen", method="appointment")

    assert "scale_min" not in desk.get(address(chosen, "category", chosen.slug)).text
