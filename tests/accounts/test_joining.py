"""The two ways into an organisation: an invitation by letter, and a request that somebody approves."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.domain import joining, organisations, people
from accounts.enums import JoinState
from accounts.models import Invitation, JoinRequest, Membership, User
from nominations.models import Candidate, Nomination
from operations import clock
from operations.models import AuditEvent, OutgoingMail
from programs.domain import roles
from programs.enums import Role
from tests import factories
from tests.nominations import given

from .conftest import PASSWORD, is_signed_in, letters_to, link_in, sign_in

PAGES = ("organisation", "organisation_edit")


def members_of(organisation) -> set[str]:
    return set(organisation.memberships.values_list("user__name", flat=True))


def invite(client, organisation, email):
    return client.post(reverse("accounts:invite", args=[organisation.pk]), {"email": email})


# --- invitations ---


def test_an_invited_colleague_follows_the_letter_and_joins(client, acme, nora, mia):
    client.force_login(nora)
    invite(client, acme, "Mia@Acme.example")
    letter = letters_to("mia@acme.example")[0]
    assert letter.subject == "Nora Nominator invites you to Acme Contact Centers, Inc."

    client.force_login(mia)
    link = link_in(letter)
    assert "Join" in client.get(link).content.decode()
    assert members_of(acme) == {"Nora Nominator"}
    client.post(f"{link}acceptance/")

    assert members_of(acme) == {"Nora Nominator", "Mia Member"}


def test_the_invited_find_it_without_the_letter_too(client, acme, nora, mia, otto):
    joining.invite(acme, "mia@acme.example", by=nora)
    shown = {}
    for who in (mia, otto):
        client.force_login(who)
        shown[who] = "You are invited" in client.get(reverse("accounts:organisations")).content.decode()
    assert shown == {mia: True, otto: False}


def test_somebody_else_cannot_use_the_link(client, acme, nora, otto):
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    client.force_login(otto)
    link = reverse("accounts:invitation", args=[invitation.token])

    body = client.get(link).content.decode()
    assert "another address than yours" in body
    assert "mia@acme.example" not in body

    client.post(f"{link}acceptance/")
    assert client.post(f"{link}refusal/").status_code == 404
    assert members_of(acme) == {"Nora Nominator"}
    assert Invitation.objects.open().count() == 1


def test_an_address_that_is_only_claimed_does_not_count(acme, nora, db):
    """An unconfirmed account with the invited address is nobody yet."""
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    claimed = User.objects.create_user("mia@acme.example", PASSWORD)
    with pytest.raises(organisations.NotPossible):
        joining.accept(invitation, by=claimed)

    people.confirm_address(claimed)
    joining.accept(invitation, by=claimed)
    assert Membership.objects.filter(user=claimed).exists()


def test_who_registers_from_the_letter_needs_no_second_letter(client, acme, nora):
    joining.invite(acme, "nina@new.example", by=nora)
    link = link_in(letters_to("nina@new.example")[0])
    assert "Create an account" in client.get(link).content.decode()

    data = {"name": "Nina New", "email": "nina@new.example", "password1": PASSWORD, "next": link}
    response = client.post(reverse("account_signup"), data)

    assert is_signed_in(client)
    assert response.url == link
    client.post(f"{link}acceptance/")
    assert members_of(acme) == {"Nora Nominator", "Nina New"}
    assert len(letters_to("nina@new.example")) == 1


def test_who_registers_another_address_from_it_confirms_that_one_and_stays_out(client, acme, nora):
    joining.invite(acme, "nina@new.example", by=nora)
    link = link_in(letters_to("nina@new.example")[0])
    client.get(link)
    data = {"name": "Other", "email": "other@new.example", "password1": PASSWORD, "next": link}
    client.post(reverse("account_signup"), data)

    assert not is_signed_in(client)
    client.post(link_in(letters_to("other@new.example")[0]))
    client.post(f"{link}acceptance/")
    assert members_of(acme) == {"Nora Nominator"}


@pytest.mark.parametrize(("days", "works"), [(13, True), (14, False)])
def test_an_invitation_lasts_two_weeks(client, acme, nora, mia, days, works):
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    Invitation.objects.update(created_at=clock.now() - timedelta(days=days))
    client.force_login(mia)
    link = reverse("accounts:invitation", args=[invitation.token])

    assert client.get(link).status_code == (200 if works else 410)
    client.post(f"{link}acceptance/")
    assert ("Mia Member" in members_of(acme)) == works


def test_inviting_again_voids_the_old_link(client, acme, nora, mia):
    old = joining.invite(acme, "mia@acme.example", by=nora).token
    new = joining.invite(acme, "mia@acme.example", by=nora).token
    client.force_login(mia)

    assert client.get(reverse("accounts:invitation", args=[old])).status_code == 404
    assert client.get(reverse("accounts:invitation", args=[new])).status_code == 200
    assert len(letters_to("mia@acme.example")) == 2


def test_an_invitation_works_once(client, acme, nora, mia):
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    joining.accept(invitation, by=mia)
    organisations.leave(acme, by=mia)
    with pytest.raises(organisations.NotPossible):
        joining.accept(invitation, by=mia)


def test_a_withdrawn_invitation_is_gone(client, acme, nora, mia):
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    client.force_login(nora)
    client.post(reverse("accounts:invitation_withdraw", args=[invitation.code]))
    client.force_login(mia)
    assert client.get(reverse("accounts:invitation", args=[invitation.token])).status_code == 404


def test_members_cannot_invite_and_owners_can(client, acme, nora, mia):
    organisations.add_member(acme, mia, by=nora)
    answers = {}
    for who in (mia, nora):
        client.force_login(who)
        answers[who] = invite(client, acme, "new@acme.example").status_code
    assert answers == {mia: 404, nora: 302}


def test_a_member_is_not_invited_again(client, acme, nora):
    client.force_login(nora)
    response = invite(client, acme, "NORA@acme.example")
    assert response.status_code == 422
    assert "is a member already" in response.content.decode()


# --- requests ---


def test_an_owner_lets_somebody_in(client, acme, nora, mia):
    client.force_login(mia)
    client.post(reverse("accounts:join", args=[acme.pk]), {"message": "I lead the night shift."})
    letter = letters_to("nora@acme.example")[0]
    assert letter.subject == "Mia Member asks to join Acme Contact Centers, Inc."
    assert "I lead the night shift." in letter.text
    assert members_of(acme) == {"Nora Nominator"}

    client.force_login(nora)
    asked = JoinRequest.objects.get()
    client.post(reverse("accounts:request_approve", args=[asked.pk]))

    assert members_of(acme) == {"Nora Nominator", "Mia Member"}
    assert letters_to("mia@acme.example")[0].subject == "You are a member of Acme Contact Centers, Inc. now"


def test_an_owner_declines(client, acme, nora, mia):
    asked = joining.ask_to_join(acme, by=mia)
    client.force_login(nora)
    client.post(reverse("accounts:request_decline", args=[asked.pk]))

    asked.refresh_from_db()
    assert (asked.state, asked.settled_by) == (JoinState.DECLINED, nora)
    assert members_of(acme) == {"Nora Nominator"}
    assert "declined" in letters_to("mia@acme.example")[0].text


def test_nobody_else_answers_not_even_who_asks(client, acme, nora, mia, otto):
    asked = joining.ask_to_join(acme, by=mia)
    organisations.add_member(acme, factories.user("Max Member"), by=nora)
    for who in (mia, otto, User.objects.get(name="Max Member")):
        client.force_login(who)
        for verb in ("request_approve", "request_decline"):
            assert client.post(reverse(f"accounts:{verb}", args=[asked.pk])).status_code == 404
    assert JoinRequest.objects.get().state == JoinState.WAITING


def test_two_answers_to_one_request_are_one(acme, nora, mia):
    asked = joining.ask_to_join(acme, by=mia)
    joining.decline(asked, by=nora)
    with pytest.raises(organisations.NotPossible):
        joining.approve(asked, by=nora)
    assert members_of(acme) == {"Nora Nominator"}


def test_asking_twice_is_asking_once(acme, mia):
    assert joining.ask_to_join(acme, by=mia) == joining.ask_to_join(acme, by=mia)
    assert len(letters_to("nora@acme.example")) == 1


def test_after_an_answer_one_may_ask_again(acme, nora, mia):
    joining.decline(joining.ask_to_join(acme, by=mia), by=nora)
    joining.ask_to_join(acme, by=mia)
    assert JoinRequest.objects.count() == 2


def test_who_asked_may_withdraw_and_nobody_else(client, acme, mia, otto):
    asked = joining.ask_to_join(acme, by=mia)
    page = reverse("accounts:request_withdraw", args=[asked.pk])
    client.force_login(otto)
    assert client.post(page).status_code == 404
    client.force_login(mia)
    client.post(page)
    assert JoinRequest.objects.get().state == JoinState.WITHDRAWN


def test_where_no_owner_is_left_an_administrator_answers(client, nora, mia, otto):
    orphan = factories.organisation("Orphan Support")
    nomination = given.submitted(factories.category(), orphan)
    roles.grant(otto, nomination.cycle.program, Role.ADMINISTRATOR, by=None)
    roles.grant(nora, factories.program(), Role.ADMINISTRATOR, by=None)
    asked = joining.ask_to_join(orphan, by=mia)
    assert {letter.to for letter in OutgoingMail.objects.filter(key=f"join:{asked.pk}")} == {"otto@elsewhere.example"}

    client.force_login(nora)  # her program has nothing of this organisation
    assert client.post(reverse("accounts:request_approve", args=[asked.pk])).status_code == 404
    assert client.get(reverse("accounts:organisation", args=[orphan.pk])).status_code == 404
    client.force_login(otto)
    client.post(reverse("accounts:request_approve", args=[asked.pk]))

    assert Membership.objects.get(organisation=orphan).role == "owner"


@pytest.mark.parametrize("entry", ["draft", "submitted", "candidate"])
def test_an_administrator_acts_for_organisations_that_entered_the_program(client, otto, entry):
    acme, program = factories.organisation("Acme"), factories.program()
    roles.grant(otto, program, Role.ADMINISTRATOR, by=None)
    category = factories.category(factories.cycle(program))
    if entry == "candidate":
        Candidate.objects.create(program=program, subject="person", name="Ann", organisation=acme, match_key="ann")
    else:
        Nomination.objects.create(
            cycle=category.cycle,
            category=category,
            nominator=factories.user(),
            organisation=acme,
            state=entry,
            first_submitted_at=clock.now() if entry == "submitted" else None,
        )

    client.force_login(otto)
    answers = {client.get(reverse(f"accounts:{page}", args=[acme.pk])).status_code for page in PAGES}

    assert answers == ({404} if entry == "draft" else {200})


def test_an_accepted_invitation_settles_the_request(acme, nora, mia):
    joining.ask_to_join(acme, by=mia)
    joining.accept(joining.invite(acme, "mia@acme.example", by=nora), by=mia)
    assert JoinRequest.objects.get().state == JoinState.APPROVED


def test_the_trail_tells_who_came_how(acme, nora, mia, otto):
    joining.accept(joining.invite(acme, "mia@acme.example", by=nora), by=mia)
    joining.approve(joining.ask_to_join(acme, by=otto), by=nora)
    added = AuditEvent.objects.filter(action="member added").values_list("change", flat=True)
    assert [(change["member"], change["how"]) for change in added] == [
        (mia.key, "invitation"),
        (otto.key, "request"),
    ]


def test_signing_in_from_the_letter_leads_back_to_it(client, acme, nora, mia):
    invitation = joining.invite(acme, "mia@acme.example", by=nora)
    link = reverse("accounts:invitation", args=[invitation.token])
    assert sign_in(client, "mia@acme.example", next=link).url == link
