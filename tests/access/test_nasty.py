"""Whatever is sent, somebody who may ask gets an answer: no address of the table ever fails."""

from __future__ import annotations

import re
import traceback

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import RequestFactory

from .table import TABLE
from .test_table import address_of, as_in_production, folder, world  # noqa: F401
from .world import PARTS

TYPED = {
    "more digits than a number may have": "9" * 5000,
    "a number that no column holds": "9" * 30,
    "the last moment there is": "9999-12-31T23:59",
    "another site": "//evil.example/../",
    "half a character in markup": b"<img src=x onerror=alert(1)>\xed\xa0\x80\xff",
    "a bare word": "nonsense",
}
ASKED = {
    about: TYPED[about] for about in ("a number that no column holds", "another site", "half a character in markup")
}
NAME = re.compile(r'\sname="([^"]+)"')
ALWAYS = (
    "page", "q", "next", "state", "category", "kind", "code", "view", "download", "version", "resolve", "reason", "to", "action", "anyway",
    "candidate", "placing", "nomination", "judge", "role", "slug", "remove_file", "restore_file", "take", "then", "apply", "import", "details_version",
)  # fmt: skip
TOKENS = {"csrfmiddlewaretoken"}


def part_for(name: str) -> str:
    """Somebody the address opens to, as nobody is refused further inside than they."""
    opens_to = TABLE[name].opens_to or set(PARTS)
    return next(part for part in ("superuser", "nominator", "judge", "stranger", *PARTS) if part in opens_to)


def fields_of(client, address: str) -> list[str]:
    """The fields that the page at an address shows, and those that stand on other pages."""
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    is_page = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
    shown = NAME.findall(answer.content.decode()) if is_page else []
    return sorted({*ALWAYS, *shown} - TOKENS)


@pytest.fixture
def failures():
    """What went wrong inside, in words."""
    caught: list[str] = []

    def note(sender, **_sent) -> None:
        caught.append(traceback.format_exc(limit=-4))

    got_request_exception.connect(note)
    yield caught
    got_request_exception.disconnect(note)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_nothing_that_is_sent_makes_an_address_fail(world, failures, name):  # noqa: F811
    client, address = world.clients[part_for(name)], address_of(world, name).partition("?")[0]
    client.raise_request_exception = False
    names, found = fields_of(client, address), {}
    for method, values in ((client.get, ASKED), (client.post, TYPED)):
        for about, value in values.items():
            with transaction.atomic():
                status = method(address, dict.fromkeys(names, value)).status_code
                if status >= 500 and not (name == "operations:readyz" and status == 503):
                    found[f"{method.__name__}: {about}"] = failures[-1] if failures else status
                transaction.set_rollback(True)
    client.raise_request_exception = True
    assert not found, "\n".join(f"{key}\n{value}" for key, value in found.items())


def test_a_choice_between_texts_that_was_not_offered_is_refused_in_words(world):  # noqa: F811
    client = world.clients["nominator"]
    with transaction.atomic():
        answer = client.post(
            address_of(world, "nominations:edit"), {"resolve": f"{world.kept.pk}:nonsense"}, follow=True
        )
        transaction.set_rollback(True)
    assert answer.status_code == 200
    assert "Please choose one of the two texts" in answer.content.decode()


@pytest.mark.parametrize("target", ["nonsense", "//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_terms_lead_back_only_into_the_portal(world, target):  # noqa: F811
    answer = world.clients["judge"].get(address_of(world, "judging:terms"), {"next": target})
    assert answer.url == "/judging/"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "idna", "nonsense"])
def test_text_in_another_encoding_is_refused_before_it_is_read(world, charset):  # noqa: F811
    """A codec may fail on what it reads, or make half characters of it that no page can write."""
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    body = b'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n+2AA-\r\n--b--\r\n'
    judge = world.clients["judge"]
    assert judge.generic("POST", address_of(world, "judging:save_note"), body, content_type=kind).status_code == 415
    assert judge.generic("GET", "/search/?q=x", body, content_type=kind).status_code == 415


@pytest.mark.parametrize("charset", ["hex", "rot13", "zlib", "utf-7", '"hex"'])
@pytest.mark.django_db
def test_no_codec_stops_the_portal_before_it_can_answer(charset):
    """Some codecs fail where Django reads the address, which no middleware sees."""
    from awards_portal.wsgi import application

    environ = RequestFactory().generic("POST", "/search/?q=x", b"x", content_type="text/plain").environ
    environ["CONTENT_TYPE"] = f"multipart/form-data; boundary=b; charset={charset}"
    said: list[str] = []
    application(environ, lambda status, headers, *_rest: said.append(status))
    assert said == ["415 Unsupported Media Type"]
