"""The second factor: setting it up, signing in with it, and programs that demand it of their administrators."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import User
from operations.models import AuditEvent
from programs.domain import roles
from programs.enums import Role
from tests import factories

from .conftest import PASSWORD, SECRET, app_code, is_signed_in, letters_to, set_up_app, sign_in

MANAGE = reverse("desk:home")


@pytest.fixture
def strict(db):
    return factories.program(require_second_factor=True)


@pytest.fixture
def relaxed(db):
    return factories.program()


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_shows_a_picture_and_gives_codes(client, nora):
    sign_in(client, "nora@acme.example")
    page = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    response = client.get(page)
    assert 'src="data:image/svg+xml;base64,' in response.content.decode()
    assert "data:" in response.headers["Content-Security-Policy"].split("img-src")[1].split(";")[0]

    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    done = client.post(page, {"code": app_code()})

    assert done.url == reverse("mfa_view_recovery_codes")
    assert client.get(done.url).content.decode().count("<li><code>") == 10
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert SECRET not in stored
    assert AuditEvent.objects.filter(action="second factor set up", object_key=nora.key).count() == 1


def test_with_the_app_the_password_alone_opens_nothing(client, nora):
    set_up_app(nora)
    assert sign_in(client, "nora@acme.example").url == reverse("mfa_authenticate")
    assert not is_signed_in(client)

    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert is_signed_in(client)


def test_a_code_opens_once(client, nora):
    set_up_app(nora)
    used = app_code()
    for expected in (True, False):
        client.cookies.clear()
        sign_in(client, "nora@acme.example")
        client.post(reverse("mfa_authenticate"), {"code": used})
        assert is_signed_in(client) == expected


def test_a_recovery_code_opens_once(client, nora):
    spare = set_up_app(nora).get_unused_codes()[0]
    for expected in (True, False):
        client.cookies.clear()
        sign_in(client, "nora@acme.example")
        client.post(reverse("mfa_authenticate"), {"code": spare})
        assert is_signed_in(client) == expected


def test_a_strict_program_sends_its_administrator_to_set_one_up(client, nora, strict):
    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    sign_in(client, "nora@acme.example")

    response = client.get(MANAGE)

    assert response.url == f"{reverse('accounts:second_factor')}?next=%2Fmanage%2F"
    assert "Set up the app" in client.get(response.url).content.decode()


def test_a_relaxed_program_lets_its_administrator_in(client, nora, relaxed, strict):
    """The sibling: another program's strictness is none of her business."""
    roles.grant(nora, relaxed, Role.ADMINISTRATOR, by=None)
    roles.grant(nora, strict, Role.JUDGE, by=None)
    sign_in(client, "nora@acme.example")
    assert client.get(MANAGE).status_code == 200


def test_who_signed_in_with_the_app_gets_in(client, nora, strict):
    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    set_up_app(nora)
    sign_in(client, "nora@acme.example")
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert client.get(MANAGE).status_code == 200


def test_a_session_from_before_the_app_must_show_it(client, nora, strict):
    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    sign_in(client, "nora@acme.example")
    set_up_app(nora)

    response = client.get(MANAGE)
    assert response.url.startswith(reverse("mfa_reauthenticate"))

    assert client.post(response.url, {"code": app_code(), "next": MANAGE}).url == MANAGE
    assert client.get(MANAGE).status_code == 200


def test_a_post_is_stopped_like_a_get(client, nora, strict):
    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    sign_in(client, "nora@acme.example")
    assert client.post(MANAGE).url.startswith(reverse("accounts:second_factor"))


@pytest.mark.django_db(transaction=True)
def test_setting_the_app_up_opens_the_same_session(client, nora, strict):
    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    sign_in(client, "nora@acme.example")
    client.get(client.get(MANAGE).url)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": app_code()})

    assert client.get(MANAGE).status_code == 200
    assert f'href="{MANAGE}"' in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert [letter.subject for letter in letters_to("nora@acme.example")] == [
        "An authenticator app now protects your account",
    ]


def test_the_sites_own_staff_need_it_as_soon_as_one_program_is_strict(client, relaxed, db):
    User.objects.create_superuser("root@site.example", PASSWORD, name="Root")
    sign_in(client, "root@site.example")
    assert client.get("/admin/").status_code == 200

    factories.program(require_second_factor=True)
    assert client.get("/admin/").url.startswith(reverse("accounts:second_factor"))
    assert client.get("/account/").status_code == 200


def test_the_way_back_leads_nowhere_else(client, nora):
    sign_in(client, "nora@acme.example")
    client.get(reverse("accounts:second_factor"), {"next": "https://evil.example/"})
    assert "after_second_factor" not in client.session


def test_old_secret_keys_still_open_secrets(settings):
    from allauth.mfa.adapter import get_adapter

    kept = get_adapter().encrypt(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert get_adapter().decrypt(kept) == SECRET


@pytest.mark.parametrize(
    "address",
    [
        reverse("recognition:batch", args=["any", "2026"]),
        reverse("recognition:document", args=["ANYCODE", "certificate"]),
        reverse("nominations:file", args=["ANYCODE", "ANYFILE"]),
        reverse("accounts:organisation", args=[1]),
        reverse("accounts:organisation_edit", args=[1]),
    ],
)
def test_pages_of_everybody_that_show_an_administrator_more_ask_for_it_too(client, nora, strict, address):
    """Embargoed documents, entries of others and their organisations are no less behind the second factor."""
    client.force_login(nora)
    assert client.get(address).status_code == 404

    roles.grant(nora, strict, Role.ADMINISTRATOR, by=None)
    assert client.get(address).url.startswith(reverse("accounts:second_factor"))
