"""Pages of an appointed award: who proposes, who decides, and who learns of it."""

import pytest
from django.urls import reverse

from judging.models import Decision, Proposal
from operations.models import Job
from tests import factories

from . import stories


@pytest.fixture
def lifetime(db):
    return factories.category(method="appointment", criteria=0, questions=False, name="Lifetime Achievement")


@pytest.fixture
def decider(lifetime):
    person = factories.user("Dora Decider", email="dora@organiser.example")
    factories.role(person, lifetime.cycle.program, "decider")
    return person


@pytest.fixture
def panelist(lifetime, judge):
    stories.seat(lifetime, judge)
    return judge


def page_for(client, person, lifetime):
    client.force_login(person)
    return client.get(reverse("judging:appointment", args=[lifetime.pk]))


def propose(client, lifetime, name="Lea Legend"):
    data = {"name": name, "title": "", "reason": "Forty years of better calls."}
    return client.post(reverse("judging:propose", args=[lifetime.pk]), data)


def appoint(client, lifetime, reason="Nobody shaped this work more."):
    data = {"candidate": Proposal.objects.first().candidate_id, "reason": reason}
    return client.post(reverse("judging:appoint", args=[lifetime.pk]), data, follow=True)


def test_the_panel_proposes_and_the_decider_appoints(client, lifetime, panelist, decider):
    client.force_login(panelist)
    propose(client, lifetime)
    client.force_login(decider)
    assert "Lifetime Achievement" in client.get(reverse("judging:queue")).content.decode()
    assert "Lea Legend" in page_for(client, decider, lifetime).content.decode()

    assert "Write the reason" in appoint(client, lifetime, reason=" ").content.decode()
    assert not Decision.objects.filter(state="sealed").exists()
    appoint(client, lifetime)
    assert Decision.objects.get().sealed_by == decider
    assert Job.objects.filter(kind="make_honours").count() == 1


def test_who_only_proposes_neither_decides_nor_learns_of_it(client, lifetime, panelist, decider):
    client.force_login(panelist)
    propose(client, lifetime)
    before = page_for(client, panelist, lifetime).content.decode()
    assert "may not decide" in appoint(client, lifetime).content.decode()
    assert not Decision.objects.exists()

    client.force_login(decider)
    appoint(client, lifetime)
    after = page_for(client, panelist, lifetime).content.decode()
    for page in (before, after):
        assert "Appoint" not in page
        assert "sealed" not in page
    assert "Nobody shaped" not in after


@pytest.mark.parametrize("part", ["outsider", "other_judge", "nominator"])
def test_nobody_else_finds_the_page(client, lifetime, decider, request, part):
    person = request.getfixturevalue(part)
    stories.seat(factories.category(lifetime.cycle), request.getfixturevalue("other_judge"))

    assert page_for(client, person, lifetime).status_code == 404
    assert propose(client, lifetime).status_code == 404
    assert client.post(reverse("judging:appoint", args=[lifetime.pk])).status_code == 404


def test_a_judged_category_has_no_such_page(client, lifetime, decider):
    assert page_for(client, decider, factories.category(lifetime.cycle)).status_code == 404


@pytest.mark.parametrize("part", ["panelist", "decider"])
def test_the_terms_come_first(client, lifetime, request, part):
    text = stories.publish_terms(lifetime)
    person = request.getfixturevalue(part)
    page = page_for(client, person, lifetime)
    assert page.status_code == 302

    assert "version 1" in client.get(page.url).content.decode()
    page = client.post(page.url, {"terms": text.pk, "agree": "on"})
    assert page_for(client, person, lifetime).status_code == 200


def test_a_proposal_is_taken_back_by_who_made_it(client, lifetime, panelist, decider, other_judge):
    client.force_login(panelist)
    propose(client, lifetime)
    stories.seat(lifetime, other_judge)
    url = reverse("judging:withdraw_proposal", args=[lifetime.pk, Proposal.objects.get().pk])
    client.force_login(other_judge)
    client.post(url)
    assert Proposal.objects.get().withdrawn_at is None

    client.force_login(panelist)
    client.post(url)
    assert Proposal.objects.get().withdrawn_at is not None


def test_a_proposal_needs_a_name_and_a_reason(client, lifetime, panelist):
    client.force_login(panelist)

    assert client.post(reverse("judging:propose", args=[lifetime.pk]), {"name": "Lea"}).status_code == 422
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("proposals", [1, 3, 30])
def test_the_page_costs_the_same_whatever_is_proposed(
    client, lifetime, decider, django_assert_max_num_queries, proposals
):
    client.force_login(decider)
    for n in range(proposals):
        propose(client, lifetime, name=f"Legend {n}")
    client.get(reverse("judging:appointment", args=[lifetime.pk]))

    with django_assert_max_num_queries(14):  # one of them asks which rules look at the organization
        page_for_same = client.get(reverse("judging:appointment", args=[lifetime.pk]))
    assert len(page_for_same.context["rows"]) == proposals
