"""Balanced plans: never a conflict, as even as can be, the same for the same seed, and only additions later."""

import itertools
import random
from collections import Counter

import pytest

from judging.domain import assigning, panels, recusals
from judging.models import Assignment, Panel, Recusal
from nominations.enums import CapPlace, Eligibility
from operations.models import AuditEvent
from operations.refusal import Refused
from tests import factories

from . import stories


@pytest.fixture
def judges(db):
    return [factories.user(f"Judge {n}", email=f"judge{n}@bench{n}.example") for n in range(1, 6)]


@pytest.fixture
def panel(category, judges):
    stories.seat(category, *judges)
    return category


def pairs():
    return set(Assignment.objects.active().values_list("judge__name", "nomination__title"))


def test_each_nomination_gets_its_judges_and_loads_are_even(panel):
    for n in range(7):
        stories.entry(panel, f"Entry {n}")
    assigning.apply(panel, seed=1, by=None)

    per_entry = Counter(title for _judge, title in pairs())
    per_judge = Counter(judge for judge, _title in pairs())
    assert set(per_entry.values()) == {3}
    assert sorted(per_judge.values()) == [4, 4, 4, 4, 5]


def test_nothing_is_written_before_it_is_applied(panel):
    stories.entry(panel)
    plan = assigning.plan(panel, seed=1)

    assert (len(plan.new), Assignment.objects.count()) == (3, 0)
    assert {load.judge.name: load.after for load in plan.loads if load.after} == {
        judge.name: 1 for judge, _nomination in plan.new
    }


def test_what_is_applied_is_what_was_shown(panel):
    for _n in range(6):
        stories.entry(panel)
    shown = assigning.plan(panel, seed=99)
    assigning.apply(panel, seed=99, by=None)

    assert pairs() == {(judge.name, nomination.title) for judge, nomination in shown.new}
    assert Panel.objects.get(category=panel).seed == 99


def test_another_seed_deals_otherwise(panel):
    for _n in range(12):
        stories.entry(panel)
    one, again, other = (assigning.plan(panel, seed=seed).new for seed in (1, 1, 2))

    assert one == again
    assert one != other


def test_a_conflicted_judge_is_never_dealt(panel, judges):
    acme = factories.organisation("Acme", members=judges[:2])
    nomination = stories.entry(panel, organisation=acme)
    assigning.apply(panel, seed=1, by=None)

    readers = set(Assignment.objects.active().values_list("judge__name", flat=True))
    assert readers == {"Judge 3", "Judge 4", "Judge 5"}
    assert set(Recusal.objects.values_list("assignment__judge__name", flat=True)) == {"Judge 1", "Judge 2"}
    assert nomination.assignments.count() == 5


def test_a_gap_says_why(panel, judges):
    acme = factories.organisation("Acme", members=judges[:3])
    stories.entry(panel, organisation=acme)
    (gap,) = assigning.plan(panel, seed=1).gaps

    assert (gap.missing, gap.reason) == (1, "Too few judges of the panel are free of conflicts.")


def test_without_a_panel_the_plan_says_so(category):
    stories.entry(category)
    (gap,) = assigning.plan(category, seed=1).gaps

    assert gap.reason == "Nobody is on the panel yet."


def test_a_recusal_brings_one_substitute_and_moves_nobody(panel):
    for _n in range(5):
        stories.entry(panel)
    assigning.apply(panel, seed=1, by=None)
    before = pairs()
    assignment = Assignment.objects.first()
    gone = (assignment.judge.name, assignment.nomination.title)
    recusals.recuse(assignment, reason="family", by=assignment.judge)
    assigning.apply(panel, seed=2, by=None)

    assert before - pairs() == {gone}
    (substitute,) = pairs() - before
    assert substitute[1] == gone[1]
    assert substitute[0] != gone[0]


def test_a_late_entry_is_added_behind_what_judges_have(panel):
    for _n in range(4):
        stories.entry(panel)
    assigning.apply(panel, seed=1, by=None)
    order = {one.pk: one.position for one in Assignment.objects.all()}
    stories.entry(panel)
    assigning.apply(panel, seed=1, by=None)

    late = Assignment.objects.exclude(pk__in=order)
    assert {one.pk: one.position for one in Assignment.objects.filter(pk__in=order)} == order
    assert all(one.position > max(order[o.pk] for o in one.judge.assignments.filter(pk__in=order)) for one in late)


