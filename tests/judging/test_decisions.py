"""Decisions: prepared, changed with a reason, sealed, computed again, reopened."""

from datetime import timedelta

import pytest

from judging.domain import appointment, decisions, recusals, review, scoring
from judging.domain.standings import standings
from judging.models import Decision, DecisionPlacing, Mark, Scorecard
from nominations.models import PastHonour
from operations.models import AuditEvent, Job
from operations.refusal import Refused
from programs.models import EligibilityRule, Placing
from tests import factories

from . import stories


@pytest.fixture
def judges(db):
    return [factories.user(f"Judge {n}", email=f"judge{n}@bench{n}.example") for n in range(1, 3)]


@pytest.fixture
def runner_up(category):
    return Placing.objects.create(
        category=category, slug="runner-up", kind="runner_up", name="Runner-up", places=1, position=2
    )


def marked(category, judges, name, total):
    nomination = stories.entry(category, name)
    for judge in judges:
        stories.judged(judge, nomination, total, total, total)
    return nomination


@pytest.fixture
def field(category, judges):
    """Alpha 9, Beta 7, Gamma 5."""
    return [marked(category, judges, name, total) for name, total in [("Alpha", 9), ("Beta", 7), ("Gamma", 5)]]


@pytest.fixture
def decision(category, field, administrator):
    return decisions.prepare(category, by=administrator)


def placed(decision):
    return {one.candidate.name: one.placing.slug for one in decision.placings.all()}


def test_a_clear_standing_prepares_the_decision(decision):
    assert placed(decision) == {"Alpha": "winner"}


def test_the_runner_up_exists_only_where_the_category_has_one(category, field, runner_up, administrator):
    assert placed(decisions.prepare(category, by=administrator)) == {"Alpha": "winner", "Beta": "runner-up"}


def test_another_categorys_runner_up_is_refused(decision, field, administrator):
    other = factories.category(decision.category.cycle)
    elsewhere = Placing.objects.create(category=other, slug="runner-up", kind="runner_up", name="Runner-up", places=1)

    with pytest.raises(Refused, match="does not award"):
        decisions.place(decision, elsewhere, nomination=field[1], by=administrator)


def test_preparing_again_keeps_what_a_person_changed(category, decision, field, administrator):
    winner = category.placings.get()
    decisions.unplace(decision, field[0].candidate, by=administrator)
    decisions.place(decision, winner, nomination=field[1], by=administrator)

    assert placed(decisions.prepare(category, by=administrator)) == {"Beta": "winner"}


def test_a_place_is_given_once(category, decision, field, administrator):
    with pytest.raises(Refused, match="one place"):
        decisions.place(decision, category.placings.get(), nomination=field[1], by=administrator)


def test_following_the_standing_needs_no_reason(decision, administrator):
    assert review.of(decision).departures == []
    assert decisions.seal(decision, by=administrator).is_sealed


