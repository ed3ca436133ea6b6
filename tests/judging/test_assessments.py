"""Experts: who is asked, who never is, blindness, a third where two differ, results with their signature."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail

from accounts.models import Membership
from judging.domain import assessment, evaluating, experts, notices, results, standings
from judging.enums import RecusalReason
from judging.models import Evaluation
from operations.domain import jobs
from operations.models import OutgoingMail
from operations.refusal import Refused
from tests import factories

from . import assessments as story
from .stories import publish_terms, seat, set_clock


@pytest.fixture
def category(db):
    return story.designation()


@pytest.fixture
def attempt(category):
    return story.received(story.enrolled(category, "Cora Candidate"))


def asked(attempt) -> set:
    return {one.expert for one in Evaluation.objects.active().filter(attempt=attempt)}


# --- who is asked


def test_as_many_as_the_category_asks_for_and_never_twice(category, attempt):
    people = story.panel_of_experts(category, 3)

    assert len(experts.fill(attempt, by=None)) == 2
    assert experts.fill(attempt, by=None) == []
    assert len(asked(attempt)) == 2 and asked(attempt) <= set(people)
    attempt.refresh_from_db()
    assert attempt.state == "in_evaluation"


def test_loads_stay_even(category):
    people = story.panel_of_experts(category, 4)
    for _n in range(6):
        experts.fill(story.received(story.enrolled(category)), by=None)

    assert [Evaluation.objects.filter(expert=one).count() for one in people] == [3, 3, 3, 3]


def conflicted(kind: str, category, attempt):
    enrolment = attempt.enrolment
    expert = factories.user("Eve", email="eve@eves.example")
    if kind == "manager":
        enrolment.manager_email = "EVE@eves.example"
    elif kind == "domain of the manager":
        enrolment.manager_email = "boss@eves.example"
    elif kind == "candidate's domain":
        expert = factories.user("Eve", email=f"eve@{enrolment.candidate.email.split('@')[1]}")
    elif kind == "employer":
        enrolment.employer = factories.organisation("The Center")
        Membership.objects.create(organisation=enrolment.employer, user=expert)
    elif kind == "parent of the employer":
        parent = factories.organisation("The Group", members=(expert,))
        enrolment.employer = factories.organisation("The Center", parent=parent)
    elif kind == "candidate":
        expert = enrolment.candidate
    enrolment.save()
    seat(category, expert)
    return expert


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("manager", RecusalReason.MANAGER),
        ("domain of the manager", RecusalReason.SAME_DOMAIN),
        ("candidate's domain", RecusalReason.SAME_DOMAIN),
        ("employer", RecusalReason.SAME_ORGANISATION),
        ("parent of the employer", RecusalReason.SAME_ORGANISATION),
        ("candidate", RecusalReason.OWN_NOMINATION),
        ("nothing", None),
    ],
)
def test_a_conflict_keeps_an_expert_away(category, attempt, kind, reason):
    expert = conflicted(kind, category, attempt)

    assert experts.conflict_of(expert, attempt) == reason
    assert (asked(attempt) == {expert}) is False
    experts.fill(attempt, by=None)
    assert (expert in asked(attempt)) is (reason is None)
    if reason:
        with pytest.raises(Refused):
            experts.assign(attempt, expert, by=None)


def test_a_conflict_that_came_later_is_found_when_the_workbook_is_opened(category, attempt):
    expert, other, third = story.panel_of_experts(category, 3)
    evaluation = experts.assign(attempt, expert, by=None)
    attempt.enrolment.manager_email = expert.email
    attempt.enrolment.save()
    evaluation.refresh_from_db()

    with pytest.raises(Refused, match="went to somebody else"):
        evaluating.open_for(Evaluation.objects.get(pk=evaluation.pk), by=expert)
    assert asked(attempt) == {other, third}


def test_who_steps_back_gets_a_substitute_and_is_not_asked_at_the_next_attempt(category, attempt):
    one, other, third = story.panel_of_experts(category, 3)
    evaluation = story.begun(one, attempt)
    experts.fill(attempt, by=None)

    experts.recuse(evaluation, reason="family", by=one)

    assert asked(attempt) == {other, third}
    type(attempt).objects.filter(pk=attempt.pk).update(state="not_met")
    later = story.received(attempt.enrolment, number=2)
    assert one not in experts.free(later)
    with pytest.raises(Refused, match="earlier attempt"):
        experts.assign(later, one, by=None)


def test_another_reason_needs_words(category, attempt):
    one, *_others = story.panel_of_experts(category, 2)
    evaluation = story.begun(one, attempt)
    with pytest.raises(Refused):
        experts.recuse(evaluation, reason="other", by=one)
    experts.recuse(evaluation, reason="other", note="We play chess.", by=one)
    assert evaluation.recusal.note == "We play chess."


def test_terms_come_before_the_workbook(category, attempt):
    one, *_others = story.panel_of_experts(category, 2)
    publish_terms(category)
    evaluation = experts.assign(attempt, one, by=None)
    with pytest.raises(Refused, match="terms"):
        evaluating.open_for(evaluation, by=one)


def test_the_letter_to_an_expert_names_no_candidate(category, attempt):
    story.panel_of_experts(category, 2)
    experts.fill(attempt, by=None)
    jobs.run_due()

    assert len(mail.outbox) == 2
    assert all("Cora" not in f"{one.subject}{one.body}" and "May 18, 2026" in one.body for one in mail.outbox)


# --- findings


def test_a_deficiency_needs_both_texts(category, attempt):
    one, *_others = story.panel_of_experts(category, 2)
    evaluation = story.find(story.begun(one, attempt), "MMM")
    typed = evaluating.Typed("deficiency", "No figures.", "", 1)
    evaluating.save(evaluation, {"plan": typed}, by=one)

    with pytest.raises(evaluating.NotReady) as refusal:
        evaluating.submit(evaluation, by=one)
    assert list(refusal.value.missing) == ["plan"]

    evaluating.save(evaluation, {"plan": evaluating.Typed("deficiency", "No figures.", "Add them.", 2)}, by=one)
    assert evaluating.submit(evaluation, by=one).is_submitted


def test_a_stale_save_is_kept_beside(category, attempt):
    one, *_others = story.panel_of_experts(category, 2)
    evaluation = story.begun(one, attempt)
    evaluating.save(evaluation, {"plan": evaluating.Typed("meets", "Mine", "", 0)}, by=one)

    answer = evaluating.save(evaluation, {"plan": evaluating.Typed("deficiency", "Other", "", 0)}, by=one)["plan"]

    assert isinstance(answer, evaluating.Conflict)
    assert evaluation.findings.get().evidence == "Mine"
    evaluating.resolve(answer.kept, take_kept=True, by=one)
    finding = evaluation.findings.get()
    assert (finding.verdict, finding.evidence) == ("deficiency", "Other")
    assert evaluation.versions.filter(content__evidence="Mine").exists()


def test_only_the_expert_writes(category, attempt):
    one, other, _third = story.panel_of_experts(category, 3)
    evaluation = story.begun(one, attempt)
    with pytest.raises(Refused):
        evaluating.save_note(evaluation, note="x", base_version=0, by=other)
    evaluating.save_note(evaluation, note="x", base_version=0, by=one)


# --- agreement and result


def test_two_who_agree_need_no_third(category, attempt, administrator):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    story.evaluated(other, attempt, "MMM")

    assert asked(attempt) == {one, other}
    decision = results.decide(attempt, result="met", by=administrator)
    assert (decision.result, decision.reason) == ("met", "")
    attempt.refresh_from_db()
    assert attempt.state == "met"


def test_two_who_differ_ask_for_a_third_who_settles(category, attempt, administrator):
    one, other, third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    assert asked(attempt) == {one}
    story.evaluated(other, attempt, "MMD")

    assert asked(attempt) == {one, other, third}
    assert Evaluation.objects.get(expert=third).settles
    assert "One more expert is needed" in assessment.in_words(assessment.gathered(attempt))
    with pytest.raises(Refused, match="not come to a result"):
        results.decide(attempt, result="met", by=administrator)

    story.evaluated(third, attempt, "MMM")
    assert assessment.gathered(attempt).result == "met"


def feedback(*sections: str) -> list[results.Feedback]:
    return [results.Feedback(one, f"No figures for {one}.", f"Add figures to {one}.") for one in sections]


def not_met(category, attempt, administrator):
    one, other, *_third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MDM")
    story.evaluated(other, attempt, "MDD")
    return results.decide(attempt, result="not_met", feedback=feedback("strengths", "plan"), by=administrator)


def test_not_met_writes_feedback_without_names_and_opens_the_next_attempt(category, attempt, administrator):
    set_clock(factories.at("2026-05-04 12:00"))
    decision = not_met(category, attempt, administrator)
    following = attempt.enrolment.attempts.get(number=2)
    assert (following.state, set(decision.inputs["outcome"]["deficient"])) == ("writing", {"strengths", "plan"})
    mail.outbox.clear()
    jobs.run_due()
    jobs.run_due()

    letter = next(one for one in mail.outbox if one.attachments)
    assert letter.to == [attempt.enrolment.candidate.email]
    assert "No figures for plan." in letter.body and "Add figures to strengths." in letter.body
    assert "Expert" not in letter.body
    assert [name for name, *_rest in letter.attachments] == [f"feedback-{attempt.code}.pdf"]
    assert letter.attachments[0][1][:4] == b"%PDF"
    assert f"/nominations/assessments/{attempt.enrolment.code}/" in letter.body
    assert OutgoingMail.objects.filter(key=f"feedback:{attempt.code}").count() == 1


def test_what_the_experts_wrote_is_proposed_once_each(category, attempt):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MDM")
    story.evaluated(other, attempt, "MDD")
    inputs = assessment.gather_attempt(attempt)

    assert results.proposed(inputs, assessment.compute(inputs)) == [
        {"section": "strengths", "title": "Strengths", "evidence": "No figures for strengths.",
         "correction": "Add figures to strengths."},
        {"section": "plan", "title": "Plan", "evidence": "No figures for plan.", "correction": "Add figures to plan."},
    ]  # fmt: skip


def test_a_departure_needs_its_reason(category, attempt, administrator):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    story.evaluated(other, attempt, "MMM")
    with pytest.raises(Refused, match="experts say met"):
        results.decide(attempt, result="not_met", feedback=feedback("plan"), by=administrator)

    decision = results.decide(
        attempt, result="not_met", feedback=feedback("plan"), reason="The plan is another center's.", by=administrator
    )
    assert decision.reason == "The plan is another center's."


def test_not_met_says_what_to_correct(category, attempt, administrator):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMD")
    story.evaluated(other, attempt, "MMD")
    for told in ([], [results.Feedback("plan", "No figures.", " ")]):
        with pytest.raises(Refused):
            results.decide(attempt, result="not_met", feedback=told, by=administrator)


def test_nobody_but_an_administrator_decides_and_only_once(category, attempt, administrator):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    with pytest.raises(Refused, match="1 of 2"):
        results.decide(attempt, result="met", by=administrator)
    story.evaluated(other, attempt, "MMM")
    with pytest.raises(Refused, match="may not decide"):
        results.decide(attempt, result="met", by=one)
    results.decide(attempt, result="met", by=administrator)
    with pytest.raises(Refused, match="decided"):
        results.decide(attempt, result="met", by=administrator)
    with pytest.raises(Refused):
        evaluating.reopen(Evaluation.objects.get(expert=one), reason="Again", by=administrator)


def test_a_signed_result_is_computed_again_and_a_change_is_seen(category, attempt, administrator):
    decision = not_met(category, attempt, administrator)
    assert results.recompute(decision) == []

    decision.inputs["basis"]["evaluators"] = 3
    assert len(results.recompute(decision)) == 2
    decision.refresh_from_db()
    decision.feedback[0]["evidence"] = "Something else"
    assert results.recompute(decision) == ["The decision is not the one that was signed."]


def test_standings_show_who_has_met(category, attempt, administrator):
    waiting = story.received(story.enrolled(category, "Ann Other"))
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    story.evaluated(other, attempt, "MMM")
    results.decide(attempt, result="met", by=administrator)

    rows = standings.standings(category)
    assert [(row.name, row.place, bool(row.needs)) for row in rows] == [
        ("Cora Candidate", 1, False), ("Ann Other", None, True),
    ]  # fmt: skip
    assert rows[1].needs == "2 evaluations are still to come."
    assert waiting.code


@pytest.mark.parametrize("n", [1, 3, 30])
def test_standings_and_gathering_cost_the_same(category, django_assert_num_queries, n):
    for _n in range(n):
        story.received(story.enrolled(category))
    with django_assert_num_queries(2):
        standings.standings(category)


# --- the notice


@pytest.mark.parametrize(
    ("today", "left", "is_soon", "is_overdue"),
    [
        # Due Monday 18 May 2026; warnings at 10, 5 and 1 business days. Friday 1 May is 11 before.
        (date(2026, 5, 1), 11, False, False),
        (date(2026, 5, 4), 10, True, False),
        (date(2026, 5, 15), 1, True, False),
        (date(2026, 5, 17), 1, True, False),
        (date(2026, 5, 18), 0, True, False),
        (date(2026, 5, 19), -1, False, True),
        # Memorial Day, 25 May, is none: Tuesday 26 May is the fifth after.
        (date(2026, 5, 26), -5, False, True),
    ],
)
def test_days_until_the_notice_is_due(category, attempt, today, left, is_soon, is_overdue):
    notice = notices.notice_of(attempt, category, today)

    assert (notice.days_left, notice.is_soon, notice.is_overdue) == (left, is_soon, is_overdue)


def test_the_due_day_lasts_to_its_end_where_the_candidate_lives(category, attempt):
    """Chicago is five hours behind UTC in May."""
    set_clock(factories.at("2026-05-19 04:59:59"))
    assert not notices.notice_of(attempt, category).is_overdue
    set_clock(factories.at("2026-05-19 05:00"))
    assert notices.notice_of(attempt, category).is_overdue


def test_administrators_are_warned_once_a_point_and_once_it_is_over(category, attempt, administrator):
    told = []
    for day in ("2026-05-01", "2026-05-04", "2026-05-04", "2026-05-05", "2026-05-11", "2026-05-19", "2026-05-20"):
        set_clock(factories.at(f"{day} 15:00"))
        notices.warn(category.cycle.program)
        told.append(OutgoingMail.objects.filter(key__startswith="notice:").count())
    assert told == [0, 1, 1, 1, 2, 3, 3]
