"""Guessing passwords and codes is slowed down, with a cache, without one and with one that is gone."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse

from operations import clock
from operations.domain import limits
from operations.models import Counter

from .conftest import app_code, is_signed_in, letters_to, link_in, set_up_app, sign_in

CACHES = {
    "rows": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"},
    "none": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    "gone": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"},
}


@pytest.fixture(params=CACHES)
def any_cache(request, settings, db):
    settings.CACHES = {"default": CACHES[request.param], "local": CACHES["none"]}


def guess(client, times, email="nora@acme.example", address="192.0.2.1"):
    for n in range(times):
        response = sign_in(client, email, f"wrong guess {n}", address)
    return response


def test_after_five_wrong_passwords_the_right_one_must_wait(client, nora, any_cache):
    guess(client, 5)

    response = sign_in(client, "nora@acme.example")

    assert "Too many wrong tries" in response.content.decode()
    assert not is_signed_in(client)


def test_after_four_it_opens(client, nora, any_cache):
    guess(client, 4)
    sign_in(client, "nora@acme.example")
    assert is_signed_in(client)


def test_after_five_minutes_it_opens_again(client, nora):
    guess(client, 5)
    Counter.objects.update(window_started_at=clock.now() - timedelta(seconds=301))
    sign_in(client, "nora@acme.example")
    assert is_signed_in(client)


def test_an_account_that_does_not_exist_is_slowed_down_alike(client, db):
    assert "do not go together" in guess(client, 5, "nobody@acme.example").content.decode()
    assert "Too many wrong tries" in guess(client, 1, "nobody@acme.example").content.decode()


def test_the_owner_elsewhere_is_not_locked_out_by_one_guesser(client, nora):
    guess(client, 9, address="203.0.113.9")
    sign_in(client, "nora@acme.example", address="192.0.2.1")
    assert is_signed_in(client)


def test_many_guessers_at_one_account_are_slowed_down_together(client, nora):
    for n in range(30):
        guess(client, 1, address=f"203.0.113.{n}")
    sign_in(client, "nora@acme.example", address="192.0.2.1")
    assert not is_signed_in(client)


def test_one_guesser_at_many_accounts_is_slowed_down(client, nora):
    for n in range(50):
        guess(client, 1, email=f"person{n}@acme.example")
    sign_in(client, "nora@acme.example")
    assert not is_signed_in(client)


def test_a_household_of_ipv6_addresses_counts_as_one(client, nora):
    for n in range(5):
        guess(client, 1, address=f"2001:db8:1:1::{n:x}")
    sign_in(client, "nora@acme.example", address="2001:db8:1:1::ffff")
    assert not is_signed_in(client)
    sign_in(client, "nora@acme.example", address="2001:db8:1:2::1")
    assert is_signed_in(client)


def test_own_sign_ins_in_between_do_not_clear_the_count(client, nora, otto):
    """Somebody with an account of their own could otherwise guess for ever."""
    for _n in range(5):
        guess(client, 1, address="203.0.113.9")
        sign_in(client, "otto@elsewhere.example", address="203.0.113.9")
        client.logout()
    sign_in(client, "nora@acme.example", address="203.0.113.9")
    assert not is_signed_in(client)


def test_people_who_sign_in_all_day_never_meet_the_limit(client, nora):
    for _time in range(12):
        sign_in(client, "nora@acme.example")
        assert is_signed_in(client)
        client.logout()


def test_where_tries_cannot_be_counted_nobody_gets_in(client, nora, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(limits, "allow", broken)
    client.raise_request_exception = False

    assert sign_in(client, "nora@acme.example").status_code == 503
    assert not is_signed_in(client)


def test_a_flood_of_posts_from_one_address_is_answered_429(client, db):
    page = reverse("account_reset_password")
    answers = [client.post(page, {"email": f"a{n}@x.example"}).status_code for n in range(11)]

    assert answers == [302] * 10 + [429]
    assert client.get(page).status_code == 200


def test_a_mailbox_is_not_flooded(client, nora):
    answers = {client.post(reverse("account_reset_password"), {"email": "nora@acme.example"}).url for _time in range(5)}

    assert len(answers) == 1
    assert len(letters_to("nora@acme.example")) == 3


def test_a_new_password_by_letter_ends_the_waiting(client, nora):
    guess(client, 5, address="127.0.0.1")
    client.post(reverse("account_reset_password"), {"email": "nora@acme.example"})
    form = client.get(link_in(letters_to("nora@acme.example")[0])).url
    client.post(form, {"password1": "another set of words", "password2": "another set of words"})

    sign_in(client, "nora@acme.example", "another set of words", address="127.0.0.1")
    assert is_signed_in(client)


def code(client, value):
    return client.post(reverse("mfa_authenticate"), {"code": value})


def test_after_five_wrong_codes_the_right_one_must_wait(client, nora, any_cache):
    set_up_app(nora)
    sign_in(client, "nora@acme.example")
    for n in range(5):
        code(client, f"00000{n}")
    code(client, app_code())
    assert not is_signed_in(client)


def test_after_four_wrong_codes_the_right_one_opens(client, nora, any_cache):
    set_up_app(nora)
    sign_in(client, "nora@acme.example")
    for n in range(4):
        code(client, f"00000{n}")
    code(client, app_code())
    assert is_signed_in(client)
