"""Award 38: SQM's senior management proposes, one role has the final word, and one person is the CX Leader."""

from __future__ import annotations

import pytest
from django.urls import reverse

from judging.domain import appointment, decisions, panels
from judging.models import Decision, Proposal
from nominations.domain import drafts
from operations import clock
from operations.domain import jobs
from operations.refusal import Refused
from programs.enums import Role
from recognition.domain import announcements
from recognition.models import Honour

from ... import factories
from .. import given as counted
from . import given

pytestmark = pytest.mark.django_db

MARCH = factories.at("2018-03-01 17:00")  # 09:00 in Vancouver
REASON = "Every meeting of the board begins with what a customer said."


@pytest.fixture
def leadership(award):
    clock.stopped_at.set(factories.at("2018-02-05 12:00"))
    return award(38)


@pytest.fixture
def manager(leadership):
    person = factories.user("Mona Manager", email="mona@sqm.example")
    factories.role(person, leadership.cycle.program, Role.JUDGE)
    panels.add_member(leadership, person, by=person)
    return person


@pytest.fixture
def founder(leadership):
    person = factories.user("Mike Founder", email="mike@sqm.example")
    factories.role(person, leadership.cycle.program, Role.DECIDER)
    return person


def proposed(client, by, leadership, name: str, organisation: str):
    client.force_login(by)
    data = {"name": name, "title": "COO", "organisation": organisation, "reason": "Knows every customer by name."}
    return client.post(reverse("judging:propose", args=[leadership.pk]), data)


def appointed(client, by, leadership, name: str) -> str:
    client.force_login(by)
    data = {"candidate": Proposal.objects.get(candidate__name=name).candidate_id, "reason": REASON}
    return client.post(reverse("judging:appoint", args=[leadership.pk]), data, follow=True).content.decode()


def test_from_the_panels_proposals_to_the_leader_in_march(client, leadership, manager, founder, administrator):
    counted.organisation(leadership.cycle, "Acme Inc.")
    counted.organisation(leadership.cycle, "Birch")
    for name, organisation in (("Lea Leader", "acme"), ("Ben Boss", "Birch")):
        assert proposed(client, manager, leadership, name, organisation).status_code == 302

    assert given.places(leadership) == {"Ben Boss": None, "Lea Leader": None}
    assert "Mike Founder" in given.rows(leadership)[0].needs
    assert "may not decide" in appointed(client, manager, leadership, "Lea Leader")
    assert not Decision.objects.exists()
    assert "Decided and sealed" in appointed(client, founder, leadership, "Lea Leader")

    decision = Decision.objects.get()
    assert (decision.sealed_by, decision.rationale) == (founder, REASON)
    assert given.places(leadership) == {"Lea Leader": 1, "Ben Boss": None}
    jobs.run_due()
    factories.role(administrator, leadership.cycle.program)
    announcements.schedule(leadership, None, MARCH, by=administrator)
    (honour,) = Honour.objects.all()
    assert not Honour.objects.announced(clock.now()).exists()
    clock.stopped_at.set(MARCH)
    jobs.run_due()
    assert Honour.objects.announced(MARCH).get() == honour
    assert (honour.placing.name, honour.name_as_printed, honour.organisation_as_printed) == (
        "CX Leader", "Lea Leader", "Acme Inc.",
    )  # fmt: skip
    assert honour.placing.recognitions == []


def test_nobody_nominates(leadership, nominator):
    with pytest.raises(Refused, match="takes no nominations"):
        drafts.start(leadership, by=nominator)


def test_one_leader_and_never_a_second(leadership, founder):
    acme = counted.organisation(leadership.cycle, "Acme")
    one, two = (
        appointment.propose(leadership, name=name, reason="Why", organisation=acme, by=founder).candidate
        for name in ("Ann", "Bea")
    )
    decision = decisions.prepare(leadership, by=founder)
    decisions.place(decision, leadership.placings.get(), candidate=one, by=founder)

    with pytest.raises(Refused, match="has one place, and it is taken"):
        decisions.place(decision, leadership.placings.get(), candidate=two, by=founder)


@pytest.mark.parametrize(("takes_part", "is_proposed"), [(True, True), (False, False)])
def test_the_leaders_organization_takes_part(client, leadership, manager, takes_part, is_proposed):
    counted.organisation(leadership.cycle, "Acme", takes_part=takes_part)
    counted.organisation(leadership.cycle, "Other")

    answer = proposed(client, manager, leadership, "Lea Leader", "Acme")

    assert Proposal.objects.exists() is is_proposed
    if not is_proposed:
        assert answer.status_code == 422
        assert "Acme: Takes part in no benchmarking study or tracking program in 2017." in answer.content.decode()
        assert "Knows every customer by name." in answer.content.decode()


def test_whether_it_must_take_part_is_a_setting(leadership, manager):
    given.rule(leadership, "participation", is_enabled=False)
    acme = counted.organisation(leadership.cycle, "Acme", takes_part=False)
    counted.organisation(leadership.cycle, "Other")

    assert appointment.propose(leadership, name="Lea", reason="Why", organisation=acme, by=manager)


def test_what_the_study_does_not_know_yet_bars_nobody(leadership, manager):
    """Nobody's participation of 2017 is told yet."""
    acme = counted.organisation(leadership.cycle, "Acme", takes_part=False)

    assert appointment.propose(leadership, name="Lea", reason="Why", organisation=acme, by=manager)


def test_the_final_word_asks_for_the_organization_again(leadership, manager, founder):
    """Proposed without one, and proposed before the file said that the organization takes no part."""
    acme = counted.organisation(leadership.cycle, "Acme", takes_part=False)
    nameless = appointment.propose(leadership, name="Ann", reason="Why", by=manager).candidate
    early = appointment.propose(leadership, name="Bea", reason="Why", organisation=acme, by=manager).candidate
    counted.organisation(leadership.cycle, "Other")

    for candidate, sentence in ((nameless, "nobody named it"), (early, "Acme: Takes part in no")):
        with pytest.raises(Refused, match=sentence):
            decisions.appoint(leadership, candidate, reason=REASON, by=founder)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("is_enabled", [True, False])
def test_the_page_asks_for_the_organization_where_a_rule_looks_at_it(client, leadership, manager, is_enabled):
    given.rule(leadership, "participation", is_enabled=is_enabled)

    answer = proposed(client, manager, leadership, "Lea Leader", "")

    assert answer.status_code == (422 if is_enabled else 302)
    assert Proposal.objects.exists() is not is_enabled


def test_an_organization_that_nobody_knows_is_asked_for_again(client, leadership, manager):
    answer = proposed(client, manager, leadership, "Lea Leader", "Nowhere")

    assert answer.status_code == 422 and not Proposal.objects.exists()
    page = answer.content.decode()
    assert "No organization of this name is known here." in page and 'value="Nowhere"' in page


@pytest.mark.parametrize(("role", "is_decided"), [(Role.DECIDER, True), (Role.JUDGE, False), (None, False)])
def test_the_final_word_is_a_role(leadership, manager, role, is_decided):
    acme = counted.organisation(leadership.cycle, "Acme")
    candidate = appointment.propose(leadership, name="Lea", reason="Why", organisation=acme, by=manager).candidate
    person = factories.user("Paula Person")
    if role:
        factories.role(person, leadership.cycle.program, role)

    if is_decided:
        assert decisions.appoint(leadership, candidate, reason=REASON, by=person).is_sealed
    else:
        with pytest.raises(Refused, match="You may not decide this category"):
            decisions.appoint(leadership, candidate, reason=REASON, by=person)