def test_departing_from_the_standing_needs_a_reason(category, decision, field, administrator):
    decisions.unplace(decision, field[0].candidate, by=administrator)
    decisions.place(decision, category.placings.get(), nomination=field[1], by=administrator)
    assert review.of(decision).departures == [
        "Beta is placed as Winner, which the standing does not say.",
        "The standing makes Alpha Winner, and the decision does not.",
    ]

    with pytest.raises(Refused, match="reason"):
        decisions.seal(decision, by=administrator)
    decisions.explain(decision, "Alpha withdrew from the ceremony.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


def test_breaking_a_tie_needs_a_reason(category, judges, administrator):
    first, _second = marked(category, judges, "Alpha", 8), marked(category, judges, "Beta", 8)
    decision = decisions.prepare(category, by=administrator)
    assert placed(decision) == {}

    decisions.place(decision, category.placings.get(), nomination=first, by=administrator)
    assert review.of(decision).departures == ["Alpha is placed as Winner although the result is tied."]
    with pytest.raises(Refused, match="reason"):
        decisions.seal(decision, by=administrator)
    decisions.explain(decision, "The chair's casting vote.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


ONE_AWAITED = "1 scorecard is not in yet, and its judge may still submit it."


def test_deciding_while_a_judge_may_still_mark_needs_a_reason(category, judges, decision, field, administrator):
    third = factories.user("Judge 3", email="judge3@bench3.example")
    stories.opened(third, field[0])
    assert review.of(decision).departures == [ONE_AWAITED]

    with pytest.raises(Refused, match="Write the reason: the decision comes early"):
        decisions.seal(decision, by=administrator)
    decisions.explain(decision, "The third judge has fallen ill.", by=administrator)
    assert decisions.seal(decision, by=administrator).is_sealed


def test_nobody_is_awaited_who_has_submitted_or_stepped_back(category, decision, field, administrator):
    third = factories.user("Judge 3", email="judge3@bench3.example")
    stories.judged(third, field[0], 9, 9, 9)
    recusals.recuse(stories.assigned(third, field[1]), reason="family", by=third)

    assert review.of(decision).departures == []
    assert decisions.seal(decision, by=administrator).is_sealed


def test_a_scorecard_is_awaited_to_the_last_second_of_judging(category, decision, field):
    stories.opened(factories.user("Judge 3", email="judge3@bench3.example"), field[0])
    last = category.cycle.judging_closes_at

    stories.set_clock(last)
    assert review.of(decision).departures == [ONE_AWAITED]
    stories.set_clock(last + timedelta(seconds=1))
    assert review.of(decision).departures == []


def test_a_reopened_scorecard_is_awaited_to_its_own_deadline(category, judges, decision, field, administrator):
    after = category.cycle.judging_closes_at + timedelta(days=1)
    stories.set_clock(after)
    card = Scorecard.objects.get(assignment__judge=judges[0], assignment__nomination=field[2])
    scoring.reopen(card, reason="A slip of the pen.", until=after + timedelta(days=2), by=administrator)

    assert ONE_AWAITED in review.of(decision).departures
    stories.set_clock(after + timedelta(days=2, seconds=1))
    assert ONE_AWAITED not in review.of(decision).departures


def test_equal_results_share_the_placing_where_the_award_shares_it(category, judges, administrator):
    category.tie_policy = "share"
    category.save()
    marked(category, judges, "Alpha", 8), marked(category, judges, "Beta", 8), marked(category, judges, "Gamma", 5)
    decision = decisions.prepare(category, by=administrator)

    assert placed(decision) == {"Alpha": "winner", "Beta": "winner"}
    assert decisions.seal(decision, by=administrator).is_sealed


def test_leaving_out_entries_with_too_few_scorecards_needs_a_reason(category, judges, field, administrator):
    stories.judged(judges[0], stories.entry(category, "Delta"), 10, 10, 10)
    decision = decisions.prepare(category, by=administrator)

    assert review.of(decision).departures == ["1 nomination has too few scorecards and is left out."]
    with pytest.raises(Refused):
        decisions.seal(decision, by=administrator)


def test_an_empty_list_cannot_be_sealed(decision, field, administrator):
    decisions.unplace(decision, field[0].candidate, by=administrator)

    with pytest.raises(Refused, match="Nobody is placed"):
        decisions.seal(decision, by=administrator)


def test_an_award_is_withheld_with_a_reason(decision, administrator):
    with pytest.raises(Refused, match="why"):
        decisions.withhold(decision, reason="", by=administrator)
    decisions.withhold(decision, reason="No entry met the mark.", by=administrator)

    assert placed(decision) == {}
    assert decisions.seal(decision, by=administrator).is_withheld


def test_a_withheld_award_can_be_given_again(category, decision, field, administrator):
    decisions.withhold(decision, reason="No entry met the mark.", by=administrator)
    with pytest.raises(Refused, match="withheld"):
        decisions.place(decision, category.placings.get(), nomination=field[0], by=administrator)

    decisions.give_again(decision, by=administrator)
    decisions.place(decision, category.placings.get(), nomination=field[0], by=administrator)
    assert placed(decision) == {"Alpha": "winner"}


@pytest.mark.parametrize(("least", "can_be_sealed"), [(3, True), (4, False)])
def test_a_category_with_too_few_entries_is_not_given(category, field, administrator, least, can_be_sealed):
    category.minimum_entrants = least
    category.save()
    decision = decisions.prepare(category, by=administrator)

    assert placed(decision) == ({"Alpha": "winner"} if can_be_sealed else {})
    if not can_be_sealed:
        decisions.place(decision, category.placings.get(), nomination=field[0], by=administrator)
        with pytest.raises(Refused, match="at least 4"):
            decisions.seal(decision, by=administrator)


def test_a_withdrawn_entry_cannot_win(category, decision, field, administrator):
    field[0].state = "withdrawn"
    field[0].save()

    with pytest.raises(Refused, match="no longer stands"):
        decisions.seal(decision, by=administrator)
    with pytest.raises(Refused, match="stands in this category"):
        decisions.place(decision, category.placings.get(), nomination=field[0], by=administrator)


def test_the_seal_asks_for_honours_once(decision, administrator):
    decisions.seal(decision, by=administrator)

    (job,) = Job.objects.filter(kind="make_honours")
    assert job.payload == {"decision": decision.pk}


def test_a_sealed_decision_changes_no_more(category, decision, field, judges, administrator):
    decisions.seal(decision, by=administrator)

    for verb in (
        lambda: decisions.place(decision, category.placings.get(), nomination=field[1], by=administrator),
        lambda: decisions.unplace(decision, field[0].candidate, by=administrator),
        lambda: decisions.explain(decision, "Because", by=administrator),
        lambda: decisions.withhold(decision, reason="Because", by=administrator),
        lambda: decisions.seal(decision, by=administrator),
    ):
        with pytest.raises(Refused, match="sealed"):
            verb()
    scorecard = field[0].assignments.first().scorecard
    with pytest.raises(Refused, match="sealed"):
        scoring.reopen(scorecard, reason="Wrong entry", by=administrator)


def test_computing_it_again_gives_the_same(decision, administrator):
    decisions.seal(decision, by=administrator)
    again = decisions.recompute(Decision.objects.get())

    assert (again.is_same, again.differences, again.since) == (True, (), ())


def test_changed_inputs_are_noticed(decision, field, administrator):
    decisions.seal(decision, by=administrator)
    sealed = Decision.objects.get()
    sealed.inputs["basis"]["scorecards"][0]["marks"]["criterion-1"] = 1
    sealed.save()

    again = decisions.recompute(Decision.objects.get())
    assert len(again.differences) == 2
    assert "hash differs" in again.differences[0]
    assert "computed again" in again.differences[1]


def test_changed_placings_are_noticed(decision, field, administrator):
    decisions.seal(decision, by=administrator)
    DecisionPlacing.objects.update(candidate=field[2].candidate)

    assert decisions.recompute(Decision.objects.get()).differences == (
        "The placings are not the ones that were sealed.",
    )


def test_marks_changed_behind_the_portals_back_are_told(decision, administrator):
    decisions.seal(decision, by=administrator)
    mark = Mark.objects.first()
    Mark.objects.filter(pk=mark.pk).update(value=1)

    again = decisions.recompute(Decision.objects.get())
    assert again.is_same
    assert again.since == (f"Scorecard {mark.scorecard.code} has changed since.",)


def test_a_reopened_decision_can_be_changed_and_sealed_again(decision, administrator):
    decisions.seal(decision, by=administrator)
    with pytest.raises(Refused, match="why"):
        decisions.reopen(decision, reason="", by=administrator)
    decisions.reopen(decision, reason="A scorecard came late", by=administrator)
    decisions.seal(decision, by=administrator)

    actions = list(AuditEvent.objects.filter(object_key=decision.key).values_list("action", flat=True))
    assert actions == ["decision prepared", "decision sealed", "decision reopened", "decision sealed"]
    assert Job.objects.filter(kind="make_honours").count() == 2


def test_two_administrators_do_not_overwrite_each_other(decision, field, administrator):
    seen = decision.version
    decisions.explain(decision, "First", by=administrator, base_version=seen)

    with pytest.raises(Refused, match="in between"):
        decisions.explain(decision, "Second", by=administrator, base_version=seen)


@pytest.mark.parametrize("part", ["outsider", "judge"])
def test_nobody_else_decides(category, decision, field, request, part):
    person = request.getfixturevalue(part)

    with pytest.raises(Refused, match="may not decide"):
        decisions.prepare(category, by=person)
    with pytest.raises(Refused, match="may not decide"):
        decisions.seal(decision, by=person)


@pytest.mark.parametrize("entries", [1, 3, 30])
def test_reviewing_a_decision_costs_the_same(category, judges, administrator, django_assert_num_queries, entries):
    for n in range(entries):
        marked(category, judges, f"Entry {n}", 8)
    decisions.prepare(category, by=administrator)
    decision = Decision.objects.select_related("category__cycle__program").get()

    with django_assert_num_queries(10):
        review.of(decision)


# Appointed awards


@pytest.fixture
def lifetime(db):
    return factories.category(method="appointment", criteria=0, questions=False)


@pytest.fixture
def decider(lifetime):
    person = factories.user("Dora Decider", email="dora@organiser.example")
    factories.role(person, lifetime.cycle.program, "decider")
    return person


def test_the_final_word_belongs_to_the_decider(lifetime, decider):
    proposal = appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=decider)
    (standing,) = standings(lifetime)
    assert "Dora Decider" in standing.needs

    decision = decisions.prepare(lifetime, by=decider)
    decisions.place(decision, lifetime.placings.get(), candidate=proposal.candidate, by=decider)
    with pytest.raises(Refused, match="reason"):
        decisions.seal(decision, by=decider)
    decisions.explain(decision, "Nobody shaped this work more.", by=decider)

    assert decisions.seal(decision, by=decider).is_sealed
    assert [(row.name, row.place, row.needs) for row in standings(lifetime)] == [("Lea Legend", 1, "")]
    assert decisions.recompute(Decision.objects.get()).is_same


def test_the_final_word_in_one_step(lifetime, decider):
    appointment.propose(lifetime, name="Ann Other", reason="Thirty years.", by=decider)
    proposal = appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=decider)

    with pytest.raises(Refused, match="reason"):
        decisions.appoint(lifetime, proposal.candidate, reason=" ", by=decider)
    assert not DecisionPlacing.objects.exists()
    decision = decisions.appoint(lifetime, proposal.candidate, reason="Nobody shaped this work more.", by=decider)
    assert decision.is_sealed
    assert placed(decision) == {"Lea Legend": "winner"}