def test_each_judge_reads_in_an_own_order(panel):
    panel.panel_size = 5
    panel.save()
    for _n in range(12):
        stories.entry(panel)
    assigning.apply(panel, seed=1, by=None)

    orders = {
        tuple(Assignment.objects.filter(judge=judge).values_list("nomination", flat=True))
        for judge in {one.judge for one in Assignment.objects.all()}
    }
    assert len(orders) == 5


def test_only_what_is_to_be_judged_is_dealt(panel):
    fine = stories.entry(panel, "Fine")
    stories.entry(panel, "Over the limit", cap_place=CapPlace.OVER)
    stories.entry(panel, "Not eligible", eligibility=Eligibility.INELIGIBLE)
    stories.entry(panel, "Withdrawn", state="withdrawn")

    assert {nomination for _judge, nomination in assigning.plan(panel, seed=1).new} == {fine}


def test_who_left_the_panel_is_replaced(panel, judges):
    stories.entry(panel)
    assigning.apply(panel, seed=1, by=None)
    leaver = Assignment.objects.first().judge
    panels.remove_member(panel, leaver, by=leaver)
    plan = assigning.plan(panel, seed=1)

    assert len(plan.new) == 1
    assert plan.new[0][0] != leaver


def test_by_hand(panel, judges, outsider, administrator):
    nomination = stories.entry(panel)
    assignment = assigning.assign(judges[0], nomination, by=administrator)

    assert assigning.assign(judges[0], nomination, by=administrator) == assignment
    with pytest.raises(Refused, match="not on the panel"):
        assigning.assign(outsider, nomination, by=administrator)
    with pytest.raises(Refused, match="conflict"):
        assigning.assign(
            judges[1], stories.entry(panel, email=f"ann@{judges[1].email.split('@')[1]}"), by=administrator
        )
    with pytest.raises(Refused, match="not to be judged"):
        assigning.assign(judges[1], stories.entry(panel, state="withdrawn"), by=administrator)
    assert AuditEvent.objects.filter(action="judge assigned").count() == 1


def test_what_was_opened_is_not_taken_away(panel, judges, administrator):
    closed = assigning.assign(judges[0], stories.entry(panel), by=administrator)
    opened = assigning.assign(judges[0], stories.entry(panel), by=administrator)
    recusals.state_no_conflict(opened, by=judges[0])
    assigning.unassign(closed, by=administrator)

    with pytest.raises(Refused, match="opened"):
        assigning.unassign(opened, by=administrator)
    assert list(Assignment.objects.all()) == [opened]


def best_spread(wanted, eligible, loads):
    """The smallest sum of squared loads, by trying every way: small cases alone."""
    best = None
    ways = [list(itertools.combinations(sorted(eligible[one]), min(wanted[one], len(eligible[one])))) for one in wanted]
    for way in itertools.product(*ways):
        total = Counter(loads)
        for judges in way:
            total.update(judges)
        cost = sum(load * load for load in total.values())
        best = cost if best is None else min(best, cost)
    return best


@pytest.mark.parametrize("seed", range(30))
def test_no_other_deal_is_more_even(seed):
    chance = random.Random(seed)
    judges = range(1, 5)
    wanted = {nomination: chance.choice([1, 2]) for nomination in range(5)}
    eligible = {nomination: {judge for judge in judges if chance.random() < 0.6} for nomination in wanted}
    loads = {judge: chance.choice([0, 0, 1, 3]) for judge in judges}
    dealt = assigning.deal(wanted, eligible, loads, random.Random(seed))

    total = Counter(loads)
    for nomination, hands in dealt.items():
        assert hands <= eligible[nomination]
        assert len(hands) == min(wanted[nomination], len(eligible[nomination]))
        total.update(hands)
    assert sum(load * load for load in total.values()) == best_spread(wanted, eligible, loads)


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_a_plan_costs_the_same_whatever_its_size(panel, django_assert_num_queries, entries):
    for _n in range(entries):
        stories.entry(panel)

    with django_assert_num_queries(5):
        assigning.plan(panel, seed=1)
