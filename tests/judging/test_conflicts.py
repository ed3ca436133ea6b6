"""Conflicts the portal finds by itself: each with the sibling that is none."""

import pytest

from judging.domain import assigning, conflicts, recusals
from judging.enums import RecusalReason
from judging.models import Assignment, Recusal, Scorecard
from nominations.models import Collaborator
from operations.models import AuditEvent
from operations.refusal import Refused
from tests import factories

from . import stories


@pytest.fixture
def reader(db):
    return factories.user("Rita Reader", email="rita@acme.example")


def reason(judge, nomination):
    return conflicts.of_pair(judge, nomination)


def test_strangers_have_no_conflict(category, reader):
    assert reason(reader, stories.entry(category)) is None


def test_judge_and_nominee_share_an_organisation(category, reader):
    acme = factories.organisation("Acme", members=(reader,))

    assert reason(reader, stories.entry(category, organisation=acme)) == RecusalReason.SAME_ORGANISATION
    assert reason(reader, stories.entry(category, organisation=factories.organisation())) is None


def test_judge_and_nominator_share_an_organisation(category, reader):
    writer = factories.user("Walter Writer", email="walter@agency.example")
    factories.organisation("Agency", members=(reader, writer))

    assert reason(reader, stories.entry(category, nominator=writer)) == RecusalReason.SAME_ORGANISATION


def test_a_subsidiary_is_close_to_home(category, reader):
    parent = factories.organisation("Acme Group", members=(reader,))
    child = factories.organisation("Acme Care", parent=parent)

    assert reason(reader, stories.entry(category, organisation=child)) == RecusalReason.SAME_ORGANISATION


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("nora@acme.example", RecusalReason.SAME_DOMAIN),
        ("nora@care.acme.example", RecusalReason.SAME_DOMAIN),
        ("nora@ACME.example", RecusalReason.SAME_DOMAIN),
        ("nora@notacme.example", None),
        ("nora@acme.other.example", None),
    ],
)
def test_judge_and_nominator_share_a_domain(category, reader, address, expected):
    writer = factories.user("Nora", email=address)

    assert reason(reader, stories.entry(category, nominator=writer)) == expected


def test_judge_and_nominee_share_a_domain(category, reader):
    assert reason(reader, stories.entry(category, email="ann@acme.example")) == RecusalReason.SAME_DOMAIN


def test_the_organisations_own_domains_count(category, reader):
    acme = factories.organisation("Acme", domains=["acme.example"])

    assert reason(reader, stories.entry(category, organisation=acme)) == RecusalReason.SAME_DOMAIN


@pytest.mark.parametrize("domain", ["gmail.com", "outlook.com", "web.de"])
def test_free_mail_says_nothing(category, domain):
    judge = factories.user("Gina", email=f"gina@{domain}")
    writer = factories.user("Greg", email=f"greg@{domain}")

    assert reason(judge, stories.entry(category, nominator=writer, email=f"glen@{domain}")) is None


def test_nobody_judges_an_own_nomination(category):
    judge = factories.user("Gina", email="gina@gmail.com")
    helped = stories.entry(category)
    Collaborator.objects.create(nomination=helped, email=judge.email, user=judge, token="t")

    assert reason(judge, stories.entry(category, nominator=judge)) == RecusalReason.OWN_NOMINATION
    assert reason(judge, stories.entry(category, email="gina@gmail.com")) == RecusalReason.OWN_NOMINATION
    assert reason(judge, helped) == RecusalReason.OWN_NOMINATION


def test_a_conflict_found_is_a_recusal_with_its_code(category, reader, judge, administrator):
    stories.seat(category, reader, judge)
    conflicted = stories.entry(category, email="ann@acme.example")
    assigning.apply(category, seed=7, by=administrator)

    recusal = Recusal.objects.get()
    assert (recusal.assignment.judge, recusal.assignment.nomination) == (reader, conflicted)
    assert (recusal.reason, recusal.by) == (RecusalReason.SAME_DOMAIN, None)
    assert [one.judge for one in Assignment.objects.active()] == [judge]


def test_who_changes_employer_after_assignment_is_found_before_the_entry_opens(category, reader):
    acme = factories.organisation("Acme")
    assignment = stories.assigned(reader, stories.entry(category, organisation=acme))
    acme.memberships.create(user=reader)

    with pytest.raises(Refused, match="conflict"):
        recusals.state_no_conflict(assignment, by=reader)

    assert Recusal.objects.get().reason == RecusalReason.SAME_ORGANISATION
    assert not Scorecard.objects.exists()


def test_an_undone_recusal_is_not_found_again(category, reader, administrator):
    stories.seat(category, reader)
    nomination = stories.entry(category, email="ann@acme.example")
    assigning.apply(category, seed=7, by=administrator)
    assignment = Assignment.objects.get()

    with pytest.raises(Refused, match="why"):
        recusals.undo(assignment, reason="", by=administrator)
    recusals.undo(assignment, reason="Shared mail host, different firms", by=administrator)
    assignment.refresh_from_db()

    assert recusals.state_no_conflict(assignment, by=reader)
    assert assigning.plan(category, seed=7).conflicts == []
    assert AuditEvent.objects.get(action="recusal undone").object_key == nomination.key


def test_a_judge_steps_back_with_a_reason(category, judge):
    assignment = stories.assigned(judge, stories.entry(category))

    with pytest.raises(Refused):
        recusals.recuse(assignment, reason="mood", by=judge)
    with pytest.raises(Refused, match="few words"):
        recusals.recuse(assignment, reason="other", by=judge)
    recusals.recuse(assignment, reason="family", by=judge)
    recusals.recuse(assignment, reason="family", by=judge)

    assert Recusal.objects.count() == 1
    assert AuditEvent.objects.filter(action="judge recused").count() == 1


@pytest.mark.parametrize("pairs", [1, 3, 30])
def test_conflicts_cost_the_same_however_many_pairs(category, reader, judge, django_assert_num_queries, pairs):
    nominations = [stories.entry(category) for _n in range(pairs)]
    category_rows = assigning.to_assign(category)
    assert len(category_rows) == len(nominations)

    with django_assert_num_queries(2):
        conflicts.between([reader, judge], category_rows)
