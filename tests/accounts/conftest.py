"""People with confirmed addresses, and what signing in by the form takes."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from accounts.domain import organisations, people
from operations.models import OutgoingMail

PASSWORD = "three words in a row"
SECRET = base64.b32encode(b"twenty bytes of key!").decode()


@pytest.fixture
def nora(db):
    return people.enrol("nora@acme.example", name="Nora Nominator", password=PASSWORD)


@pytest.fixture
def mia(db):
    return people.enrol("mia@acme.example", name="Mia Member", password=PASSWORD)


@pytest.fixture
def otto(db):
    return people.enrol("otto@elsewhere.example", name="Otto Outsider", password=PASSWORD)


@pytest.fixture
def acme(nora):
    """Nora's organisation."""
    return organisations.create("Acme Contact Centers, Inc.", by=nora, domains=["acme.example"])


def sign_in(client, email, password=PASSWORD, address="192.0.2.1", **more):
    data = {"login": email, "password": password, **more}
    return client.post(reverse("account_login"), data, REMOTE_ADDR=address)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def set_up_app(user) -> RecoveryCodes:
    """An authenticator app with a known key, and recovery codes."""
    data = {"secret": get_adapter().encrypt(SECRET)}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return RecoveryCodes.activate(user)


def app_code(steps_away: int = 0) -> str:
    """What the app shows now."""
    counter = int(time.time()) // 30 + steps_away
    digest = hmac.new(base64.b32decode(SECRET), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def letters_to(email) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=email).order_by("pk"))


def link_in(letter: OutgoingMail) -> str:
    """The first address of the letter, without its host."""
    return re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]
