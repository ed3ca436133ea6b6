"""The tables of a workbook: their columns are written on the form, and stay once somebody has filled them in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from desk.setup_forms import QuestionForm
from nominations.domain import enrolments
from nominations.models import Answer
from operations.models import AuditEvent
from programs.models import Category, Question

from .given import address, posted


def of_question(question: Question, category: Category, changes: dict) -> dict:
    form = QuestionForm(instance=question, category=category)
    data = posted(form) | posted(form.columns.management_form)
    for line in form.columns:
        data |= posted(line)
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def test_a_table_that_nobody_touched_is_saved_as_it_was(desk, cycle, leader):
    for slug in ("measures", "roadmap"):
        question = leader.questions.get(slug=slug)
        answer = desk.post(address(cycle, "question", leader.slug, slug), of_question(question, leader, {}))
        assert answer.status_code == 302
        assert leader.questions.get(slug=slug).table == question.table


def test_columns_are_written_on_the_form_and_shown_in_the_entry_kit(desk, cycle, leader, client):
    typed = {
        "label": "Costs", "help_text": "", "section": "plan", "kind": "table", "required": "on", "visibility": "judges",
        "columns-0-label": "Step", "columns-0-kind": "text", "columns-0-required": "on",
        "columns-1-label": "Cost", "columns-1-kind": "number", "columns-1-unit": "USD",
        "columns-2-label": "Risk", "columns-2-kind": "choice", "columns-2-choices": "low; high",
        "min_rows": 2, "max_rows": 9,
    }  # fmt: skip
    data = of_question(Question(category=leader), leader, typed)
    assert desk.post(address(cycle, "question_new", leader.slug), data).status_code == 302
    assert leader.questions.get(slug="costs").table == {
        "columns": [
            {"slug": "step", "label": "Step", "required": True},
            {"slug": "cost", "label": "Cost", "kind": "number", "unit": "USD"},
            {"slug": "risk", "label": "Risk", "kind": "choice", "choices": ["low", "high"]},
        ],
        "min_rows": 2,
        "max_rows": 9,
    }
    client.logout()
    kit = client.get(reverse("programs:kit", args=[cycle.program.slug, cycle.slug, leader.slug])).content.decode()
    for heading in ("Cost (USD)", "low / high", "Expected improvement (%)", "Always open"):
        assert heading in kit
    assert "2199" not in kit


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({f"columns-{n}-label": "" for n in range(6)}, "A table needs at least one column."),
        ({"columns-1-kind": "choice"}, "Column 2, Choices, separated by semicolons: Give at least two choices"),
        ({"published": "on"}, "Let rows be marked as confidential first"),
        ({"min_rows": 9, "max_rows": 3}, "There cannot be fewer rows at most than at least."),
    ],
)
def test_a_table_that_cannot_be_is_named(desk, cycle, leader, changes, sentence):
    question = leader.questions.get(slug="measures")
    answer = desk.post(address(cycle, "question", leader.slug, "measures"), of_question(question, leader, changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert leader.questions.get(slug="measures").table == question.table


def test_a_table_that_somebody_filled_in_keeps_its_columns_and_may_say_them_in_other_words(desk, cycle, leader, ada):
    one = enrolments.enrol(leader, email="one@example.com", name="One", by=ada)
    question = leader.questions.get(slug="measures")
    Answer.objects.create(nomination=one.nomination, question=question, value=[], updated_by=one.candidate)
    where = address(cycle, "question", leader.slug, "measures")

    for changes in ({"columns-0-label": ""}, {"columns-0-kind": "number"}):
        answer = desk.post(where, of_question(question, leader, changes))
        assert answer.status_code == 422
        assert "somebody has filled in this table already" in answer.content.decode()
    desk.post(where, of_question(question, leader, {"columns-0-label": "Metric"}))
    assert leader.questions.get(slug="measures").table["columns"][0] == {
        "slug": "measure", "label": "Metric", "required": True,
    }  # fmt: skip
    assert "table" in AuditEvent.objects.get(action="question changed").change


@pytest.mark.parametrize(
    ("slug", "asked"),
    [
        ("measures", set()),
        ("evidence", {"max_files", "max_megabytes"}),
        ("strategies", {"max_words"}),
    ],
)
def test_a_question_asks_only_for_the_limits_of_its_kind(desk, cycle, leader, slug, asked):
    page = desk.get(address(cycle, "question", leader.slug, slug)).content.decode()
    limits = ("max_words", "max_files", "max_megabytes", "choice_lines")
    assert {name for name in limits if f'name="{name}"' in page} == asked


def test_a_new_question_keeps_the_limits_of_its_kind_alone(desk, cycle, leader):
    typed = {
        "label": "In short", "help_text": "", "section": "plan", "kind": "narrative", "visibility": "judges",
        "max_words": 50, "max_files": 3, "max_megabytes": 9, "choice_lines": "a\nb",
    }  # fmt: skip
    data = of_question(Question(category=leader), leader, typed)
    assert desk.post(address(cycle, "question_new", leader.slug), data).status_code == 302
    made = leader.questions.get(slug="in-short")
    assert (made.limits, made.choices) == ({"max_words": 50}, [])
