"""Could I enter? Asked by somebody without an account."""

from __future__ import annotations

import pytest
from django.urls import reverse

from nominations.models import Nomination
from programs.models import EligibilityRule, Question

from .. import factories


@pytest.fixture
def small(db):
    """A category for up to 75 agents, with a sibling for those that have more."""
    cycle = factories.cycle()
    small, medium = (
        factories.category(cycle, slug=slug, name=f"Best {slug.title()}", subject="contact_center", family="sizes")
        for slug in ("small", "medium")
    )
    for category, low, high in ((small, None, 75), (medium, 76, 150)):
        EligibilityRule.objects.create(
            cycle=cycle,
            category=category,
            slug="band",
            kind="headcount_band",
            params={"minimum": low, "maximum": high, "basis": "headcount", "as_of": "submitted"},
            source="small (75 agents or less), medium (76-150 agents)",
        )
        Question.objects.create(
            category=category, slug="agents", section="eligibility", kind="number", label="Agents", fact="agents"
        )
    return small


def address(category) -> str:
    return reverse("programs:check", args=[category.cycle.program.slug, category.cycle.slug, category.slug])


def answer(client, category, **typed) -> str:
    return " ".join(client.post(address(category), typed).content.decode().split())


def test_it_asks_only_what_the_rules_look_at(client, small):
    form = client.get(address(small)).context["form"]
    assert list(form.fields) == ["q-agents", "organisation"]


@pytest.mark.parametrize(("agents", "verdict"), [("75", "pass"), ("76", "fail"), ("", "unknown")])
def test_both_sides_of_a_boundary_and_what_is_not_known(client, small, agents, verdict):
    response = client.post(address(small), {"q-agents": agents})
    assert response.context["report"].verdict == verdict
    assert "75 agents or less" in response.content.decode()


def test_the_right_category_is_proposed(client, small):
    assert "Try Best Medium instead" in answer(client, small, **{"q-agents": "90"})
    assert "instead" not in answer(client, small, **{"q-agents": "20"})


def test_what_cannot_be_read_is_said_beside_its_field(client, small):
    response = client.post(address(small), {"q-agents": "many"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["q-agents"]


def test_htmx_gets_the_answer_alone_and_nothing_is_kept(client, small):
    response = client.post(address(small), {"q-agents": "20"}, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode() and response.context["report"].verdict == "pass"
    assert "no-store" in response["Cache-Control"]
    assert Nomination.objects.count() == 0


def test_a_category_without_rules_says_that_there_is_nothing_to_check(client, category):
    assert "There is nothing to check" in client.get(address(category)).content.decode()


def test_asking_without_end_is_slowed_down(client, small, monkeypatch):
    monkeypatch.setattr("nominations.views.quick_check.ASKED_AT_MOST", 2)
    assert [client.post(address(small), {"q-agents": "9"}).status_code for _n in range(3)] == [200, 200, 429]
