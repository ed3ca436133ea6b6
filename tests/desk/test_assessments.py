"""The administrators' pages of assessments: agreement in numbers, what a setting changes, and a constant cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.domain import designations
from judging.domain import experts, results
from judging.models import Evaluation
from nominations.domain import attempts
from operations import clock
from operations.refusal import Refused
from programs.models import Criterion, Question
from tests import factories
from tests.judging import assessments as story

NOW = factories.at("2026-04-20 15:00")


@pytest.fixture
def category(db):
    clock.stopped_at.set(NOW)
    return story.designation()


@pytest.fixture
def attempt(category):
    return story.received(story.enrolled(category, "Cora Candidate"))


def address(category, name: str, *args) -> str:
    return reverse(f"desk:{name}", args=[category.cycle.program.slug, category.cycle.slug, *args])


def test_the_agreement_across_all_sections_is_a_percentage_with_its_counts(category, attempt, client, administrator):
    """Three sections, three experts, nine comparisons. MMM and MMD agree in 2, MMM and DMD in 1, MMD and DMD in 2."""
    for expert, letters in zip(story.panel_of_experts(category, 3), ("MMM", "MMD", "DMD"), strict=True):
        story.evaluated(expert, attempt, letters)
    client.force_login(administrator)
    page = " ".join(client.get(address(category, "assessment", attempt.code)).content.decode().split())
    assert "Agreement across all sections: <strong>55.6%</strong> (5 of 9 comparisons" in page


def test_one_evaluation_has_no_agreement(category, attempt, client, administrator):
    expert, *_others = story.panel_of_experts(category, 2)
    story.evaluated(expert, attempt, "MMM")
    client.force_login(administrator)
    assert "Agreement across" not in client.get(address(category, "assessment", attempt.code)).content.decode()


@pytest.mark.parametrize(("differ", "asked"), [("result", 2), ("section", 3)])
def test_a_third_expert_is_asked_when_the_setting_says_that_two_differ(category, attempt, differ, asked):
    """Both say not met, each for another section."""
    category.assessment = {"experts_differ": differ}
    category.save()
    one, other, _third = story.panel_of_experts(category, 3)
    story.evaluated(one, attempt, "DMM")
    story.evaluated(other, attempt, "MMD")
    assert Evaluation.objects.count() == asked


def test_a_signed_result_says_the_same_after_the_setting_changed(category, attempt, administrator):
    for expert, letters in zip(story.panel_of_experts(category, 2), ("DMM", "MMD"), strict=True):
        story.evaluated(expert, attempt, letters)
    told = [results.Feedback(slug, "Why", "What") for slug in ("environment", "plan")]
    decision = results.decide(attempt, result="not_met", feedback=told, by=administrator)
    category.assessment = {"experts_differ": "section", "evaluators_min": 3}
    category.save()
    assert results.recompute(decision) == []


@pytest.mark.parametrize("allowed", [True, False])
def test_more_time_is_given_only_where_the_setting_allows_it(category, client, administrator, allowed):
    category.assessment = {"extensions": allowed}
    category.save()
    enrolment = story.enrolled(category)
    one = story.received(enrolment, state="writing", received_at=None, snapshot=None, notice_due_on=None)
    client.force_login(administrator)
    page = client.get(address(category, "enrolment", enrolment.code)).content.decode()
    assert ("Give more time" in page) == allowed
    if allowed:
        attempts.extend(one, date(2026, 5, 29), reason="Illness", by=administrator)
        assert one.extensions.count() == 1
        return
    with pytest.raises(Refused, match="give nobody more time"):
        attempts.extend(one, date(2026, 5, 29), reason="Illness", by=administrator)
    assert not one.extensions.exists()


def queries(client, where: str) -> int:
    with CaptureQueriesContext(connection) as counted:
        assert client.get(where).status_code == 200
    return len(counted)


def test_the_queue_asks_as_often_for_one_row_as_for_thirty(category, client, administrator):
    """Rows of every sort: two who differ, two at work, nobody asked, decided; with employers and without.

    The first row has findings: where no row has any, they are not even asked for.
    """
    people = story.panel_of_experts(category, 3)
    employer = factories.organisation("Harbor Light")
    client.force_login(administrator)
    where = address(category, "assessments")
    client.get(where)
    counts: dict[str, list[int]] = {"waiting": [], "decided": []}
    made = 0
    for rows in (1, 3, 30):
        while made < rows:
            one = story.received(story.enrolled(category, employer=employer if made % 2 else None))
            if made % 3 == 1:
                experts.fill(one, by=administrator)
            elif made % 3 == 0:
                story.evaluated(people[0], one, "MMM")
                story.evaluated(people[1], one, "MMD")
            done = story.received(story.enrolled(category), state="met")
            results.AttemptDecision.objects.create(attempt=done, result="met", inputs_hash="x")
            made += 1
        for pile, found in counts.items():
            found.append(queries(client, f"{where}?pile={pile}"))
    assert {pile: len(set(found)) for pile, found in counts.items()} == {"waiting": 1, "decided": 1}, counts


def test_an_experts_list_asks_as_often_for_one_row_as_for_thirty(category, client):
    people = story.panel_of_experts(category, 2)
    employer = factories.organisation("Harbor Light")
    client.force_login(people[0])
    where = reverse("judging:evaluations")
    client.get(where)
    counts = []
    for rows in (1, 3, 30):
        while Evaluation.objects.count() < rows:
            one = story.received(story.enrolled(category, employer=employer))
            Evaluation.objects.create(attempt=one, expert=people[0])
        counts.append(queries(client, where))
    assert len(set(counts)) == 1, counts


def test_an_attempt_that_came_before_the_first_instrument_waits_for_it(category, client, administrator):
    """Nobody is asked, nothing fails, and the first instrument is the one it is evaluated with."""
    sections = category.instruments.get().sections
    one = story.received(story.enrolled(category, "Cora Candidate"), instrument=None)
    category.instruments.all().delete()
    expert, *_others = story.panel_of_experts(category, 2)
    client.force_login(administrator)

    assert experts.fill(one, by=administrator) == []
    with pytest.raises(Refused, match="no instrument yet"):
        experts.assign(one, expert, by=administrator)
    assert "No instrument yet" in client.get(address(category, "assessments")).content.decode()
    for name, method in (("assessment", client.get), ("assessment_decide", client.post)):
        assert method(address(category, name, one.code)).url == address(category, "instrument", category.slug)
    assert client.get(address(category, "results")).status_code == 200

    for slug in story.SECTIONS:
        Criterion.objects.create(category=category, slug=slug, name=slug, description="What counts")
        Question.objects.create(category=category, slug=f"{slug}-text", section="story", kind="narrative", label=slug)
    designations.publish(category, sections, base=0, by=administrator)
    one.refresh_from_db()
    assert one.instrument.version == 1
    assert len(experts.fill(one, by=administrator)) == 2
    assert client.get(address(category, "assessment", one.code)).status_code == 200
