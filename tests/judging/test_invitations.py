"""Judges invited by e-mail, with and without an account, and the terms they accept."""

import pytest

from judging.access import assignments_for, is_judge
from judging.domain import invitations, panels, terms
from judging.models import JudgeInvitation
from operations.models import OutgoingMail
from operations.refusal import Refused
from programs.models import ProgramRole
from tests import factories

from . import stories


@pytest.fixture
def invitation(category, administrator):
    return invitations.invite(category.cycle.program, [category], "Judith@Judges.example", by=administrator, name="J.")


def test_an_invitation_is_a_letter_with_a_secret_link(invitation):
    letter = OutgoingMail.objects.get()

    assert letter.to == "judith@judges.example"
    assert f"/judging/invitations/{invitation.token}/" in letter.text
    assert f"/judging/invitations/{invitation.token}/" in letter.html


def test_accepting_gives_the_role_and_the_seats(category, invitation, judge):
    invitations.accept(invitation, judge)
    invitations.accept(invitation, judge)

    assert [seat.judge for seat in panels.members(category)] == [judge]
    assert list(ProgramRole.objects.filter(user=judge).values_list("role", flat=True)) == ["judge"]
    assert is_judge(judge)


def test_a_forwarded_link_gives_nobody_a_seat(invitation, outsider):
    with pytest.raises(Refused, match="judith@judges.example"):
        invitations.accept(invitation, outsider)

    assert not is_judge(outsider)


def test_a_second_confirmed_address_is_enough(invitation, outsider):
    outsider.emailaddress_set.create(email="judith@judges.example", verified=True)
    invitations.accept(invitation, outsider)

    assert is_judge(outsider)


def test_an_unconfirmed_second_address_is_not(invitation, outsider):
    outsider.emailaddress_set.create(email="judith@judges.example", verified=False)

    with pytest.raises(Refused):
        invitations.accept(invitation, outsider)


def test_declining_and_being_asked_again(category, invitation, judge, administrator):
    invitations.decline(invitation)
    assert invitations.waiting_for(judge) == []

    again = invitations.invite(category.cycle.program, [category], "judith@judges.example", by=administrator)
    assert again.pk == invitation.pk
    assert again.token != invitation.token
    assert invitations.waiting_for(judge) == [again]
    assert OutgoingMail.objects.count() == 2


def test_an_invitation_is_for_categories_of_its_program(category, administrator):
    with pytest.raises(Refused):
        invitations.invite(category.cycle.program, [factories.category()], "a@b.example", by=administrator)
    with pytest.raises(Refused):
        invitations.invite(category.cycle.program, [], "a@b.example", by=administrator)
    assert not JudgeInvitation.objects.exists()


def test_leaving_the_panel_closes_its_entries(category, judge):
    stories.assigned(judge, stories.entry(category))
    assert assignments_for(judge).count() == 1

    panels.remove_member(category, judge, by=judge)
    assert assignments_for(judge).count() == 0


def test_losing_the_role_closes_everything(category, judge):
    stories.assigned(judge, stories.entry(category))
    ProgramRole.objects.filter(user=judge).delete()

    assert assignments_for(judge).count() == 0


def test_the_newest_terms_are_asked_once(category, judge):
    stories.seat(category, judge)
    stories.publish_terms(category, 1)
    second = stories.publish_terms(category, 2)
    assert terms.outstanding(judge) == [second]

    terms.accept(second, judge)
    assert terms.outstanding(judge) == []


def test_a_new_version_asks_again_and_the_old_one_is_no_longer_taken(category, judge):
    stories.seat(category, judge)
    first = stories.publish_terms(category, 1)
    terms.accept(first, judge)
    second = stories.publish_terms(category, 2)

    assert terms.outstanding(judge) == [second]
    with pytest.raises(Refused, match="newer"):
        terms.accept(first, judge)


def test_terms_of_tomorrow_are_not_asked_today(category, judge):
    stories.seat(category, judge)
    stories.publish_terms(category, 1, published_at=factories.at("2026-04-11"))

    assert terms.outstanding(judge) == []


def test_no_entry_opens_before_the_terms_are_accepted(category, judge):
    from judging.domain import recusals

    assignment = stories.assigned(judge, stories.entry(category))
    text = stories.publish_terms(category)
    with pytest.raises(Refused, match="terms"):
        recusals.state_no_conflict(assignment, by=judge)

    terms.accept(text, judge)
    assert recusals.state_no_conflict(assignment, by=judge)
