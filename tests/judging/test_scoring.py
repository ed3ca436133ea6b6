"""Marks, totals and two tabs, with numbers worked by hand."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from judging.domain import recusals, scoring
from judging.models import Mark, MarkVersion, Scorecard
from operations.models import AuditEvent
from operations.refusal import Refused
from tests import factories

from . import stories


@pytest.fixture
def scorecard(category, judge):
    return stories.opened(judge, stories.entry(category))


def weigh(category, *weights):
    for criterion, weight in zip(category.criteria.all(), weights, strict=True):
        criterion.weight = weight
        criterion.save()


def test_the_total_is_the_weighted_mean_of_the_marks(category, scorecard):
    weigh(category, 40, 35, 25)
    stories.mark(scorecard, 7, 8, 5)

    # (40·7 + 35·8 + 25·5) / 100 = (280 + 280 + 125) / 100 = 6.85
    assert scorecard.total == Fraction(137, 20)


def test_what_a_judge_cannot_judge_is_left_out_of_the_total(category, scorecard):
    weigh(category, 2, 1, 1)
    stories.mark(scorecard, 9, None, 4)

    # (2·9 + 1·4) / (2 + 1) = 22/3; as a zero it would be 22/4
    assert scorecard.total == Fraction(22, 3)


def test_a_zero_is_a_mark(category, judge):
    category.scale = {"min": 0, "max": 5, "anchors": {}}
    category.save()
    scorecard = stories.opened(judge, stories.entry(category))
    stories.mark(scorecard, 0, 5, 5)

    assert scorecard.total == Fraction(10, 3)


def test_no_mark_no_total(scorecard):
    stories.mark(scorecard, None, None, None)

    assert scorecard.total is None


def test_a_submission_needs_every_criterion(scorecard, judge):
    stories.mark(scorecard, 7, 8)

    with pytest.raises(scoring.NotReady) as refusal:
        scoring.submit(scorecard, by=judge)

    assert set(refusal.value.missing) == {"criterion-3"}
    assert not Scorecard.objects.get(pk=scorecard.pk).is_submitted


def test_cannot_judge_counts_as_an_answer(scorecard, judge):
    stories.mark(scorecard, 7, 8, None)

    assert scoring.submit(scorecard, by=judge).is_submitted


def test_a_submission_needs_one_real_mark(scorecard, judge):
    stories.mark(scorecard, None, None, None)

    with pytest.raises(scoring.NotReady, match="at least one"):
        scoring.submit(scorecard, by=judge)


def test_a_comment_is_asked_where_the_criterion_asks(category, scorecard, judge):
    category.criteria.filter(slug="criterion-2").update(comment_required=True)
    stories.mark(scorecard, 7, 8, 9)

    with pytest.raises(scoring.NotReady) as refusal:
        scoring.submit(scorecard, by=judge)
    assert set(refusal.value.missing) == {"criterion-2"}

    second = stories.criteria_of(scorecard)[1]
    scoring.save_mark(scorecard, second, value=8, comment="Clear results.", base_version=1, by=judge)
    assert scoring.submit(scorecard, by=judge).is_submitted


@pytest.mark.parametrize(("value", "is_allowed"), [(0, False), (1, True), (10, True), (11, False)])
def test_marks_stay_on_the_scale(scorecard, judge, value, is_allowed):
    first = stories.criteria_of(scorecard)[0]

    if is_allowed:
        assert scoring.save_mark(scorecard, first, value=value, base_version=0, by=judge) == scoring.Saved(1)
    else:
        with pytest.raises(Refused, match="from 1 to 10"):
            scoring.save_mark(scorecard, first, value=value, base_version=0, by=judge)


def test_a_mark_and_cannot_judge_exclude_each_other(scorecard, judge):
    with pytest.raises(Refused):
        scoring.save_mark(
            scorecard, stories.criteria_of(scorecard)[0], value=3, cannot_judge=True, base_version=0, by=judge
        )


def test_two_tabs_lose_nothing(scorecard, judge):
    first = stories.criteria_of(scorecard)[0]
    one = scoring.save_mark(scorecard, first, value=7, comment="from the first tab", base_version=0, by=judge)
    other = scoring.save_mark(scorecard, first, value=4, comment="from the second tab", base_version=0, by=judge)

    assert one == scoring.Saved(1)
    assert other.saved == {"value": 7, "cannot_judge": False, "comment": "from the first tab"}
    assert other.kept.content == {"value": 4, "cannot_judge": False, "comment": "from the second tab"}
    assert Mark.objects.get().comment == "from the first tab"


def test_a_late_text_is_kept_once_however_often_it_is_sent(scorecard, judge):
    first = stories.criteria_of(scorecard)[0]
    scoring.save_mark(scorecard, first, value=7, base_version=0, by=judge)
    for _again in range(3):
        scoring.save_mark(scorecard, first, value=4, base_version=0, by=judge)

    assert MarkVersion.objects.filter(is_conflict=True).count() == 1


def test_the_same_mark_from_two_tabs_is_no_conflict(scorecard, judge):
    first = stories.criteria_of(scorecard)[0]
    scoring.save_mark(scorecard, first, value=7, base_version=0, by=judge)

    assert scoring.save_mark(scorecard, first, value=7, base_version=0, by=judge) == scoring.Saved(1)


def test_an_undecided_text_holds_the_submission_until_it_is_decided(scorecard, judge):
    stories.mark(scorecard, 7, 8, 9)
    first = stories.criteria_of(scorecard)[0]
    kept = scoring.save_mark(scorecard, first, value=4, comment="second tab", base_version=0, by=judge).kept

    with pytest.raises(scoring.NotReady, match="another tab"):
        scoring.submit(scorecard, by=judge)

    scoring.resolve(kept, take_kept=True, by=judge)
    scorecard.refresh_from_db()
    assert scorecard.total == Fraction(4 + 8 + 9, 3)
    assert scoring.submit(scorecard, by=judge).is_submitted


def test_the_note_keeps_both_texts_too(scorecard, judge):
    scoring.save_note(scorecard, note="first tab", base_version=0, by=judge)
    late = scoring.save_note(scorecard, note="second tab", base_version=0, by=judge)

    assert (late.saved, late.kept.content) == ({"note": "first tab"}, {"note": "second tab"})
    scoring.resolve(late.kept, take_kept=True, by=judge)
    scorecard.refresh_from_db()
    assert scorecard.note == "second tab"
    assert MarkVersion.objects.filter(is_conflict=False, content={"note": "first tab"}).exists()


def test_two_judges_marks_stand_beside_each_other(category, judge, other_judge):
    nomination = stories.entry(category)
    mine, theirs = stories.opened(judge, nomination), stories.opened(other_judge, nomination)
    stories.mark(mine, 7, 8, 9)
    stories.mark(theirs, 1, 2, 3)

    totals = {card.assignment.judge: card.total for card in Scorecard.objects.all()}
    assert totals == {judge: Fraction(8), other_judge: Fraction(2)}


def test_nobody_marks_on_another_judges_scorecard(scorecard, other_judge):
    with pytest.raises(Refused):
        stories.mark(scorecard, 7, by=other_judge)


def test_a_submitted_scorecard_is_closed(scorecard, judge):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)

    with pytest.raises(Refused, match="submitted"):
        scoring.save_mark(scorecard, stories.criteria_of(scorecard)[0], value=1, base_version=1, by=judge)


def test_submitting_twice_is_once(scorecard, judge):
    stories.mark(scorecard, 7, 8, 9)
    scoring.submit(scorecard, by=judge)
    scoring.submit(scorecard, by=judge)

    assert AuditEvent.objects.filter(action="scorecard submitted").count() == 1


def test_an_administrator_reopens_with_a_reason(scorecard, judge, administrator):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)

    with pytest.raises(Refused, match="why"):
        scoring.reopen(scorecard, reason=" ", by=administrator)
    scoring.reopen(scorecard, reason="Marked the wrong entry", by=administrator)

    stories.criteria_of(scorecard)
    first = stories.criteria_of(scorecard)[0]
    assert scoring.save_mark(scorecard, first, value=1, base_version=1, by=judge) == scoring.Saved(2)
    assert AuditEvent.objects.get(action="scorecard reopened").change["reason"] == "Marked the wrong entry"


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        ("2026-04-01 23:59:59", False),
        ("2026-04-02 00:00:00", True),
        ("2026-04-30 00:00:00", True),
        ("2026-04-30 00:00:01", False),
    ],
)
def test_marks_are_taken_inside_the_judging_window_alone(scorecard, judge, instant, is_open):
    stories.set_clock(factories.at(instant))
    first = stories.criteria_of(scorecard)[0]

    if is_open:
        assert scoring.save_mark(scorecard, first, value=7, base_version=0, by=judge) == scoring.Saved(1)
    else:
        with pytest.raises(Refused):
            scoring.save_mark(scorecard, first, value=7, base_version=0, by=judge)


def test_a_reopened_scorecard_can_have_its_own_deadline(scorecard, judge, administrator):
    scoring.submit(stories.mark(scorecard, 7, 8, 9), by=judge)
    stories.set_clock(factories.at("2026-05-02"))
    scoring.reopen(scorecard, reason="Typing error", by=administrator, until=factories.at("2026-05-03"))
    first = stories.criteria_of(scorecard)[0]

    assert scoring.save_mark(scorecard, first, value=1, base_version=1, by=judge) == scoring.Saved(2)
    stories.set_clock(factories.at("2026-05-03 00:00:01"))
    with pytest.raises(Refused, match="closed"):
        scoring.save_mark(scorecard, first, value=2, base_version=2, by=judge)


def test_a_recused_judge_marks_no_more(scorecard, judge):
    recusals.recuse(scorecard.assignment, reason="family", by=judge)

    with pytest.raises(Refused, match="stepped back"):
        stories.mark(scorecard, 7)


@pytest.mark.parametrize("verb", ["submit", "reopen"])
def test_the_decision_is_held_before_a_scorecard_begins_or_ceases_to_count(scorecard, judge, administrator, verb):
    """A seal in the same moment comes wholly before or wholly after; where rows lock, both take them in this order."""
    stories.mark(scorecard, 7, 8, 9)
    if verb == "reopen":
        scoring.submit(scorecard, by=judge)
    with CaptureQueriesContext(connection) as queries:
        if verb == "submit":
            scoring.submit(scorecard, by=judge)
        else:
            scoring.reopen(scorecard, reason="Look again", by=administrator)
    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    decision = next(n for n, sql in enumerate(reads) if 'FROM "judging_decision"' in sql and '"inputs"' in sql)
    assert decision < next(n for n, sql in enumerate(reads) if 'FROM "judging_scorecard"' in sql)
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in reads[decision]
