"""Registering, signing in, forgotten passwords; and that nobody learns who has an account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.domain import joining, people
from accounts.models import User
from operations.domain import jobs
from operations.models import OutgoingMail
from tests import factories

from .conftest import PASSWORD, is_signed_in, letters_to, link_in, sign_in

NEW = {"name": "Nina  New", "email": "nina@new.example", "password1": PASSWORD}


def register(client, **changes):
    return client.post(reverse("account_signup"), {**NEW, **changes})


@pytest.mark.django_db
def test_a_stranger_registers_confirms_and_is_in(client):
    assert register(client).url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)

    letter = letters_to("nina@new.example")[0]
    assert letter.subject == "Please confirm your e-mail address"
    client.post(link_in(letter))

    assert is_signed_in(client)
    assert User.objects.get().name == "Nina New"


@pytest.mark.django_db
def test_before_confirming_the_password_opens_nothing(client):
    register(client)
    client.cookies.clear()

    assert sign_in(client, "nina@new.example").url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)


def test_a_confirmed_address_and_its_password_open_the_portal(client, nora):
    assert sign_in(client, "Nora@Acme.example").url == reverse("programs:start")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        ([], "nominations:mine"),
        (["judge"], "judging:queue"),
        (["decider"], "judging:queue"),
        (["administrator"], "desk:home"),
        (["judge", "administrator"], "desk:home"),
    ],
)
def test_who_signed_in_goes_on_where_work_waits(client, nora, roles, page):
    program = factories.program()
    for role in roles:
        factories.role(nora, program, role)
    sign_in(client, nora.email)

    assert client.get(reverse("programs:start")).url == reverse(page)


@pytest.mark.django_db
def test_a_stranger_who_asks_for_the_start_signs_in_first(client):
    assert client.get(reverse("programs:start")).url.startswith(reverse("account_login"))


def test_a_wrong_password_does_not(client, nora):
    response = sign_in(client, "nora@acme.example", "not my password")

    assert "do not go together" in response.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("password", "accepted"),
    [
        ("elevenchars", False),
        ("twelve chars", True),
        ("password1234", False),
        ("847362915038", False),
        ("nina@new.example", False),
    ],
)
@pytest.mark.django_db
def test_which_passwords_are_good_enough(client, password, accepted):
    register(client, password1=password)
    assert User.objects.exists() == accepted


def test_registering_a_known_address_looks_like_any_other(client, nora):
    fresh, known = register(client), register(client, email="nora@acme.example")

    assert (fresh.status_code, fresh.url) == (known.status_code, known.url)
    assert client.get(known.url).status_code == 200
    assert [letter.subject for letter in letters_to("nora@acme.example")] == ["You have an account already"]
    assert User.objects.filter(email="nora@acme.example").count() == 1


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client, nora):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("nora@acme.example", "nobody@acme.example")
    ]

    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert letters_to("nora@acme.example")[0].subject == "Choose a new password"
    assert letters_to("nobody@acme.example")[0].subject == "There is no account for this address"


def test_a_new_password_replaces_the_old_one(client, nora):
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"})
    form = client.get(link_in(letters_to("nora@acme.example")[0])).url
    client.post(form, {"password1": "another set of words", "password2": "another set of words"})

    sign_in(client, "nora@acme.example")
    assert not is_signed_in(client)
    sign_in(client, "nora@acme.example", "another set of words")
    assert is_signed_in(client)
    assert letters_to("nora@acme.example")[-1].subject == "Your password was reset"


def test_the_link_for_a_new_password_works_once(client, nora):
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"})
    link = link_in(letters_to("nora@acme.example")[0])
    client.post(client.get(link).url, {"password1": "another set of words", "password2": "another set of words"})

    client.cookies.clear()
    assert "used already" in client.get(link).content.decode()


def test_links_in_letters_lead_to_the_site_whatever_host_was_asked(client, nora, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://awards.example"
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"}, HTTP_HOST="evil.example")

    letter = letters_to("nora@acme.example")[0]
    assert "evil.example" not in letter.text + letter.html
    assert "https://awards.example/accounts/password/reset/key/" in letter.text


def test_another_address_counts_once_it_is_confirmed(client, nora):
    sign_in(client, "nora@acme.example")
    client.post(reverse("account_email"), {"action_add": "", "email": "nora@home.example"})
    nora.refresh_from_db()
    assert nora.email == "nora@acme.example"

    client.post(link_in(letters_to("nora@home.example")[0]))

    nora.refresh_from_db()
    assert nora.email == "nora@home.example"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nora@home.example", True)]
    assert letters_to("nora@acme.example")[-1].subject == "Your e-mail address was changed"


def test_letters_leave_through_the_ledger(client, nora):
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"})
    assert mail.outbox == []

    jobs.run_due()

    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["nora@acme.example"], "Choose a new password")]


def test_the_admin_has_no_sign_in_of_its_own(client, nora):
    assert client.get("/admin/login/").url.startswith(reverse("account_login"))
    posted = client.post("/admin/login/", {"username": "nora@acme.example", "password": PASSWORD})
    assert posted.url.startswith(reverse("account_login"))
    assert not is_signed_in(client)


def test_the_admin_is_for_staff_alone(client, nora):
    sign_in(client, "nora@acme.example")
    assert client.get("/admin/", follow=True).status_code == 403

    User.objects.filter(pk=nora.pk).update(is_staff=True)
    assert client.get("/admin/").status_code == 200


def test_an_operators_account_needs_no_letter(client, db):
    User.objects.create_superuser("root@site.example", PASSWORD, name="Root")
    sign_in(client, "root@site.example")
    assert is_signed_in(client)


def test_somebody_signed_in_stays_so_for_half_a_day_and_no_longer(client, nora):
    sign_in(client, "nora@acme.example")
    assert client.session.get_expiry_age() == 43200


def test_letters_that_open_accounts_are_not_kept_once_they_have_left(client, nora, acme, settings):
    settings.MAIL_STAYS_HERE = False
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"})
    joining.invite(acme, "mia@acme.example", by=nora)
    joining.ask_to_join(acme, by=people.enrol("max@acme.example", name="Max"))

    jobs.run_due()

    assert len(mail.outbox) == 3
    assert set(OutgoingMail.objects.exclude(text="").values_list("to", "subject")) == {
        ("nora@acme.example", "Max asks to join Acme Contact Centers, Inc.")
    }
