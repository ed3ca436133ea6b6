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

QUERIES = 20
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


def benchmark(client, cycle, organisation) -> dict[tuple[str, str], tuple[str, str]]:
    """The means of the same sectors and of all, by metric and surveys; "" where there is none."""
    found = client.get(url(cycle, organisation)).context["figures"]
    return {(one["figure"].metric, one["figure"].surveys): (one["figure"].peers, one["figure"].others) for one in found}


LIVE = ("First call resolution", "live telephone surveys")


@pytest.mark.parametrize(("others", "mean"), [(4, ""), (5, "80 %")])
def test_a_benchmark_stands_on_five_others(client, cycle, award, acme, others, mean):
    for place in range(others):
        given.surveys(cycle, given.organisation(cycle, f"Other {place}"), "fcr", 320, 400)

    assert benchmark(client, cycle, acme) == {LIVE: ("", mean)}
    assert "Other 1" not in client.get(url(cycle, acme)).content.decode()


@pytest.mark.parametrize(
    ("peers", "others", "means"),
    [(4, 5, ("", "71 %")), (5, 0, ("80 %", "80 %")), (5, 4, ("80 %", "")), (5, 5, ("80 %", "70 %"))],
)
def test_the_same_sectors_need_five_too_and_so_does_the_rest(client, cycle, award, acme, peers, others, means):
    """Peers reach 80 %, the others 60 % or 64 %: 4 × 80 + 5 × 64 is 640, of nine 71 %."""
    for place in range(peers):
        made = given.organisation(cycle, f"Peer {place}", sectors=["energy", "banking"])
        given.surveys(cycle, made, "fcr", 320, 400)
    for place in range(others):
        made = given.organisation(cycle, f"Other {place}", sectors=["banking"])
        given.surveys(cycle, made, "fcr", 256 if peers == 4 else 240, 400)

    assert benchmark(client, cycle, acme) == {LIVE: means}


def test_world_class_is_the_published_bar_and_not_the_best_of_the_field(client, cycle, award, acme):
    given.award(cycle, {"metric": "fcr", "surveys": "live", "bar": 80}, SAMPLE, method="threshold", name="Certified")
    for place in range(6):
        given.surveys(cycle, given.organisation(cycle, f"Best {place}"), "fcr", 396, 400)

    [figure] = client.get(url(cycle, acme)).context["figures"]

    assert (figure["figure"].bar, figure["figure"].bar_of) == (80, "Certified")
    assert "99 %" in figure["figure"].others


def test_awards_are_reached_or_still_to_be_reached_or_for_others(client, cycle, acme):
    """388 surveys, 300 of them yes: 77.31 %."""
    enough = ("minimum_sample", {"metric": "fcr", "surveys": "live", "minimum": 388})
    fcr = {"metric": "fcr", "surveys": "live"}
    given.award(cycle, fcr, enough, name="Has the sample", position=1)
    given.award(cycle, fcr, SAMPLE, name="Twelve short", position=2)
    given.award(cycle, {**fcr, "bar": 78}, enough, method="threshold", name="Below the bar", position=3)
    given.award(cycle, fcr, enough, ("sector", {"sectors": ["banking"]}), name="For banks", position=4)

    found = client.get(url(cycle, acme)).context["found"]

    assert {
        state: [one.category.name for one in found.of_state(state)] for state in ("reached", "in_reach", "closed")
    } == {
        "reached": ["Has the sample"],
        "in_reach": ["Twelve short", "Below the bar"],
        "closed": ["For banks"],
    }


def test_people_are_counted_who_reach_it_and_who_only_lack_surveys(client, cycle, acme):
    given.award(
        cycle, {"metric": "world_class", "person": "csr", "bar": 85},
        ("minimum_sample", {"metric": "world_class", "surveys": "telephone", "minimum": 25}),
        subject="person", method="threshold",
    )  # fmt: skip
    for number, top, n in (("1", 25, 25), ("2", 24, 24), ("3", 20, 24), ("4", 21, 25)):
        given.surveys(cycle, acme, "world_class", top, n, csr=number)
    given.surveys(cycle, given.organisation(cycle, "Other"), "world_class", 25, 25, csr="1")

    page = client.get(url(cycle, acme)).content.decode()

    assert "1 of your 4 surveyed people meet the rules and the bar so far." in page
    assert "One more is above the bar and lacks something else, such as surveys." in page


@pytest.mark.parametrize(("day", "words"), [
    ("2017-12-30", "One more day to survey until December 31, 2017."),
    ("2017-10-02", "90 more days to survey until December 31, 2017."),
    ("2018-01-01", "Surveying for 2017 is over."),
])  # fmt: skip
def test_how_long_surveying_goes_on(client, cycle, award, acme, day, words):
    clock.stopped_at.set(factories.at(f"{day} 12:00"))
    assert words in client.get(url(cycle, acme)).content.decode()