def test_a_judged_award_is_not_decided_in_one_step(category, field, administrator):
    with pytest.raises(Refused, match="by appointment"):
        decisions.appoint(category, field[2].candidate, reason="I like it.", by=administrator)


def test_an_administrator_may_decide_an_appointment_too(lifetime):
    admin = factories.user("Ada", email="ada@organiser.example")
    factories.role(admin, lifetime.cycle.program)

    assert decisions.prepare(lifetime, by=admin)


def test_a_decider_decides_no_judged_category(lifetime, decider):
    judged_category = factories.category(lifetime.cycle)

    with pytest.raises(Refused, match="may not decide"):
        decisions.prepare(judged_category, by=decider)


@pytest.mark.parametrize("part", ["outsider", "judge"])
def test_nobody_else_appoints(lifetime, decider, request, part):
    person = request.getfixturevalue(part)

    with pytest.raises(Refused, match="may not decide"):
        decisions.prepare(lifetime, by=person)
    with pytest.raises(Refused, match="may propose"):
        appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=person)


def test_the_panel_of_an_appointed_award_proposes(lifetime, judge):
    stories.seat(lifetime, judge)

    assert appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=judge)
    with pytest.raises(Refused, match="may not decide"):
        decisions.prepare(lifetime, by=judge)


def test_a_proposal_is_taken_back(lifetime, decider):
    proposal = appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=decider)
    appointment.withdraw(proposal, by=decider)

    assert standings(lifetime) == []


def test_a_suggestion_is_only_a_suggestion(lifetime, decider):
    nomination = stories.entry(lifetime, "Sue Suggested")
    (standing,) = standings(lifetime)

    assert (standing.nomination, standing.place, standing.needs_information) == (nomination, None, True)


@pytest.mark.parametrize("is_enabled", [True, False])
def test_nobody_is_honoured_a_second_time_where_the_rule_stands(lifetime, decider, is_enabled):
    EligibilityRule.objects.create(
        cycle=lifetime.cycle, category=lifetime, slug="once", kind="once_only", source="Once.", is_enabled=is_enabled
    )
    PastHonour.objects.create(
        program=lifetime.cycle.program,
        category_key=lifetime.key,
        award_year=2019,
        recipient="Lea Legend",
        recipient_key="lea legend",
    )

    if is_enabled:
        with pytest.raises(Refused, match="2019"):
            appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=decider)
    else:
        assert appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=decider)
