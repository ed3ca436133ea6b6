"""What stands around every request: too large, not text, a busy database, and the headers of every answer."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from awards_portal import urls
from operations.views import health

pytestmark = pytest.mark.django_db


def busy(request):
    raise OperationalError("database is locked")


def broken(request):
    raise ZeroDivisionError


class Addresses:
    urlpatterns = [path("busy/", busy), path("broken/", broken), path("healthz", health.healthz), *urls.urlpatterns]
    handler500 = staticmethod("awards_portal.middleware.handler500")


@pytest.fixture
def client(settings):
    settings.ROOT_URLCONF = Addresses
    return Client(raise_request_exception=False)


def test_every_page_carries_the_policy_and_the_safety_headers(client):
    headers = client.get("/accounts/login/").headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert {name: headers[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }


@pytest.mark.parametrize(("over", "status"), [(0, 405), (1, 413)])
def test_a_body_is_refused_by_its_announced_size_before_it_is_read(client, settings, over, status):
    settings.MAX_REQUEST_BYTES = 1000

    response = client.post("/healthz", b"x" * (1000 + over), content_type="application/octet-stream")

    assert response.status_code == status


def test_a_body_without_a_readable_size_is_refused(client):
    assert client.post("/healthz", b"", content_type="text/plain", CONTENT_LENGTH="many").status_code == 400


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/accounts/login/", {"next": "a\0b"}),
        lambda client: client.get("/accounts/login/%00"),
        lambda client: client.post("/accounts/login/", {"login": "a\0b"}),
        lambda client: client.post("/accounts/login/", {"a\0b": "x"}),
        lambda client: client.post("/api/v1/x", rb'{"a": "\u0000"}', content_type="application/json"),
    ],
    ids=["query", "path", "field", "field name", "json"],
)
def test_a_nul_byte_is_refused_wherever_it_hides(client, ask):
    assert ask(client).status_code == 400


def test_the_same_requests_without_it_pass(client):
    assert client.get("/accounts/login/", {"next": "ab"}).status_code == 200
    assert client.post("/accounts/login/", {"login": "ab"}).status_code == 200


def test_a_busy_database_asks_to_come_again(client):
    response = client.get("/busy/")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "try again in ten seconds" in response.content.decode()


def test_any_other_failure_stays_a_failure(client):
    assert client.get("/broken/").status_code == 500


def test_a_session_that_cannot_be_saved_because_the_database_is_busy_asks_to_come_again(rf):
    from awards_portal.middleware import handler500

    try:
        raise OperationalError("database is locked")
    except OperationalError:
        response = handler500(rf.get("/"))

    assert response.status_code == 503
