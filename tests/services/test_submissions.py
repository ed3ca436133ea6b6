"""Submissions at the same instant on a real PostgreSQL: the caps hold, receipts have no gap, nobody is stuck."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from nominations.domain import caps, drafts, eligibility, submission
from nominations.models import EligibilityReport, Nomination, NominationEvent
from operations.domain import audit
from operations.models import Job
from tests import factories
from tests.factories import at
from tests.nominations.given import caps as with_caps
from tests.nominations.given import rule

pytestmark = pytest.mark.services

CATEGORIES, CANDIDATES = 5, 4


def at_once(work: list) -> list:
    """Call all of these from threads that start together, each with a connection of its own."""
    gate = threading.Barrier(len(work))

    def one(call):
        try:
            gate.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


@pytest.fixture
def on_postgres(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: make test-services")


@pytest.fixture
def acme(on_postgres):
    return factories.organisation("Acme")


@pytest.fixture
def categories(on_postgres):
    """Open from 2020 to 2100, with the caps of three categories and two candidates."""
    cycle = factories.cycle(
        opens_at=at("2020-01-01"),
        closes_at=at("2100-01-01"),
        judging_opens_at=at("2100-02-01"),
        judging_closes_at=at("2100-03-01"),
        announce_at=at("2100-06-01"),
    )
    made = [factories.category(cycle, criteria=0) for _n in range(CATEGORIES)]
    with_caps(made[0])
    return made


def draft(category, organisation, name: str) -> Nomination:
    nominator = factories.user()
    made = drafts.start(category, by=nominator, organisation=organisation, relation="colleague")
    question = category.questions.get(fact="entrant_name")
    drafts.save_answer(made, question, name, base_version=0, by=nominator)
    return made


def fresh(pk: int) -> Nomination:
    return Nomination.objects.select_related("category__cycle__program", "organisation", "nominator").get(pk=pk)


def submit(pk: int):
    nomination = fresh(pk)
    return submission.submit(nomination, by=nomination.nominator)


def first_three_and_two(rows: list[Nomination]) -> list[str]:
    """The places counted by hand, in the order of arrival."""
    entered: dict[int, list[int]] = {}
    places = []
    for row in rows:
        is_new = row.category_id not in entered
        if is_new and len(entered) == 3:
            places.append("over")
            continue
        candidates = entered.setdefault(row.category_id, [])
        if row.candidate_id not in candidates and len(candidates) == 2:
            places.append("over")
            continue
        candidates.append(row.candidate_id)
        places.append("judged")
    return places


def in_order() -> list[Nomination]:
    return sorted(
        Nomination.objects.filter(state="submitted"), key=lambda one: (one.first_submitted_at, one.receipt_number)
    )


def test_twenty_submissions_at_once_leave_the_first_three_categories_with_the_first_two_candidates(categories, acme):
    made = [draft(category, acme, f"Name {n}") for category in categories for n in range(CANDIDATES)]
    random.shuffle(made)

    at_once([lambda pk=one.pk: submit(pk) for one in made])

    rows = in_order()
    assert sorted(row.receipt_number for row in rows) == list(range(1, 21))
    assert [row.cap_place for row in rows] == first_three_and_two(rows)
    judged = [row for row in rows if row.cap_place == "judged"]
    assert len(judged) == 6
    assert len({row.category_id for row in judged}) == 3
    assert EligibilityReport.objects.count() == 20
    assert audit.verify().is_whole


def test_two_organisations_at_once_have_their_own_places(categories, acme):
    bolt = factories.organisation("Bolt")
    made = [draft(category, organisation, "Name") for category in categories[:4] for organisation in (acme, bolt)]

    at_once([lambda pk=one.pk: submit(pk) for one in made])

    for organisation in (acme, bolt):
        places = [row.cap_place for row in in_order() if row.organisation_id == organisation.pk]
        assert places == ["judged", "judged", "judged", "over"]


def test_a_double_click_submits_once(categories, acme):
    nomination = draft(categories[0], acme, "Name")

    at_once([lambda: submit(nomination.pk)] * 8)

    stored = fresh(nomination.pk)
    assert (stored.state, stored.receipt_number) == ("submitted", 1)
    assert NominationEvent.objects.filter(nomination=nomination, what="submitted").count() == 1
    assert Job.objects.filter(kind="nomination_confirmation").count() == 1
    assert EligibilityReport.objects.count() == 1


def test_submitting_withdrawing_and_checking_at_once_ends_in_a_state_that_is_right(categories, acme):
    """Whatever comes first: nobody is stuck, and placing everything anew changes nothing."""
    rule(categories[0], "repeat_bar", cycle_wide=True)
    made = [draft(category, acme, f"Name {n}") for category in categories for n in range(3)]
    for one in made[:6]:
        submit(one.pk)
    cycle = categories[0].cycle

    def withdraw(pk):
        nomination = fresh(pk)
        submission.withdraw(nomination, by=nomination.nominator)

    at_once(
        [lambda pk=one.pk: submit(pk) for one in made[6:]]
        + [lambda pk=one.pk: withdraw(pk) for one in made[:3]]
        + [lambda: eligibility.check_cycle(cycle), lambda: caps.replace_all(cycle)]
    )

    rows = in_order()
    assert len(rows) == 12
    assert [row.cap_place for row in rows] == first_three_and_two(rows)
    assert caps.replace_all(cycle) == []
    assert set(Nomination.objects.filter(state="withdrawn").values_list("cap_place", flat=True)) == {""}
    assert audit.verify().is_whole


def test_two_administrators_override_at_once_and_one_stands(categories, acme, administrator):
    made = rule(categories[0], "technology_provider")
    nomination = draft(categories[0], acme, "Name")
    submit(nomination.pk)

    def override(verdict):
        eligibility.override(fresh(nomination.pk), made, verdict, reason="I looked.", by=administrator)

    at_once([lambda: override("pass"), lambda: override("fail"), lambda: override("unknown")])

    standing = fresh(nomination.pk).overrides.get(revoked_at=None)
    assert fresh(nomination.pk).overrides.count() == 3
    assert fresh(nomination.pk).eligibility == standing.verdict
