"""Raw data of programs: every page opens for staff, and what is typed is checked as a program file is."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from operations.models import Job
from programs import checks
from programs.models import Category, Cycle, EligibilityRule, Program, Question
from tests import factories

MODELS = [Program, Cycle, Category, EligibilityRule, Question]


@pytest.fixture
def staff(db, client):
    user = factories.user("Sam Staff", is_staff=True, is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def rule(category):
    return EligibilityRule.objects.create(
        cycle=category.cycle,
        category=category,
        slug="recency",
        kind="recency",
        params={"months": 18, "reference": "submitted", "inclusive": True, "verb": "implemented"},
        source="Within the last 18 months.",
    )


def address(model, page: str, *args) -> str:
    return reverse(f"admin:programs_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_lists_and_forms_open(model, client, staff, rule):
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == 200
    assert client.get(address(model, "change", model.objects.first().pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_others_do_not_get_in(model, client, nominator, rule):
    client.force_login(nominator)
    assert client.get(address(model, "changelist")).status_code in {302, 403, 404}


def save_rule(client, rule, params: str):
    data = {
        "cycle": rule.cycle_id,
        "category": rule.category_id,
        "slug": rule.slug,
        "kind": "recency",
        "params": params,
        "source": rule.source,
        "reading": "I16",
        "is_enabled": "on",
        "position": 0,
    }
    return client.post(address(EligibilityRule, "change", rule.pk), data)


def test_a_rule_saved_here_is_checked_by_its_kind_and_checks_the_cycle_again(client, staff, rule):
    response = save_rule(client, rule, '{"months": "soon"}')
    assert response.status_code == 200
    assert "must be a whole number" in response.text
    rule.refresh_from_db()
    assert rule.params["months"] == 18

    whole = '{"months": 24, "reference": "submitted", "inclusive": true, "verb": "implemented"}'
    assert save_rule(client, rule, whole).status_code == 302
    rule.refresh_from_db()
    rule.cycle.refresh_from_db()
    assert (rule.params["months"], rule.cycle.config_version) == (24, 2)
    assert [job.payload for job in Job.objects.filter(kind="check_cycle")] == [{"cycle": rule.cycle_id}]


ANCHORS = {"1": "poor", "10": "outstanding"}
RIGHT_AND_WRONG = [
    (checks.scale, {"min": 1, "max": 10, "anchors": ANCHORS}, {"min": 1, "max": 9, "anchors": ANCHORS}),
    (checks.scale, {"min": 0, "max": 5, "anchors": {}}, {"min": 5, "max": 5, "anchors": {}}),
    (checks.scale, {"min": 1, "max": 10, "anchors": {}}, {"min": 1, "max": 10}),
    (checks.scale, {"min": 1, "max": 10, "anchors": {}}, {"min": True, "max": 10, "anchors": {}}),
    (checks.limits, {"max_words": 0}, {"max_words": -1}),
    (checks.limits, {"max_words": 300}, {"most_words": 300}),
    (checks.limits, {}, []),
    (checks.recognitions, [], [{"kind": "medal", "words": "medal"}]),
    (checks.recognitions, [{"kind": "trophy", "words": "gold trophy"}], [{"kind": "trophy", "words": " "}]),
    (checks.recognitions, [{"kind": "trophy", "words": "trophy"}], {"kind": "trophy"}),
    (checks.choices, [{"value": "a", "label": "A"}], [{"value": "a"}]),
    (
        checks.choices,
        [{"value": "a", "label": "A"}, {"value": "b", "label": "A"}],
        [{"value": "a", "label": "A"}, {"value": "a", "label": "B"}],
    ),
    (checks.texts, ["one", "two"], ["one", ""]),
    (checks.texts, [], "one"),
    (checks.words_by_mark, {"1": "poor"}, {"one": "poor"}),
    (checks.words_by_mark, {}, {"1": ""}),
    (checks.time_zone, "America/Vancouver", "Vernon"),
    (checks.colour, "#1d3A6e", "#1d3a6"),
]


@pytest.mark.parametrize(("check", "right", "wrong"), RIGHT_AND_WRONG)
def test_free_form_fields_take_what_is_right_and_say_what_is_wrong(check, right, wrong):
    check(right)
    with pytest.raises(ValidationError):
        check(wrong)
