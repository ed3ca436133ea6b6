"""Where a quorum binds: six different experts read each entry before anything is decided."""

import pytest

from judging.domain import assigning, decisions, recusals
from judging.models import Assignment
from operations.refusal import Refused
from programs.models import Category
from tests import factories

from . import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def experts():
    return [factories.user(f"Expert {n}", email=f"expert{n}@bench{n}.example") for n in range(1, 8)]


@pytest.fixture
def practice(category):
    Category.objects.filter(pk=category.pk).update(panel_size=6, quorum=6, quorum_binds=True)
    category.refresh_from_db()
    return category


def read_by(entry, experts, mark=8):
    for expert in experts:
        stories.judged(expert, entry, mark, mark, mark)


def test_with_five_of_six_nothing_can_be_placed_or_sealed(practice, experts, administrator):
    entry = stories.entry(practice, "Harbor Desk")
    read_by(entry, experts[:5])
    decision = decisions.prepare(practice, by=administrator)

    assert not decision.placings.exists()
    with pytest.raises(Refused, match="Harbor Desk: 5 of 6 scorecards"):
        decisions.place(decision, practice.placings.get(), nomination=entry, by=administrator)
    with pytest.raises(Refused, match="5 of 6"):
        decisions.seal(decision, by=administrator)
    with pytest.raises(Refused, match="5 of 6"):
        decisions.withhold(decision, reason="None was good enough", by=administrator)
        decisions.seal(decision, by=administrator)


def test_with_six_it_can(practice, experts, administrator):
    entry = stories.entry(practice, "Harbor Desk")
    read_by(entry, experts[:6])

    decision = decisions.prepare(practice, by=administrator)

    assert decision.placings.get().candidate == entry.candidate
    assert decisions.seal(decision, by=administrator).is_sealed


def test_each_entry_needs_its_own_six(practice, experts, administrator):
    first, second = stories.entry(practice, "Harbor Desk"), stories.entry(practice, "Prairie Desk")
    read_by(first, experts[:6])
    read_by(second, experts[:4], mark=3)

    with pytest.raises(Refused, match="Prairie Desk: 4 of 6"):
        decisions.seal(decisions.prepare(practice, by=administrator), by=administrator)


def test_a_recusal_takes_a_reader_away_and_the_plan_proposes_a_substitute(practice, experts, administrator):
    entry = stories.entry(practice, "Harbor Desk")
    read_by(entry, experts[:5])
    sixth = stories.assigned(experts[5], entry)
    stories.seat(practice, experts[6])
    recusals.recuse(sixth, reason="business", by=experts[5])

    plan = assigning.plan(practice, seed=1)

    assert [(judge.pk, one.pk) for judge, one in plan.new] == [(experts[6].pk, entry.pk)]
    assigning.apply(practice, seed=1, by=administrator)
    substitute = recusals.state_no_conflict(Assignment.objects.get(judge=experts[6], nomination=entry), by=experts[6])
    from judging.domain import scoring

    scoring.submit(stories.mark(substitute, 8, 8, 8), by=experts[6])
    assert decisions.seal(decisions.prepare(practice, by=administrator), by=administrator).is_sealed


def test_where_it_does_not_bind_a_person_may_decide_with_a_reason(practice, experts, administrator):
    Category.objects.filter(pk=practice.pk).update(quorum_binds=False)
    practice.refresh_from_db()
    entry = stories.entry(practice, "Harbor Desk")
    read_by(entry, experts[:5])
    decision = decisions.prepare(practice, by=administrator)
    decisions.place(decision, practice.placings.get(), nomination=entry, by=administrator)
    decisions.explain(decision, "Five were enough this time.", by=administrator)

    assert decisions.seal(decision, by=administrator).is_sealed
