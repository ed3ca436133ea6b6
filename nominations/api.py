"""The public API of eligibility: "could I enter?", with the facts as JSON.

It answers what the quick check page answers, by the same function. Only public categories can be asked, and
of past winners it knows only what the register holds: nothing enters that before it is announced.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from operations.domain import limits
from operations.web import client_address
from programs.models import Category
from programs.rules.report import Report

from .domain import eligibility
from .domain.facts import facts_from
from .domain.typed_facts import DEPLOYMENTS, PUBLIC_BODIES, UnreadableFacts
from .enums import Relation

router = Router(tags=["eligibility"])

MOST_BYTES = 20_000
MOST_FACTS = 60
ASKED_AT_MOST, IN_SECONDS = 60, 60


class Proposal(Schema):
    slug: str
    name: str


class Line(Schema):
    """What one rule says."""

    slug: str = Field(description="Short name of the rule within its category or cycle")
    kind: str
    title: str
    rule: str = Field(description="The rule in plain English")
    source: str = Field(description="The organizer's own sentence")
    verdict: str = Field(description="pass, fail, unknown (needs information) or limit (what is judged is limited)")
    reason: str
    proposal: Proposal | None = Field(None, description="The category that would be the right one")


class Answer(Schema):
    """The sum and what every rule says: any fail is a fail, else any unknown is unknown."""

    category: int
    name: str
    verdict: str = Field(description="pass, fail or unknown (needs information)")
    rules: list[Line]


class Wrong(Schema):
    field: str = Field(description="The fact it is about; empty when it is about the whole request")
    sentence: str


class Refusal(Schema):
    errors: list[Wrong]


def _property(kind: str, description: str, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"], "description": description, **more}


FACTS_SCHEMA = {
    "type": "object",
    "description": "What is known. Leave out, or send null for, what is not: the answer then says what is needed.",
    "properties": {
        "relation": _property("string", "What the nominator is to the nominee", enum=[*Relation.values, None]),
        "organisation": _property("string", "Name of the organization that is entered", maxLength=200),
        "entrant_name": _property("string", "Person, contact center or solution that is entered", maxLength=200),
        "entrant_email": _property("string", "E-mail address of a person who is entered", format="email"),
        "entrant_title": _property("string", "Job title of a person who is entered", maxLength=200),
        "agent_number": _property(
            "string",
            "Number of a CSR or supervisor in the survey files; what was measured is looked at once the entry is there",
            maxLength=200,
        ),
        "agents": _property("number", "Number of agents of the contact center", minimum=0),
        "agents_on": _property("string", "The day on which the agents were counted", format="date"),
        "first_used_on": _property("string", "First regular use, or general availability", format="date"),
        "deployment": _property("string", "What the solution is", enum=[*DEPLOYMENTS, None]),
        "is_provider": _property("boolean", "Whether the organization provides the technology"),
        "public_body": _property("string", "Who runs the contact center", enum=[*PUBLIC_BODIES, None]),
    },
    "patternProperties": {"^statement:": _property("boolean", "Whether this statement is true")},
    "additionalProperties": False,
    "example": {"relation": "colleague", "organisation": "Acme", "entrant_name": "Acme Care Center", "agents": 80},
}


@router.post(
    "/categories/{int:category_id}/eligibility",
    response={200: Answer, 400: Refusal, 404: Refusal, 413: Refusal, 415: Refusal, 422: Refusal, 429: Refusal},
    summary="Could this be entered?",
    operation_id="check_eligibility",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": FACTS_SCHEMA}}},
    },
)
def check_eligibility(request: HttpRequest, category_id: int):
    """Ask the rules of a category about some facts. Nothing is kept, and nobody has to sign in."""
    if not _may_ask(request):
        return Status(429, _refusal("", _("That was too often. Please wait a minute and ask again.")))
    category = Category.objects.filter(pk=category_id, cycle__is_public=True).select_related("cycle__program").first()
    if category is None:
        return Status(404, _refusal("", _("There is no such category.")))
    if request.content_type != "application/json":
        return Status(415, _refusal("", _("Send the facts as JSON, with the content type application/json.")))
    if len(request.body) > MOST_BYTES:
        return Status(413, _refusal("", _("This is more than facts need.")))
    try:
        data = json.loads(request.body, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return Status(400, _refusal("", _("The request must be a JSON object, with each fact named once.")))
    if isinstance(data, dict) and len(data) > MOST_FACTS:
        return Status(422, _refusal("", _("There are more facts than any rule looks at.")))
    try:
        facts = facts_from(category, data, nominator=request.user)
    except UnreadableFacts as unreadable:
        errors = [{"field": one.field, "sentence": one.sentence} for one in unreadable.problems]
        return Status(422, {"errors": errors})
    return Status(200, _answer(category, eligibility.evaluate(category, facts)))


def _may_ask(request: HttpRequest) -> bool:
    """Anonymous callers have a limit each; who is signed in has none here."""
    if request.user.is_authenticated:
        return True
    return limits.allow(f"eligibility:{client_address(request)}", limit=ASKED_AT_MOST, seconds=IN_SECONDS)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name stands there twice")
    return dict(pairs)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _refusal(field: str, sentence: str) -> dict[str, Any]:
    return {"errors": [{"field": field, "sentence": sentence}]}


def _answer(category: Category, report: Report) -> dict[str, Any]:
    return {
        "category": category.pk,
        "name": category.name,
        "verdict": report.verdict,
        "rules": [{**line, "rule": line["rule_text"]} for line in report.lines],
    }
