"""What an organization sees of its measured awards: its own figures, a benchmark of many, and nothing of the outcome."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from accounts.models import Membership
from judging.domain import decisions
from measurement.models import EntryChoice
from operations import clock

from .. import factories
from . import given

pytestmark = pytest.mark.django_db

SAMPLE = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 400})


@pytest.fixture
def cycle(db):
    return given.cycle()


@pytest.fixture
def award(cycle):
    return given.award(cycle, {"metric": "fcr", "surveys": "live"}, SAMPLE)


@pytest.fixture
def acme(cycle, client):
    made = given.organisation(cycle, "Acme", sectors=["energy"])
    given.surveys(cycle, made, "fcr", 300, 388)
    member = factories.user("Mia Member")
    Membership.objects.create(organisation=made, user=member)
    client.force_login(member)
    return made


def url(cycle, organisation, name: str = "own") -> str:
    return reverse(f"measurement:{name}", args=(organisation.pk, cycle.program.slug, cycle.slug))


def test_members_see_their_rate_and_what_is_missing_and_strangers_see_nothing(client, cycle, award, acme, outsider):
    page = client.get(url(cycle, acme)).content.decode()

    assert "388 of 400 surveys: 12 short." in page
    assert "300 of 388" in page
    client.force_login(outsider)
    assert client.get(url(cycle, acme)).status_code == 404


@pytest.mark.parametrize(("others", "is_shown"), [(4, False), (5, True)])
def test_a_benchmark_stands_on_five_others(client, cycle, award, acme, others, is_shown):
    for place in range(others):
        given.surveys(cycle, given.organisation(cycle, f"Other {place}"), "fcr", 320, 400)

    page = client.get(url(cycle, acme)).content.decode()

    assert ("all organizations 80 %" in page) is is_shown
    assert "Other 1" not in page


def test_the_page_is_the_same_whatever_is_decided(client, cycle, award, acme):
    given.surveys(cycle, given.organisation(cycle, "Winner"), "fcr", 390, 400)
    administrator = factories.user()
    factories.role(administrator, cycle.program)

    def page() -> bytes:
        # Only the form's own token differs from one answer to the next.
        return re.sub(rb"\b[A-Za-z0-9]{64}\b", b"token", client.get(url(cycle, acme)).content)

    before = page()
    decision = decisions.prepare(award, by=administrator)
    assert page() == before
    decisions.seal(decision, by=administrator)
    assert page() == before
    clock.stopped_at.set(factories.at("2026-12-01"))
    assert page() == before


def test_opting_out_and_back(client, cycle, award, acme):
    clock.stopped_at.set(factories.at("2026-03-01"))
    client.post(url(cycle, acme, "choose"), {"category": award.slug, "choice": "out"})
    assert EntryChoice.objects.get().choice == "out"
    assert "opted out" in client.get(url(cycle, acme)).content.decode()

    client.post(url(cycle, acme, "choose"), {"category": award.slug, "choice": ""})
    assert not EntryChoice.objects.exists()

    clock.stopped_at.set(factories.at("2026-05-01"))
    client.post(url(cycle, acme, "choose"), {"category": award.slug, "choice": "out"})
    assert not EntryChoice.objects.exists(), "judging has closed"
