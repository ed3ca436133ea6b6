"""Submitting at the same moment, on a database that really runs things at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from nominations.domain import drafts, submission
from nominations.models import Answer, AnswerVersion, Nomination
from operations import clock
from operations.models import Job
from operations.refusal import Refused
from programs.models import EligibilityRule
from tests import factories

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: factories.at("2026-02-01 12:00"))


def at_once(verbs: list) -> list:
    """Run each verb in a thread and on a connection of its own, all let go at the same moment."""
    gate = Barrier(len(verbs))

    def run(verb):
        try:
            gate.wait(timeout=30)
            return verb()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


def ready(category, nominator, organisation, name: str) -> Nomination:
    made = drafts.start(category, by=nominator, organisation=organisation, relation="colleague")
    told = {"entrant-name": name, **{f"story-{place}": "Told." for place in (1, 2, 3)}}
    for question in category.questions.all():
        drafts.save_answer(made, question, told[question.slug], base_version=0, by=nominator)
    return made


def test_of_twenty_at_once_exactly_three_categories_and_two_candidates_are_judged_in_order():
    cycle = factories.cycle()
    for kind, most in (("category_cap", 3), ("candidate_cap", 2)):
        EligibilityRule.objects.create(
            cycle=cycle, slug=kind[:4], kind=kind, params={"maximum": most}, source="Fair play."
        )
    nominator = factories.user("Nora Nominator")
    organisation = factories.organisation("Acme", members=(nominator,))
    categories = [factories.category(cycle) for _n in range(5)]
    entries = [
        ready(category, nominator, organisation, f"Candidate {place}-{n}")
        for place, category in enumerate(categories)
        for n in range(4)
    ]

    at_once([lambda one=one: submission.submit(one, by=nominator) for one in entries])

    rows = list(Nomination.objects.order_by("receipt_number"))
    assert [row.receipt_number for row in rows] == list(range(1, 21))
    first_three = list(dict.fromkeys(row.category_id for row in rows))[:3]
    first_two_each = {row.pk for pk in first_three for row in [row for row in rows if row.category_id == pk][:2]}
    assert {row.pk for row in rows if row.cap_place == "judged"} == first_two_each
    assert {row.cap_place for row in rows if row.pk not in first_two_each} == {"over"}


def test_a_double_click_on_two_servers_submits_once():
    nominator = factories.user()
    entry = ready(factories.category(), nominator, factories.organisation(), "Maria Lopez")
    twins = [Nomination.objects.get(pk=entry.pk) for _n in range(8)]

    at_once([lambda one=one: submission.submit(one, by=nominator) for one in twins])

    assert {one.receipt_number for one in twins} == {1}
    assert entry.events.filter(what="submitted").count() == 1
    assert Job.objects.filter(kind="nomination_confirmation").count() == 1


def test_tabs_that_save_at_once_lose_nothing():
    nominator = factories.user()
    entry = ready(factories.category(), nominator, factories.organisation(), "Maria Lopez")
    question = entry.category.questions.get(slug="story-1")
    texts = [f"Text of tab {n}." for n in range(8)]

    outcomes = at_once(
        [
            lambda text=text: drafts.save_answer(
                Nomination.objects.get(pk=entry.pk), question, text, base_version=1, by=nominator
            )
            for text in texts
        ]
    )

    assert sum(not outcome.is_conflict for outcome in outcomes) == 1
    stored = Answer.objects.get(nomination=entry, question=question).value
    kept = set(AnswerVersion.objects.filter(is_conflict=True).values_list("value", flat=True))
    assert {stored} | kept == set(texts)


def test_the_first_saves_of_a_blank_field_at_once_lose_nothing():
    nominator = factories.user()
    entry = drafts.start(factories.category(), by=nominator)
    question = entry.category.questions.get(slug="story-1")
    texts = [f"Text of tab {n}." for n in range(8)]

    at_once(
        [
            lambda text=text: drafts.save_answer(
                Nomination.objects.get(pk=entry.pk), question, text, base_version=0, by=nominator
            )
            for text in texts
        ]
    )

    stored = Answer.objects.get(nomination=entry, question=question).value
    kept = set(AnswerVersion.objects.filter(is_conflict=True).values_list("value", flat=True))
    assert {stored} | kept == set(texts)


def test_withdrawing_and_rejecting_at_once_is_one_move():
    nominator, administrator = factories.user(), factories.user()
    entry = ready(factories.category(), nominator, factories.organisation(), "Maria Lopez")
    submission.submit(entry, by=nominator)

    def withdraw():
        try:
            return submission.withdraw(Nomination.objects.get(pk=entry.pk), by=nominator).state
        except Refused:
            return "refused"

    def reject():
        try:
            return submission.reject(Nomination.objects.get(pk=entry.pk), by=administrator, reason="No").state
        except Refused:
            return "refused"

    outcomes = at_once([withdraw, reject])

    assert sorted(outcomes)[0] == "refused"
    assert Nomination.objects.get().state in outcomes
