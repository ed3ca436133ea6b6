"""Facts for hand-worked examples: an entry submitted on 15 March 2026 in a cycle of award year 2026."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from programs.rules import Facts, PastWin, Sibling, Verdict, rule_from


def day(text: str) -> date:
    return date.fromisoformat(text)


def facts(**given) -> Facts:
    for name in ("submitted_on", "opens_on", "closes_on", "ceremony_on", "first_used_on", "agents_on"):
        if isinstance(given.get(name), str):
            given[name] = day(given[name])
    if given.get("agents") is not None:
        given["agents"] = Decimal(str(given["agents"]))
    return Facts(
        **{
            "subject": "person",
            "category_key": "agent",
            "award_year": 2026,
            "submitted_on": day("2026-03-15"),
            "opens_on": day("2026-01-05"),
            "closes_on": day("2026-03-31"),
            **given,
        }
    )


def verdict(kind: str, params: dict | None = None, **given) -> Verdict:
    return rule_from(kind, params or {}).check(facts(**given))


def state(kind: str, params: dict | None = None, **given) -> str:
    return verdict(kind, params, **given).state


def win(**given) -> PastWin:
    """Jane Doe of Acme won "agent" in 2025."""
    return PastWin(
        **{
            "category_key": "agent",
            "family": "",
            "year": 2025,
            "kind": "winner",
            "recipient": "Jane Doe",
            "recipient_key": "jane doe",
            "organisation_key": "acme",
            **given,
        }
    )


SIZES = (
    Sibling("small", "Small", None, 75),
    Sibling("medium", "Medium", 76, 150),
    Sibling("large", "Large", 151, None),
)