@pytest.mark.parametrize("n", [1, 3, 30])
def test_queries_do_not_grow_with_awards_organizations_people_and_sites(
    client, cycle, acme, n, django_assert_num_queries
):
    for place in range(n):
        other = given.organisation(cycle, f"Organization {place}", sectors=["energy"])
        given.surveys(cycle, other, "fcr", 300, 400)
        given.surveys(cycle, acme, "fcr", 30, 40, site=f"Site {place}")
        given.surveys(cycle, acme, "world_class", 22, 25, csr=f"{place}")
        given.award(cycle, {"metric": "fcr", "surveys": "live", "scopes": ["site", "all_sites"]}, SAMPLE)
        given.award(cycle, {"metric": "world_class", "person": "csr", "bar": 85}, subject="person", method="threshold")

    with django_assert_num_queries(QUERIES):
        assert client.get(url(cycle, acme)).status_code == 200


def test_the_way_there_from_the_organization_and_from_the_nominations(client, cycle, award, acme):
    """Only for members, and only where the study knows the organization in that cycle's year."""
    unknown = factories.organisation("Unknown")
    Membership.objects.create(organisation=unknown, user=Membership.objects.get().user)
    given.cycle(slug="2019", survey_year=2018, award_year=2019)
    way = url(cycle, acme)

    assert way in client.get(reverse("accounts:organisation", args=(acme.pk,))).content.decode()
    home = client.get(reverse("nominations:mine")).content.decode()
    assert way in home and home.count("/measured/") == 1
    assert "/measured/" not in client.get(reverse("accounts:organisation", args=(unknown.pk,))).content.decode()
    client.force_login(factories.user("Sam Stranger"))
    assert "/measured/" not in client.get(reverse("nominations:mine")).content.decode()


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


@pytest.mark.parametrize(("more", "mean"), [(0, "80 %"), (1, ""), (4, ""), (5, "66 %")])
def test_two_figures_of_one_metric_differ_by_five_organizations_or_none(client, cycle, acme, more, mean):
    """Six organizations have live surveys; the others only automated ones, which the second award counts too."""
    for place in range(6):
        given.surveys(cycle, given.organisation(cycle, f"Live {place}"), "fcr", 320, 400)
    for place in range(more):
        given.surveys(cycle, given.organisation(cycle, f"Robot {place}"), "fcr", 200, 400, method="automated")
    given.award(cycle, {"metric": "fcr", "surveys": "live"}, SAMPLE, position=1)
    given.award(cycle, {"metric": "fcr", "surveys": "telephone"}, SAMPLE, position=2)

    found = benchmark(client, cycle, acme)

    assert found == {LIVE: ("", "80 %"), ("First call resolution", "telephone surveys"): ("", mean)}


@pytest.mark.parametrize(("others", "mean"), [(4, ""), (5, "80 %")])
def test_who_belongs_to_two_organizations_reads_of_five_that_are_neither(client, cycle, award, acme, others, mean):
    """Knowing the figures of both, of five others with one of their own among them one could tell about four."""
    second = belongs_too(client, cycle, acme, "Second", ["energy"])
    for place in range(others):
        made = given.organisation(cycle, f"Other {place}", sectors=["energy"])
        given.surveys(cycle, made, "fcr", 320, 400)

    assert benchmark(client, cycle, acme) == benchmark(client, cycle, second) == {LIVE: (mean, mean)}


@pytest.mark.parametrize(
    ("banks", "means"), [(0, ("80 %", "80 %")), (1, ("80 %", "")), (4, ("80 %", "")), (5, ("80 %", "70 %"))]
)
def test_the_pages_of_two_organizations_differ_by_five_others_or_none(client, cycle, award, acme, banks, means):
    """The second one is a bank too: its sectors have the same five, and the banks."""
    second = belongs_too(client, cycle, acme, "Second", ["energy", "banking"])
    for place in range(5 + banks):
        made = given.organisation(cycle, f"Other {place}", sectors=["energy" if place < 5 else "banking"])
        given.surveys(cycle, made, "fcr", 320 if place < 5 else 240, 400)

    assert benchmark(client, cycle, acme)[LIVE][0] == means[0]
    assert benchmark(client, cycle, second)[LIVE] == (means[1], means[1])


def belongs_too(client, cycle, first, name: str, sectors: list[str]):
    """Another organization of the one who is signed in."""
    made = given.organisation(cycle, name, sectors=sectors)
    given.surveys(cycle, made, "fcr", 40, 400)
    Membership.objects.create(organisation=made, user=first.members.get(), role="member")
    return made
