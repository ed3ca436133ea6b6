"""Marks saved, submitted and dealt at the same moment, on a database that really runs things at the same moment."""

from __future__ import annotations

import pytest

from judging.domain import assigning, decisions, recusals, scoring, settling
from judging.models import Assignment, Decision, DecisionPlacing, Mark, MarkVersion, Recusal, Scorecard
from operations import clock
from operations.models import AuditEvent, Job
from operations.refusal import Refused
from tests import factories
from tests.judging import stories
from tests.measurement import given as measured

from .test_submission_races import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def during_judging(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: stories.JUDGING)


@pytest.fixture
def category():
    return factories.category()


@pytest.fixture
def judges():
    return [factories.user(f"Judge {n}", email=f"judge{n}@bench{n}.example") for n in range(1, 5)]


def saving(scorecard, criterion, judge, text):
    """A tab that has seen nothing yet saves its mark."""
    value = int(text.split()[-1])
    mine = Scorecard.objects.select_related("assignment").get(pk=scorecard.pk)
    return lambda: scoring.save_mark(mine, criterion, value=value, comment=text, base_version=0, by=judge)


def test_of_two_tabs_edits_nothing_is_lost(category, judges):
    scorecard = stories.opened(judges[0], stories.entry(category))
    first, second, third = stories.criteria_of(scorecard)
    texts = [f"tab {n}" for n in range(1, 9)]
    answers = at_once([saving(scorecard, first, judges[0], text) for text in texts])

    saved = [answer for answer in answers if isinstance(answer, scoring.Saved)]
    kept = set(MarkVersion.objects.filter(is_conflict=True).values_list("content__comment", flat=True))
    assert len(saved) == 1
    assert {Mark.objects.get().comment} | kept == set(texts)
    scorecard.refresh_from_db()
    assert scorecard.total == Mark.objects.get().value


def test_marks_of_different_criteria_at_once_all_stand_and_the_total_is_true(category, judges):
    scorecard = stories.opened(judges[0], stories.entry(category))
    criteria = stories.criteria_of(scorecard)
    at_once([saving(scorecard, one, judges[0], f"mark {n}") for n, one in enumerate(criteria, start=7)])

    scorecard.refresh_from_db()
    assert sorted(Mark.objects.values_list("value", flat=True)) == [7, 8, 9]
    assert scorecard.total == 8


def test_two_judges_at_once_each_keep_their_marks(category, judges):
    nomination = stories.entry(category)
    scorecards = {judge: stories.opened(judge, nomination) for judge in judges}
    at_once(
        [
            saving(scorecard, one, judge, f"mark {n}")
            for n, (judge, scorecard) in enumerate(scorecards.items(), start=1)
            for one in stories.criteria_of(scorecard)
        ]
    )

    totals = dict(Scorecard.objects.values_list("assignment__judge__name", "total_numerator"))
    assert totals == {"Judge 1": 1, "Judge 2": 2, "Judge 3": 3, "Judge 4": 4}
    assert not MarkVersion.objects.exists()


def test_a_double_click_submits_once(category, judges):
    scorecard = stories.mark(stories.opened(judges[0], stories.entry(category)), 7, 8, 9)
    at_once([lambda: scoring.submit(Scorecard.objects.get(pk=scorecard.pk), by=judges[0])] * 8)

    assert AuditEvent.objects.filter(action="scorecard submitted").count() == 1


def test_a_save_beside_a_submission_stands_before_it_or_is_refused(category, judges):
    """Whichever comes first, the submitted total is that of the submitted marks."""
    for _again in range(5):
        scorecard = stories.mark(stories.opened(judges[0], stories.entry(category)), 7, 8, 9)
        first = stories.criteria_of(scorecard)[0]

        def late(scorecard=scorecard, first=first):
            try:
                return scoring.save_mark(
                    Scorecard.objects.get(pk=scorecard.pk), first, value=1, base_version=1, by=judges[0]
                )
            except Refused:
                return None

        at_once(
            [late, lambda scorecard=scorecard: scoring.submit(Scorecard.objects.get(pk=scorecard.pk), by=judges[0])]
        )
        scorecard.refresh_from_db()
        values = list(scorecard.marks.values_list("value", flat=True))
        assert scorecard.is_submitted
        assert scorecard.total * 3 == sum(values)


def test_the_same_plan_applied_at_once_deals_once(category, judges):
    stories.seat(category, *judges)
    for _n in range(10):
        stories.entry(category)
    at_once([lambda: assigning.apply(category, seed=5, by=None)] * 4)

    assert Assignment.objects.count() == 30
    assert len(set(Assignment.objects.values_list("judge", "nomination"))) == 30


def test_stepping_back_twice_at_once_is_once(category, judges):
    assignment = stories.assigned(judges[0], stories.entry(category))
    at_once([lambda: recusals.recuse(assignment, reason="family", by=judges[0])] * 6)

    assert Recusal.objects.count() == 1
    assert AuditEvent.objects.filter(action="judge recused").count() == 1


def test_a_decision_is_sealed_once(category, judges):
    administrator = factories.user("Ada")
    factories.role(administrator, category.cycle.program)
    nomination = stories.entry(category)
    for judge in judges[:2]:
        stories.judged(judge, nomination, 8, 8, 8)
    decision = decisions.prepare(category, by=administrator)

    def sealing():
        try:
            return decisions.seal(type(decision).objects.get(pk=decision.pk), by=administrator)
        except Refused:
            return None

    assert sum(answer is not None for answer in at_once([sealing] * 6)) == 1
    assert Job.objects.filter(kind="make_honours").count() == 1


def test_measured_awards_settled_by_three_at_once_are_decided_once():
    """The same two awards from three windows: each is sealed once, and the others hear so in words."""
    cycle = measured.cycle()
    administrator = factories.user("Ada Administrator")
    factories.role(administrator, cycle.program)
    awards = [measured.award(cycle, {"metric": "fcr", "surveys": "live"}) for _n in range(2)]
    for name, top in (("Cedar Bank", 320), ("Dover Energy", 319)):
        measured.surveys(cycle, measured.organisation(cycle, name), "fcr", top, 400)

    def settle():
        try:
            return len(settling.decide(cycle, [one.slug for one in awards], by=administrator))
        except Refused:
            return "refused"

    outcomes = at_once([settle] * 3)

    assert sorted(outcomes, key=str) == [2, "refused", "refused"]
    sealed = Decision.objects.filter(state="sealed")
    assert sorted(sealed.values_list("category_id", flat=True)) == sorted(one.pk for one in awards)
    names = DecisionPlacing.objects.values_list("candidate__name", flat=True)
    assert list(names) == ["Cedar Bank", "Cedar Bank"]
