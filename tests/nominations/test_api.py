"""The API of eligibility: the same answer as everywhere, sentences for what cannot be read, nothing disclosed."""

from __future__ import annotations

import json

import pytest

from operations import clock

from .. import factories
from ..factories import at
from .given import caps, past, queries, rule


@pytest.fixture
def medium(db):
    category = factories.category(subject="contact_center", family="size", slug="medium", name="Medium")
    small = factories.category(category.cycle, subject="contact_center", family="size", slug="small", name="Small")
    rule(category, "headcount_band", {"minimum": 76, "maximum": 150}, source="medium (76-150 agents)")
    rule(small, "headcount_band", {"maximum": 75})
    rule(category, "repeat_bar", {"scope": "family"})
    caps(category)
    return category


def post(client, category, data, **headers):
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    pk = getattr(category, "pk", category)
    return client.post(f"/api/v1/categories/{pk}/eligibility", body, content_type="application/json", **headers)


def test_everybody_may_ask(client, medium):
    response = post(client, medium, {"organisation": "Acme", "entrant_name": "Acme Care", "agents": 80})

    assert response.status_code == 200
    answer = response.json()
    assert (answer["category"], answer["name"], answer["verdict"]) == (medium.pk, "Medium", "pass")
    assert [(line["kind"], line["verdict"]) for line in answer["rules"]] == [
        ("headcount_band", "pass"),
        ("repeat_bar", "pass"),
        ("category_cap", "limit"),
        ("candidate_cap", "limit"),
    ]
    assert answer["rules"][0] == {
        "slug": "headcount-band",
        "kind": "headcount_band",
        "title": "Number of agents",
        "rule": "The contact center has 76 to 150 agents, counted in people on the day of submission.",
        "source": "medium (76-150 agents)",
        "verdict": "pass",
        "reason": "80 agents: within 76 to 150 agents.",
        "proposal": None,
    }


def test_the_right_category_is_proposed(client, medium):
    answer = post(client, medium, {"agents": 75}).json()
    assert answer["verdict"] == "fail"
    assert answer["rules"][0]["proposal"] == {"slug": "small", "name": "Small"}


def test_what_is_missing_is_asked_for(client, medium):
    answer = post(client, medium, {}).json()
    assert answer["verdict"] == "unknown"
    assert answer["rules"][0]["reason"].startswith("Tell us how many agents")


def test_what_cannot_be_read_is_said_by_field(client, medium):
    response = post(client, medium, {"agents": "many", "staff": 3})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == ["agents", "staff"]
    assert response.json()["errors"][0]["sentence"] == "“agents” must be a number, e.g. 80."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 415),  # the client sends no content type with nothing
        ("{", 400),
        ('{"agents": 80, "agents": 75}', 400),
        ('{"agents": NaN}', 400),
        (b"\xff\xfe", 400),
        ("[" * 15_000, 400),
        ("[]", 422),
        ('"agents"', 422),
        ("null", 422),
        ('{"agents": 1e999}', 422),
        ('{"entrant_name": "\\ud800"}', 422),
        (json.dumps({f"statement:{n}": True for n in range(61)}), 422),
        (json.dumps({"entrant_name": "x" * 20_000}), 413),
    ],
)
def test_bad_requests_are_answered_with_a_sentence(client, medium, body, status):
    response = post(client, medium, body)
    assert response.status_code == status
    assert all(error["sentence"].endswith(".") for error in response.json()["errors"])
    assert response.json()["errors"]


def test_only_public_categories_can_be_asked(client, medium):
    medium.cycle.is_public = False
    medium.cycle.save()
    hidden, missing = post(client, medium, {}), post(client, 987654, {})
    assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())
    assert hidden.status_code == 404


def test_it_is_asked_with_post(client, medium):
    assert client.get(f"/api/v1/categories/{medium.pk}/eligibility").status_code == 405


def test_a_past_winner_is_told_and_what_is_not_announced_is_not(client, medium):
    past(medium, "Acme Care", 2025, organisation_name="Acme")
    past(medium, "Bolt Care", 2026, organisation_name="Bolt")
    asked = {
        name: post(client, medium, {"organisation": name, "entrant_name": f"{name} Care", "agents": 80})
        for name in ("Acme", "Bolt")
    }
    assert {name: answer.json()["verdict"] for name, answer in asked.items()} == {"Acme": "fail", "Bolt": "pass"}


def test_anonymous_callers_are_slowed_down_and_each_for_themselves(client, medium, nominator, monkeypatch):
    monkeypatch.setattr("nominations.api.ASKED_AT_MOST", 3)
    assert [post(client, medium, {}).status_code for _n in range(4)] == [200, 200, 200, 429]
    assert post(client, medium, {}, REMOTE_ADDR="192.0.2.7").status_code == 200
    client.force_login(nominator)
    assert post(client, medium, {}).status_code == 200


def test_after_a_minute_one_may_ask_again(client, medium, monkeypatch):
    monkeypatch.setattr("nominations.api.ASKED_AT_MOST", 1)
    clock.stopped_at.set(at("2026-02-01 12:00:00"))
    assert [post(client, medium, {}).status_code for _n in range(2)] == [200, 429]
    clock.stopped_at.set(at("2026-02-01 12:01:01"))
    assert post(client, medium, {}).status_code == 200


def test_who_is_signed_in_cannot_nominate_themselves_by_another_name(client, nominator):
    person = factories.category()
    rule(person, "nominator_relation", {"relations": ["colleague"]})
    asked = {"relation": "colleague", "entrant_name": "N. N.", "entrant_email": nominator.email}
    assert post(client, person, asked).json()["verdict"] == "pass"
    client.force_login(nominator)
    assert post(client, person, asked).json()["verdict"] == "fail"


def test_a_question_costs_few_queries(client, medium):
    post(client, medium, {"agents": 80})
    assert queries(lambda: post(client, medium, {"agents": 80, "organisation": "Acme"})) <= 12


def test_the_api_describes_itself_and_loads_nothing_from_elsewhere(client, medium):
    described = client.get("/api/v1/openapi.json")
    assert described.status_code == 200
    operation = described.json()["paths"]["/api/v1/categories/{category_id}/eligibility"]["post"]
    facts = operation["requestBody"]["content"]["application/json"]["schema"]
    assert set(facts["properties"]) == {
        "relation", "organisation", "entrant_name", "entrant_email", "entrant_title", "agents", "agents_on",
        "agent_number", "first_used_on", "deployment", "is_provider", "public_body",
    }  # fmt: skip
    assert set(operation["responses"]) == {"200", "400", "404", "413", "415", "422", "429"}
    assert client.get("/api/v1/docs").status_code == 404


def test_the_described_facts_are_those_that_are_read():
    from nominations.api import FACTS_SCHEMA
    from nominations.domain.typed_facts import READERS

    assert set(FACTS_SCHEMA["properties"]) == set(READERS)


def test_facts_that_are_not_json_are_refused_with_a_sentence(client, medium):
    response = client.post(f"/api/v1/categories/{medium.pk}/eligibility", {"agents": 80})
    assert response.status_code == 415
    assert "application/json" in response.json()["errors"][0]["sentence"]


def test_a_form_is_no_json(client, medium):
    response = client.post(f"/api/v1/categories/{medium.pk}/eligibility", {"agents": "80"})
    assert response.status_code == 415
    assert response.json()["errors"][0]["sentence"].endswith(".")
