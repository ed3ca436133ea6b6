"""What is different between two plans, in lines that a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from .plans import Plan

# What an eligibility report or a cap looks at: a change here means checking again.
RULE_FIELDS = (
    "slug",
    "key",
    "family",
    "subject",
    "method",
    "accepts_nominations",
    "counts_for_caps",
    "measure",
    "rules",
)
DATE_FIELDS = ("award_year", "survey_year", "opens", "closes", "judging_opens", "ceremony_on")


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Lines like "categories → agent → rules → recency → params → months: 18 → 24"."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from differences(before.get(key), after.get(key), (*path, key))
    elif is_named(before) and is_named(after):
        yield from differences_of_lists(by_slug(before), by_slug(after), path)
    else:
        yield f"{place(path)}: {shown(before)} → {shown(after)}"


def differences_of_lists(before: dict[str, Plan], after: dict[str, Plan], path: tuple[str, ...]) -> Iterator[str]:
    for slug in before:
        if slug not in after:
            yield _("%(place)s: removed") % {"place": place((*path, slug))}
    for slug, entry in after.items():
        if slug not in before:
            yield _("%(place)s: added") % {"place": place((*path, slug))}
        else:
            yield from differences(before[slug], entry, (*path, slug))
    kept = [slug for slug in before if slug in after]
    order = [slug for slug in after if slug in before]
    if kept != order:
        yield _("%(place)s: new order %(order)s") % {"place": place(path), "order": ", ".join(order)}


def rules_differ(before: Plan, after: Plan) -> bool:
    """Whether eligibility may come out differently, so that everything is checked again."""
    return rule_part(before) != rule_part(after)


def rule_part(plan: Plan) -> Any:
    program = plan["program"]
    return (
        [program["time_zone"], program["deadline_time"], program["organisation_scope"]],
        [plan["cycle"][field] for field in DATE_FIELDS],
        plan["rules"],
        [
            [*(category[field] for field in RULE_FIELDS), {q["slug"]: q["fact"] for q in category["questions"]}]
            for category in plan["categories"]
        ],
    )


def is_named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) and "slug" in entry for entry in value)


def by_slug(entries: list[Plan]) -> dict[str, Plan]:
    return {entry["slug"]: entry for entry in entries}


def place(path: tuple[str, ...]) -> str:
    return " → ".join(path)


def shown(value: Any) -> str:
    text = str(value).replace("\n", " ")
    if value in (None, ""):
        return _("nothing")
    return text if len(text) <= 120 else f"{text[:117]}…"
