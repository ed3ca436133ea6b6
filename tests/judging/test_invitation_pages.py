"""From the link of an invitation to a seat on the panel."""

import pytest
from django.urls import reverse

from judging.domain import invitations, panels


@pytest.fixture
def invitation(category, administrator):
    return invitations.invite(category.cycle.program, [category], "new@judges.example", by=administrator, name="Newton")


def test_the_link_of_an_invitation_opens_without_an_account(client, invitation):
    page = client.get(reverse("judging:invitation", args=[invitation.token])).content.decode()

    assert "Newton, will you judge?" in page
    assert client.get(reverse("judging:invitation", args=["guess"])).status_code == 404


def test_from_the_link_through_a_new_account_to_the_panel(client, category, invitation):
    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]))
    assert page.url.startswith(reverse("account_signup"))
    client.post(
        page.url,
        {
            "email": "new@judges.example",
            "name": "Newton Novice",
            "password1": "an-own-long-password-42",
            "password2": "an-own-long-password-42",
        },
    )

    assert [seat.judge.email for seat in panels.members(category)] == ["new@judges.example"]


def test_an_account_that_never_saw_the_link_takes_no_seat(client, category, invitation):
    client.post(
        reverse("account_signup"),
        {
            "email": "somebody@else.example",
            "name": "Somebody Else",
            "password1": "an-own-long-password-42",
            "password2": "an-own-long-password-42",
        },
    )

    assert panels.members(category) == []


def test_a_person_with_an_account_says_yes_with_one_click(client, category, administrator, judge):
    invitation = invitations.invite(category.cycle.program, [category], judge.email, by=administrator)
    client.force_login(judge)
    assert "You are invited" in client.get(reverse("judging:queue")).content.decode()

    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]))
    assert page.url == reverse("judging:queue")
    assert [seat.judge for seat in panels.members(category)] == [judge]


def test_a_person_signed_in_with_another_address_is_told(client, category, invitation, outsider):
    client.force_login(outsider)
    page = client.post(reverse("judging:accept_invitation", args=[invitation.token]), follow=True)

    assert "This invitation was sent to new@judges.example" in page.content.decode()
    assert panels.members(category) == []


def test_no_thank_you(client, category, invitation):
    client.post(reverse("judging:decline_invitation", args=[invitation.token]))
    invitation.refresh_from_db()

    assert invitation.declined_at is not None
    assert panels.members(category) == []
