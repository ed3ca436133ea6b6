"""Organisations: setting one up, near-duplicates, members and owners."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain import joining, organisations
from accounts.domain.similar import similar_to
from accounts.enums import MemberRole
from accounts.models import Membership, Organisation
from operations.models import AuditEvent
from tests import factories


def add(client, name, **more):
    return client.post(reverse("accounts:organisation_new"), {"name": name, **more})


def members_of(organisation) -> set[tuple[str, str]]:
    return set(organisation.memberships.values_list("user__name", "role"))


def actions(organisation) -> list[str]:
    return list(AuditEvent.objects.filter(object_key=organisation.key).values_list("action", flat=True))


# --- near-duplicates ---


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acme contact centers", True),
        ("The ACME Contact Centers Ltd.", True),
        ("Acme Contact Centres", True),
        ("Centers Contact Acme", True),
        ("Acmé Contact-Centers", True),
        ("Acme", True),
        ("Ac", False),
        ("Zenith Call Centers", False),
        ("Northwind", False),
    ],
)
def test_which_names_look_alike(acme, typed, found):
    assert [one.organisation for one in similar_to(typed)] == ([acme] if found else [])


def test_only_the_same_name_is_the_same(acme):
    other = factories.organisation("Acme Contact Centres")
    assert [(one.organisation, one.is_same_name) for one in similar_to("ACME contact centers gmbh")] == [
        (acme, True),
        (other, False),
    ]


def test_looking_for_likenesses_costs_the_same_among_many(acme, django_assert_num_queries):
    for n in range(60):
        factories.organisation(f"Acme Contact Centers {n}")
    with django_assert_num_queries(2):
        assert len(similar_to("Acme Contact Centers")) == 5


def test_while_typing_the_fragment_offers_to_join(client, acme, mia):
    client.force_login(mia)
    response = client.get(reverse("accounts:organisations_similar"), {"name": "acme contact"}, HTTP_HX_REQUEST="true")

    body = response.content.decode()
    assert "<html" not in body
    assert reverse("accounts:join", args=[acme.pk]) in body


def test_a_member_is_led_to_the_page_instead(client, acme, nora):
    client.force_login(nora)
    body = client.get(
        reverse("accounts:organisations_similar"), {"name": "acme"}, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert reverse("accounts:organisation", args=[acme.pk]) in body
    assert reverse("accounts:join", args=[acme.pk]) not in body


def test_a_near_duplicate_is_asked_about_before_it_is_made(client, acme, mia):
    client.force_login(mia)
    response = add(client, "Acme Contact Centre")
    assert response.status_code == 409
    assert "Did you mean one of these?" in response.content.decode()
    assert Organisation.objects.count() == 1

    add(client, "Acme Contact Centre", anyway="acme contact centre")
    assert Organisation.objects.count() == 2


def test_saying_anyway_counts_for_the_name_that_was_shown(client, acme, mia):
    client.force_login(mia)
    assert add(client, "Acme Contact Centers", anyway="acme contact centre").status_code == 409


def test_a_new_name_is_made_at_once_and_its_maker_owns_it(client, mia):
    client.force_login(mia)
    add(client, "  Zenith   Support ", domains="Zenith.example, hr@zenith.example", country="us")

    made = Organisation.objects.get()
    assert (made.name, made.domains, made.country) == ("Zenith Support", ["zenith.example"], "US")
    assert members_of(made) == {("Mia Member", "owner")}
    assert actions(made) == ["organization created"]


@pytest.mark.parametrize(
    "wrong", [{"name": "---"}, {"domains": "gmail.com"}, {"domains": "no domain"}, {"country": "USA"}]
)
def test_what_is_no_organisation(client, mia, wrong):
    client.force_login(mia)
    add(client, **{"name": "Zenith", **wrong})
    assert not Organisation.objects.exists()


# --- who sees and changes what ---

PAGES = ["organisation", "organisation_edit"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing(client, acme, otto, page):
    client.force_login(otto)
    assert client.get(reverse(f"accounts:{page}", args=[acme.pk])).status_code == 404


def test_members_see_and_owners_change(client, acme, nora, mia):
    organisations.add_member(acme, mia, by=nora)
    seen = {}
    for who in (nora, mia):
        client.force_login(who)
        seen[who] = [client.get(reverse(f"accounts:{page}", args=[acme.pk])).status_code for page in PAGES]
    assert seen == {nora: [200, 200], mia: [200, 404]}


def test_members_do_not_see_invitations_and_requests(client, acme, nora, mia):
    organisations.add_member(acme, mia, by=nora)
    joining.invite(acme, "secret@acme.example", by=nora)
    client.force_login(mia)
    assert "secret@acme.example" not in client.get(reverse("accounts:organisation", args=[acme.pk])).content.decode()
    client.force_login(nora)
    assert "secret@acme.example" in client.get(reverse("accounts:organisation", args=[acme.pk])).content.decode()


def test_a_new_name_stands_in_the_trail_beside_the_old(client, acme, nora):
    client.force_login(nora)
    client.post(reverse("accounts:organisation_edit", args=[acme.pk]), {"name": "Acme Care", "domains": "acme.example"})

    acme.refresh_from_db()
    assert (acme.name, acme.normalised_name) == ("Acme Care", "acme care")
    assert AuditEvent.objects.get(action="organization changed").change == {
        "name": ["Acme Contact Centers, Inc.", "Acme Care"]
    }


def test_saving_without_a_change_leaves_no_trace(client, acme, nora):
    client.force_login(nora)
    client.post(reverse("accounts:organisation_edit", args=[acme.pk]), {"name": acme.name, "domains": "acme.example"})
    assert actions(acme) == ["organization created"]


def test_only_own_organisations_can_become_the_parent(client, acme, nora, otto):
    """A parent may share its places with its children, so nobody puts a stranger's above their own."""
    own = organisations.create("Acme Holding", by=nora)
    others = organisations.create("Zenith Holding", by=otto)
    client.force_login(nora)
    page = reverse("accounts:organisation_edit", args=[acme.pk])

    client.post(page, {"name": acme.name, "parent": others.pk})
    acme.refresh_from_db()
    assert acme.parent is None

    client.post(page, {"name": acme.name, "parent": own.pk})
    acme.refresh_from_db()
    assert acme.parent == own


