"""What a changed rule would do to the nominations that are submitted: asked before it is saved, nothing is written.

Facts, rules and overrides are read in a constant number of queries, whatever the size of the cycle.
"""

from __future__ import annotations

from dataclasses import dataclass

from programs.domain.groups import groups_for
from programs.domain.in_force import rules_by_category
from programs.models import Category, EligibilityRule
from programs.rules import kinds
from programs.rules.report import LIMIT, InForce, Report, in_force

from ..enums import CapPlace, Eligibility, NominationState
from ..models import Nomination
from . import caps, eligibility
from .facts import RELATED, facts_of


@dataclass(frozen=True)
class Change:
    """One nomination that would get another answer. `was` and `becomes` are words, `reason` is the rule's."""

    nomination: Nomination
    was: str
    becomes: str
    is_better: bool
    reason: str


@dataclass(frozen=True)
class Preview:
    """Everything that would change, and how many nominations were asked."""

    asked: int
    changes: list[Change]

    @property
    def worse(self) -> list[Change]:
        return [change for change in self.changes if not change.is_better]

    @property
    def better(self) -> list[Change]:
        return [change for change in self.changes if change.is_better]


def preview(rule: EligibilityRule) -> Preview:
    """What saving this rule, new or changed but not saved, would change."""
    return _of_places(rule) if kinds()[rule.kind].is_cap else _of_verdicts(rule)


def _of_verdicts(rule: EligibilityRule) -> Preview:
    rows = Nomination.objects.filter(cycle=rule.cycle).submitted()
    rows = rows.filter(category=rule.category) if rule.category_id else rows
    nominations = list(rows.select_related(*RELATED).order_by("first_submitted_at", "pk"))
    categories = {one.category_id: one.category for one in nominations}
    stands = rules_by_category(rule.cycle_id, categories.values())
    for pk, category in categories.items():
        category.__dict__["_rules_in_force"] = _with(stands[pk], rule, category)
    facts = facts_of(nominations, among=rows)
    given = eligibility.overrides_of(rows.order_by().values("pk"))
    changes = []
    for one in nominations:
        report = eligibility.evaluate(categories[one.category_id], facts[one.pk], overrides=given[one.pk])
        if report.verdict != one.eligibility:
            changes.append(_change(one, report, rule))
    return Preview(len(nominations), changes)


def _with(stands: list[InForce], rule: EligibilityRule, category: Category) -> list[InForce]:
    """The rules of a category as they would be: this one in its place, added, or gone where it is switched off."""
    others = [each for each in stands if each.pk != rule.pk]
    if not rule.is_enabled:
        return others
    return [*others, in_force(rule)]


def _change(nomination: Nomination, report: Report, rule: EligibilityRule) -> Change:
    own = [line for line in report.lines if line["rule"] == rule.pk]
    telling = [line for line in own or report.lines if line["verdict"] not in (Eligibility.ELIGIBLE, LIMIT)]
    return Change(
        nomination=nomination,
        was=Eligibility(nomination.eligibility).label,
        becomes=Eligibility(report.verdict).label,
        is_better=RANK[report.verdict] > RANK[nomination.eligibility],
        reason=telling[0]["reason"] if telling else "",
    )


RANK = {
    Eligibility.INELIGIBLE: 0,
    Eligibility.NOT_CHECKED: 1,
    Eligibility.NEEDS_INFORMATION: 1,
    Eligibility.ELIGIBLE: 2,
}
BETTER_PLACES = (CapPlace.NONE, CapPlace.JUDGED)


def _of_places(rule: EligibilityRule) -> Preview:
    cycle = rule.cycle
    rows = Nomination.objects.filter(cycle=cycle)
    nominations, found = caps.placed(cycle, caps.caps_of(cycle, rule), rows, groups_for([cycle.program]))
    submitted = [one for one in nominations if one.state == NominationState.SUBMITTED]
    changes = [
        Change(
            nomination=one,
            was=CapPlace(one.cap_place).label,
            becomes=CapPlace(found[one.pk].cap_place).label,
            is_better=found[one.pk].cap_place in BETTER_PLACES,
            reason=found[one.pk].reason,
        )
        for one in submitted
        if found[one.pk].cap_place != one.cap_place
    ]
    return Preview(len(submitted), changes)
