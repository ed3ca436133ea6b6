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
    Membership.objects.create(organisation=made, user=member, role="owner")
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


def test_a_member_who_is_no_owner_reads_and_does_not_choose(client, cycle, award, acme):
    clock.stopped_at.set(factories.at("2026-03-01"))
    assert b"We opt out" in client.get(url(cycle, acme)).content
    colleague = factories.user("Col League")
    Membership.objects.create(organisation=acme, user=colleague)
    client.force_login(colleague)

    assert b"We opt out" not in client.get(url(cycle, acme)).content
    assert client.post(url(cycle, acme, "choose"), {"category": award.slug, "choice": "out"}).status_code == 404
    assert not EntryChoice.objects.exists()


def subsidiary(acme, **profile):
    """A daughter of Acme with an owner of its own."""
    made = factories.organisation("Acme South")
    made.parent = acme
    made.save()
    owner = factories.user("Sue South")
    Membership.objects.create(organisation=made, user=owner, role="owner")
    return made, owner


def test_a_subsidiary_cannot_opt_its_parent_out(client, cycle, award, acme):
    clock.stopped_at.set(factories.at("2026-03-01"))
    south, owner = subsidiary(acme)
    cycle.program.organisation_scope = "parent"
    cycle.program.save()
    client.force_login(owner)

    answer = client.post(url(cycle, south, "choose"), {"category": award.slug, "choice": "out"}, follow=True)
    assert "counts together with Acme, whose owners choose" in answer.content.decode()
    assert not EntryChoice.objects.exists()

    cycle.program.organisation_scope = "exact"
    cycle.program.save()
    client.post(url(cycle, south, "choose"), {"category": award.slug, "choice": "out"})
    assert EntryChoice.objects.get().organisation == south


def test_a_subsidiary_sees_the_whole_it_counts_with_and_no_site_of_its_parent(client, cycle, acme):
    both = given.award(cycle, {"metric": "fcr", "surveys": "live", "scopes": ["site", "all_sites"]}, SAMPLE)
    south, owner = subsidiary(acme)
    cycle.program.organisation_scope = "parent"
    cycle.program.save()
    for organisation, site, top in (
        (acme, "Austin", 311),
        (acme, "Boise", 322),
        (south, "Miami", 333),
        (south, "Tampa", 344),
    ):
        given.surveys(cycle, organisation, "fcr", top, 400, site=site)

    parents = client.get(url(cycle, acme)).content.decode()
    client.force_login(owner)
    own = client.get(url(cycle, south)).content.decode()

    assert both.name in own
    assert "333 of 400" in own and "344 of 400" in own
    assert "311 of 400" not in own and "322 of 400" not in own and "Austin" not in own
    assert "311 of 400" in parents and "322 of 400" in parents


@pytest.mark.parametrize(("with_sites", "is_shown"), [(1, False), (4, False), (5, True), (0, True)])
def test_two_figures_of_one_metric_differ_by_five_organizations_or_none(client, cycle, acme, with_sites, is_shown):
    """Six organizations stand in both awards; the others have sites, so that an award for sites does not see their whole."""
    for place in range(6):
        given.surveys(cycle, given.organisation(cycle, f"Plain {place}"), "fcr", 320, 400)
    for place in range(with_sites):
        one = given.organisation(cycle, f"Sited {place}")
        given.surveys(cycle, one, "fcr", 200, 400, site="A")
        given.surveys(cycle, one, "fcr", 200, 400, site="B")
    measure = {"metric": "fcr", "surveys": "live"}
    given.award(cycle, measure, SAMPLE, position=1)
    given.award(cycle, {**measure, "scopes": ["site"]}, SAMPLE, position=2)

    page = client.get(url(cycle, acme)).content.decode()

    mean = {0: 80, 1: 76, 4: 68, 5: 66}[with_sites]
    assert page.count(f"all organizations {mean} %") == (2 if with_sites == 0 else 1)
    assert (page.count("all organizations") == 2) is is_shown
