"""The experts' and the administrators' pages of assessments: blind, with what changed, at a constant cost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from judging.domain import experts, results
from judging.models import Evaluation
from tests import factories

from . import assessments as story
from .stories import set_clock


@pytest.fixture
def category(db):
    return story.designation()


@pytest.fixture
def attempt(category):
    return story.received(story.enrolled(category, "Cora Candidate"))


def show(client, evaluation) -> str:
    client.force_login(evaluation.expert)
    return client.get(reverse("judging:evaluation", args=[evaluation.code])).content.decode()


def desk(client, administrator, attempt, name: str = "assessment", **query) -> str:
    cycle = attempt.enrolment.category.cycle
    args = [cycle.program.slug, cycle.slug] + ([attempt.code] if name == "assessment" else [])
    client.force_login(administrator)
    return client.get(reverse(f"desk:{name}", args=args), query).content.decode()


def test_experts_never_see_each_other(category, attempt, client):
    one, other, _third = story.panel_of_experts(category, 3)
    mine = story.evaluated(one, attempt, "MDM")
    theirs = story.begun(other, attempt)

    page = show(client, theirs)
    assert "The first words on plan." in page
    assert "No figures for strengths." not in page and one.name not in page
    assert client.get(reverse("judging:evaluation", args=[mine.code])).status_code == 404
    assert "No figures for strengths." in show(client, mine)


def test_the_workbook_opens_after_the_statement(category, attempt, client):
    one, *_others = story.panel_of_experts(category, 2)
    evaluation = experts.assign(attempt, one, by=None)
    assert "The first words on plan." not in show(client, evaluation)
    client.post(reverse("judging:evaluation_no_conflict", args=[evaluation.code]))
    assert "The first words on plan." in show(client, evaluation)


def test_a_finding_saves_by_itself_and_submits(category, attempt, client):
    one, *_others = story.panel_of_experts(category, 2)
    evaluation = story.begun(one, attempt)
    client.force_login(one)
    typed = {"verdict-plan": "deficiency", "evidence-plan": "Thin.", "correction-plan": "Add.", "version-plan": "0"}
    client.post(reverse("judging:evaluation_finding", args=[evaluation.code, "plan"]), typed)
    finding = evaluation.findings.get()
    assert (finding.section, finding.verdict, finding.evidence, finding.correction) == (
        "plan", "deficiency", "Thin.", "Add.",
    )  # fmt: skip

    answer = client.post(reverse("judging:evaluation_submit", args=[evaluation.code]), {})
    assert answer.status_code == 422 and "Say whether this section meets" in answer.content.decode()
    whole = {f"verdict-{slug}": "meets" for slug in story.SECTIONS} | {
        f"version-{slug}": "0" for slug in story.SECTIONS
    }
    whole |= {"version-plan": "1", "verdict-plan": "meets"}
    assert client.post(reverse("judging:evaluation_submit", args=[evaluation.code]), whole).status_code == 302
    assert Evaluation.objects.get(pk=evaluation.pk).is_submitted


def handed_in_again(category, attempt, administrator):
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMD")
    story.evaluated(other, attempt, "MMD")
    told = [results.Feedback("plan", "No figures.", "Add figures.")]
    results.decide(attempt, result="not_met", feedback=told, by=administrator)
    attempt.enrolment.attempts.filter(number=2).delete()
    again = story.received(
        attempt.enrolment, number=2, deficient=["plan-text"],
        snapshot=story.snapshot(category, plan="The first 40 words on plan."),
    )  # fmt: skip
    return story.begun(one, again)


def test_what_changed_since_the_last_attempt_is_marked(category, attempt, client, administrator):
    page = show(client, handed_in_again(category, attempt, administrator))

    assert "Deficient last time" in page
    assert "Changed: 1 word in, 0 out" in page
    assert '<ins><span class="visually-hidden">Added: </span> 40<' in page
    assert page.count("<ins>") == 1 and "<del>" not in page


def test_the_same_experts_are_asked_first_at_the_next_attempt(category, attempt, administrator):
    evaluation = handed_in_again(category, attempt, administrator)
    before = set(attempt.evaluations.values_list("expert", flat=True))
    experts.fill(evaluation.attempt, by=None)
    assert set(evaluation.attempt.evaluations.values_list("expert", flat=True)) == before


def test_the_administrator_sees_findings_agreement_and_signs(category, attempt, client, administrator):
    one, other, third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "MMM")
    story.evaluated(other, attempt, "MDM")
    page = desk(client, administrator, attempt)
    assert "The experts differ, 1 to 1. One more expert is needed." in page
    assert "alike in 2 of 3 sections" in page and "1 to 1" in page and "Sign the result" in page
    story.evaluated(third, attempt, "MDM")

    where = [category.cycle.program.slug, category.cycle.slug, attempt.code]
    typed = {"result": "not_met", "deficient": ["strengths"], "evidence-strengths": "Thin.", "correction-strengths": ""}
    answer = client.post(reverse("desk:assessment_decide", args=where), typed)
    assert answer.status_code == 422 and "Thin." in answer.content.decode()
    typed["correction-strengths"] = "Add."
    assert client.post(reverse("desk:assessment_decide", args=where), typed).status_code == 302
    assert "Computed again from what was signed, it says the same." in desk(client, administrator, attempt)


def test_the_queue_is_sorted_by_due_date_and_overdue_stands_apart(category, attempt, client, administrator):
    later = story.received(story.enrolled(category, "Lana Later"), notice_due_on=factories.at("2026-06-30").date())
    set_clock(factories.at("2026-05-20 15:00"))
    page = desk(client, administrator, attempt, "assessments")
    assert page.index("Cora Candidate") < page.index("Lana Later")
    assert "2 business days over" in page
    overdue = desk(client, administrator, attempt, "assessments", pile="overdue")
    assert "Cora Candidate" in overdue and "Lana Later" not in overdue
    assert later.code


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_queue_costs_the_same(category, client, administrator, django_assert_max_num_queries, n):
    people = story.panel_of_experts(category, 2)
    for _n in range(n):
        attempt = story.received(story.enrolled(category))
        Evaluation.objects.create(attempt=attempt, expert=people[0])
    client.force_login(administrator)
    queue = reverse("desk:assessments", args=[category.cycle.program.slug, category.cycle.slug])
    with django_assert_max_num_queries(24):
        client.get(queue)
    client.force_login(people[0])
    with django_assert_max_num_queries(12):
        client.get(reverse("judging:evaluations"))


def test_the_dashboard_names_whose_result_is_overdue_and_what_waits(category, attempt, client, administrator):
    named = [story.received(story.enrolled(category, f"Lana Later {n}")) for n in (2, 3, 4, 5)]
    due_next = story.received(story.enrolled(category, "Nia Next"), notice_due_on=factories.at("2026-05-20").date())
    one, other, _third = story.panel_of_experts(category, 3)
    for expert in (one, other):
        story.evaluated(expert, attempt, "MMM")
    set_clock(factories.at("2026-05-20 15:00"))

    page = desk(client, administrator, attempt, "dashboard")
    late = "The results of 5 assessments are overdue: Cora Candidate, Lana Later 2, Lana Later 3 and 2 more."
    assert late in page and "?pile=overdue" in page
    assert "5 assessments lack experts." in page
    assert "One assessment is evaluated and waits for its result." in page
    assert "Nia Next" not in page

    for expert in (one, other):
        story.evaluated(expert, due_next, "MMM")
    results.decide(attempt, result="met", by=administrator)
    results.decide(due_next, result="met", by=administrator)
    for one_of_them in named[1:]:
        one_of_them.delete()
    page = desk(client, administrator, attempt, "dashboard")
    assert "The result of one assessment is overdue: Lana Later 2." in page
    assert "One assessment lacks experts." in page
    assert "waits for its result" not in page


def test_on_the_last_day_itself_nothing_is_overdue(category, attempt, client, administrator):
    """Due on May 18 in the program's own zone, New York: the last minute of the day and the first after it."""
    set_clock(factories.at("2026-05-19 03:59"))
    assert "overdue" not in desk(client, administrator, attempt, "dashboard")
    set_clock(factories.at("2026-05-19 04:00"))
    assert "The result of one assessment is overdue: Cora Candidate." in desk(
        client, administrator, attempt, "dashboard"
    )


