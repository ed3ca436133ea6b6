"""The pages of the portal's engine room: health, and the letters of a development site."""

import pytest
from django.utils import timezone

from operations.domain import health, mail
from operations.models import OutgoingMail

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert response.json() == {"status": "ok"}


def test_ready_names_what_is_missing(client):
    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "status": "not ready",
        "database": "ok",
        "migrations": "ok",
        "worker": "never seen",
        "broker": "not configured: set REDIS_URL, or start with manage.py up",
    }


@pytest.mark.parametrize(("age", "said"), [(149, "ok"), (152, "last seen")])
def test_a_worker_is_missed_after_a_while(age, said):
    health.Heartbeat.objects.create(name="worker", at=timezone.now() - timezone.timedelta(seconds=age))

    assert health.worker().startswith(said)


@pytest.fixture
def letters(settings):
    settings.MAIL_STAYS_HERE = settings.DEBUG = True
    text = "Open https://awards.example/confirm/abc/?a=1&b=2.\n<script>alert(1)</script>"
    return [
        mail.keep(key=f"letter:{n}", to=f"reader{n}@example.com", subject=f"Letter {n}", text=text, html="<b>Hello</b>")
        for n in range(3)
    ]


def test_letters_are_read_on_a_page(client, letters):
    page = client.get("/mails/").content.decode()

    assert [f"Letter {n}" in page for n in range(3)] == [True, True, True]


def test_letters_of_one_reader_can_be_found(client, letters):
    page = client.get("/mails/", {"to": "READER1"}).content.decode()

    assert [f"Letter {n}" in page for n in range(3)] == [False, True, False]


def test_links_can_be_followed_and_nothing_else_runs(client, letters):
    page = client.get(f"/mails/{letters[0].pk}/").content.decode()

    assert '<a href="https://awards.example/confirm/abc/?a=1&amp;b=2">' in page
    assert "<script>alert" not in page


def test_the_html_part_stands_alone_without_scripts(client, letters):
    response = client.get(f"/mails/{letters[0].pk}/html/")

    assert response.content == b"<b>Hello</b>"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_in_production_these_pages_do_not_exist(client, letters, settings):
    settings.MAIL_STAYS_HERE = False

    addresses = ["/mails/", f"/mails/{letters[0].pk}/", f"/mails/{letters[0].pk}/html/"]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_on_a_trial_site_in_production_its_owner_alone_reads_them(client, letters, settings, nominator):
    settings.DEBUG = False
    client.force_login(nominator)
    assert client.get("/mails/").status_code == 404

    nominator.is_superuser = True
    nominator.save()
    assert client.get("/mails/").status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_asks_the_same_of_the_database_however_long_it_is(client, settings, django_assert_num_queries, rows):
    settings.MAIL_STAYS_HERE = settings.DEBUG = True
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"{n}", to="a@example.com", subject="S", text="T") for n in range(rows)
    )

    with django_assert_num_queries(2):
        client.get("/mails/")