def test_no_organisation_stands_above_itself(acme, nora):
    holding = organisations.create("Acme Holding", by=nora)
    organisations.change(acme, by=nora, parent=holding)
    with pytest.raises(organisations.NotPossible):
        organisations.change(holding, by=nora, parent=acme)


# --- members ---


@pytest.fixture
def mia_at_acme(acme, nora, mia):
    return organisations.add_member(acme, mia, by=nora)


def test_the_only_owner_cannot_leave_others_behind(client, acme, nora, mia_at_acme):
    client.force_login(nora)
    client.post(reverse("accounts:leave", args=[acme.pk]))
    assert members_of(acme) == {("Nora Nominator", "owner"), ("Mia Member", "member")}


def test_the_last_of_all_may_leave(client, acme, nora):
    client.force_login(nora)
    client.post(reverse("accounts:leave", args=[acme.pk]))
    assert members_of(acme) == set()


def test_a_member_leaves(client, acme, mia, mia_at_acme):
    client.force_login(mia)
    client.post(reverse("accounts:leave", args=[acme.pk]))
    assert members_of(acme) == {("Nora Nominator", "owner")}
    assert actions(acme)[-1] == "member left"


def test_ownership_is_handed_over(client, acme, nora, mia_at_acme):
    client.force_login(nora)
    client.post(reverse("accounts:membership_transfer", args=[mia_at_acme.pk]))
    assert members_of(acme) == {("Nora Nominator", "member"), ("Mia Member", "owner")}


def test_a_second_owner_lets_the_first_step_down(client, acme, nora, mia, mia_at_acme):
    client.force_login(nora)
    role = reverse("accounts:membership_role", args=[mia_at_acme.pk])
    client.post(role, {"role": "owner"})
    client.post(reverse("accounts:leave", args=[acme.pk]))
    assert members_of(acme) == {("Mia Member", "owner")}


def test_the_last_owner_stays_an_owner(acme, nora):
    with pytest.raises(organisations.NotPossible):
        organisations.set_role(Membership.objects.get(), MemberRole.MEMBER, by=nora)


@pytest.mark.parametrize("verb", ["membership_role", "membership_transfer", "membership_remove"])
def test_members_have_no_say_over_members(client, acme, nora, mia, mia_at_acme, verb):
    client.force_login(mia)
    hers = Membership.objects.get(user=nora)
    assert client.post(reverse(f"accounts:{verb}", args=[hers.pk])).status_code == 404
    assert members_of(acme) == {("Nora Nominator", "owner"), ("Mia Member", "member")}


def test_an_owner_removes_a_member(client, acme, nora, mia_at_acme):
    client.force_login(nora)
    client.post(reverse("accounts:membership_remove", args=[mia_at_acme.pk]))
    assert members_of(acme) == {("Nora Nominator", "owner")}


# --- cost ---


@pytest.mark.parametrize("page", ["organisations", "organisation"])
def test_pages_cost_the_same_with_many_rows(client, acme, nora, page):
    client.force_login(nora)
    url = reverse(f"accounts:{page}", args=[acme.pk] if page == "organisation" else [])
    counts = []
    for more in (1, 2, 27):
        for _n in range(more):
            organisations.add_member(acme, factories.user(), by=nora)
            organisations.create(f"Branch {next(factories.number)}", by=nora)
            joining.invite(acme, factories.user().email, by=nora)
            joining.ask_to_join(acme, by=factories.user())
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 14