def test_the_dashboard_costs_the_same_for_1_3_and_30_that_are_overdue(category, client, administrator):
    set_clock(factories.at("2026-05-20 15:00"))
    client.force_login(administrator)
    where = reverse("desk:dashboard", args=[category.cycle.program.slug, category.cycle.slug])
    client.get(where)
    counts = []
    for more in (1, 2, 27):
        for _n in range(more):
            story.received(story.enrolled(category))
        with CaptureQueriesContext(connection) as queries:
            assert "overdue" in client.get(where).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_the_candidate_reads_the_feedback_without_names_until_it_is_met(category, attempt, client, administrator):
    evaluation = handed_in_again(category, attempt, administrator)
    where = reverse("nominations:assessment", args=[attempt.enrolment.code])
    client.force_login(attempt.enrolment.candidate)
    page = client.get(where).content.decode()
    assert "Feedback on attempt 1" in page and "No figures." in page and "Add figures." in page
    experts_of = list(attempt.evaluations.select_related("expert"))
    assert len(experts_of) == 2 and not [one for one in experts_of if one.expert.name in page]

    story.evaluated(evaluation.expert, evaluation.attempt, "MMM")
    other = next(one.expert for one in experts_of if one.expert != evaluation.expert)
    story.evaluated(other, evaluation.attempt, "MMM")
    results.decide(evaluation.attempt, result="met", by=administrator)
    page = client.get(where).content.decode()
    assert "Feedback on attempt" not in page and "To your certificate" in page
