"""Asking the rules about nominations: reports, overrides, and the check of a whole cycle."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.domain import eligibility
from nominations.models import Answer, Nomination
from programs.models import EligibilityRule, Question

from .. import factories
from ..factories import at


@pytest.fixture
def medium(db):
    """A size category for 76 to 150 agents, with its question."""
    category = factories.category(subject="contact_center", family="size", slug="medium", name="Medium")
    rule(category, "headcount_band", {"minimum": 76, "maximum": 150}, source="medium (76-150 agents)")
    ask(category, "agents", "number")
    return category


def rule(category, kind, params=None, *, cycle_wide=False, source="The organiser's sentence.", **fields):
    return EligibilityRule.objects.create(
        cycle=category.cycle,
        category=None if cycle_wide else category,
        slug=fields.pop("slug", kind.replace("_", "-")),
        kind=kind,
        params=params or {},
        source=source,
        **fields,
    )


def ask(category, fact, kind):
    return Question.objects.create(
        category=category, slug=fact.replace(":", "-"), section="eligibility", kind=kind, label=fact, fact=fact
    )


def submitted(category, *, nominator=None, organisation=None, receipt=None, relation="colleague", **facts):
    """A submitted nomination with answers, made without asking any rule."""
    receipt = receipt or Nomination.objects.count() + 1
    made = Nomination.objects.create(
        cycle=category.cycle,
        category=category,
        nominator=nominator or factories.user(),
        organisation=organisation or factories.organisation(),
        relation=relation,
        title=facts.get("entrant_name", "Entry"),
        state="submitted",
        receipt_number=receipt,
        first_submitted_at=at("2026-02-01 12:00"),
        submitted_at=at("2026-02-01 12:00"),
    )
    for fact, value in facts.items():
        Answer.objects.create(nomination=made, question=category.questions.get(fact=fact), value=value)
    return made


def queries(work) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        work()
    return len(seen)


def test_a_check_keeps_what_each_rule_says(medium):
    nomination = submitted(medium, entrant_name="Acme Care", agents=80)

    report = eligibility.check(nomination, cause="submitted")

    nomination.refresh_from_db()
    assert (report.verdict, nomination.eligibility) == ("pass", "pass")
    [line] = report.lines
    assert line["source"] == "medium (76-150 agents)"
    assert line["verdict"] == "pass"
    assert line["reason"] == "80 agents: within 76 to 150 agents."
    assert report.facts["agents"] == "80"


def test_one_agent_less_is_not_eligible(medium):
    nomination = submitted(medium, agents=75)

    assert eligibility.check(nomination, cause="submitted").verdict == "fail"
