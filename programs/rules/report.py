"""A report: what every rule of an award says of facts, and the verdict as their sum.

Pure, like the rules. Nominations keep such reports as rows; measured results are asked by the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .base import FAIL, PASS, UNKNOWN, Rule
from .facts import Facts
from .registry import rule_from

#: What a cap's line says: it limits what is judged and never makes an entry ineligible.
LIMIT = "limit"


class Written(Protocol):
    """A rule as a row has it."""

    pk: int
    slug: str
    kind: str
    params: dict[str, Any]
    source: str
    reading: str


class Overriding(Protocol):
    """A person's verdict in place of a rule's."""

    verdict: str
    reason: str
    by: Any
    at: datetime


@dataclass(frozen=True)
class InForce:
    """A rule with the row it stands in; `rule` is None where the row cannot be read."""

    pk: int
    slug: str
    kind: str
    source: str
    reading: str
    rule: Rule | None


@dataclass(frozen=True)
class Report:
    """What every rule says of facts. The verdict is the sum: a fail is a fail, else an unknown is unknown."""

    verdict: str
    lines: list[dict[str, Any]]

    @property
    def proposal(self) -> dict | None:
        """The category that would be the right one, where a rule knows it."""
        return next((line["proposal"] for line in self.lines if line["proposal"]), None)


def in_force(row: Written) -> InForce:
    try:
        rule = rule_from(row.kind, row.params)
    except ValueError:
        rule = None
    return InForce(row.pk, row.slug, row.kind, row.source, row.reading, rule)


def is_cap(one: InForce) -> bool:
    return one.rule is not None and one.rule.is_cap


def made(rules: Sequence[InForce], facts: Facts, *, overrides: Mapping[int, Overriding] | None = None) -> Report:
    """What rules say of facts. `overrides` are those in force, by rule."""
    overrides = overrides or {}
    lines = [line_of(one, facts, overrides.get(one.pk)) for one in rules]
    return Report(summed(lines), lines)


def parted(rules: Iterable[InForce]) -> tuple[list[InForce], list[InForce]]:
    """Rules that say the same of everybody in an organisation, and the others."""
    shared, others = [], []
    for one in rules:
        (shared if one.rule is None or one.rule.of_organisation else others).append(one)
    return shared, others


def verdict_of(rules: Iterable[InForce], facts: Facts, *, so_far: str = PASS) -> str:
    """The verdict of a report without its lines: twenty thousand are asked at once."""
    verdict = so_far
    for one in rules:
        if one.rule is None:
            verdict = UNKNOWN
            continue
        if one.rule.is_cap:
            continue
        state = one.rule.check(facts).state
        if state == FAIL:
            return FAIL
        if state == UNKNOWN:
            verdict = UNKNOWN
    return verdict


def line_of(one: InForce, facts: Facts, override: Overriding | None) -> dict[str, Any]:
    line = {
        "rule": one.pk,
        "slug": one.slug,
        "kind": one.kind,
        "source": one.source,
        "reading": one.reading,
        "proposal": None,
        "overridden": _overridden(override),
    }
    if one.rule is None:
        return line | {
            "title": _("A rule that is not set up rightly"),
            "rule_text": "",
            "verdict": UNKNOWN,
            "reason": _("This rule is not set up rightly. The organizer has to look at it."),
        }
    title, in_words = _words(one.rule, get_language())
    line |= {"title": title, "rule_text": in_words}
    if one.rule.is_cap:
        return line | {"verdict": LIMIT, "reason": in_words}
    verdict = one.rule.check(facts)
    proposed = next((sibling for sibling in facts.siblings if sibling.slug == verdict.proposal), None)
    return line | {
        "verdict": verdict.state,
        "reason": verdict.reason,
        "proposal": {"slug": proposed.slug, "name": proposed.name} if proposed else None,
    }


@lru_cache(maxsize=4096)
def _words(rule: Rule, language: str | None) -> tuple[str, str]:
    """A rule's title and what it asks; the same for every entry, so said once in each language."""
    return str(rule.title), rule.describe()


def _overridden(override: Overriding | None) -> dict[str, str] | None:
    if override is None:
        return None
    return {
        "verdict": override.verdict,
        "reason": override.reason,
        "by": str(override.by or ""),
        "at": override.at.isoformat(),
    }


def summed(lines: list[dict[str, Any]]) -> str:
    """An override stands in for its rule; the rule's own verdict stays in the line."""
    said = {line["overridden"]["verdict"] if line["overridden"] else line["verdict"] for line in lines}
    for verdict in (FAIL, UNKNOWN):
        if verdict in said:
            return verdict
    return PASS
