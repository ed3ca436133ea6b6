"""What is wrong between how an award is selected, what is measured for it, and what its rules look at."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..measure import Measure
from ..rules import rule_from, validate
from .plans import Plan

Found = tuple[tuple, str]
MEASURED = ("ranking", "threshold")


def problems(plan: Plan) -> Iterator[Found]:
    keys = {category["key"] for category in plan["categories"]}
    for category in plan["categories"]:
        path = ("categories", category["slug"])
        yield from problems_of_measure(category, path)
        yield from problems_of_reaching(category, path, keys)
        yield from problems_of_appearance(category, path)
    if plan["cycle"]["survey_year"] is None and any(category["measure"] for category in plan["categories"]):
        yield ("cycle", "survey_year"), _("measured awards need it: write the year whose surveys count")


def problems_of_measure(category: Plan, path: tuple) -> Iterator[Found]:
    method, params = category["method"], category["measure"]
    here = (*path, "measure")
    if method in MEASURED and category["accepts_nominations"]:
        yield (*path, "accepts_nominations"), _("surveys decide this award, so it takes no nominations: write false")
    if not params:
        if method in MEASURED:
            yield path, _("surveys decide this award: write under measure what is compared")
        return
    if Measure.validate(params):
        return  # the reader named each of these
    measure = Measure.made_from(params)
    if method not in (*MEASURED, "panel"):
        yield here, _("people decide this award, so nothing is measured: leave measure out, or choose another method")
        return
    if method == "panel" and not looks_at_surveys(category):
        yield here, _("judges decide this award and no rule looks at surveys: add such a rule, or leave measure out")
    yield from problems_of_bar(category, measure, here)
    yield from problems_of_subject(category, measure, here)
    for rule in in_force(category, "improvement"):
        differs = measure.compare == "improvement" and rule.unit != measure.improvement_unit
        if differs and rule.at_least is not None:
            yield (
                (*here, "improvement_unit"),
                _("the rule on improvement counts in the other unit: write the same in both"),
            )


def problems_of_bar(category: Plan, measure: Measure, here: tuple) -> Iterator[Found]:
    if measure.bar is not None and category["method"] != "threshold":
        yield (*here, "bar"), _("only an award for everyone who reaches a bar has one: leave it out")
    elif measure.bar is not None and measure.compare == "improvement":
        yield (*here, "bar"), _("a bar is for the rate; for an improvement add a rule of the kind improvement")
    if category["method"] == "threshold" and measure.bar is None and not in_force(category, "improvement"):
        yield here, _("everyone who reaches the bar is awarded, but there is none: write bar, or a rule on improvement")


def problems_of_subject(category: Plan, measure: Measure, here: tuple) -> Iterator[Found]:
    if category["subject"] == "person" and not measure.person:
        yield here, _("a person wins this award: write under person whose surveys count")
    if category["subject"] != "person" and measure.person:
        yield (*here, "person"), _("no person wins this award: leave it out, or choose the subject person")
    if category["subject"] != "site" and "site" in measure.scopes:
        yield (*here, "scopes"), _("sites are awarded only where the subject is site")


def problems_of_reaching(category: Plan, path: tuple, keys: set[str]) -> Iterator[Found]:
    for rule in category["rules"]:
        if rule["kind"] != "reaches_award" or validate(rule["kind"], rule["params"]):
            continue
        award = rule["params"]["award"]
        if award not in keys or award == category["key"]:
            yield (*path, "rules", rule["slug"], "params", "award"), _("no other award of this cycle has this key")


def problems_of_appearance(category: Plan, path: tuple) -> Iterator[Found]:
    slugs = {placing["slug"]: placing for placing in category["placings"]}
    for placing in category["placings"]:
        here = (*path, "placings", placing["slug"], "appears_as")
        shown_as = placing["appears_as"]
        if not shown_as:
            continue
        if shown_as not in slugs or shown_as == placing["slug"]:
            yield here, _("this award has no other placing with this slug")
        elif slugs[shown_as]["appears_as"]:
            yield here, _("that placing appears as another one itself")
        elif not placing["announce"]:
            yield here, _("until when? Write under announce when this placing is told apart")


def looks_at_surveys(category: Plan) -> bool:
    rules = [rule for rule in category["rules"] if not validate(rule["kind"], rule["params"])]
    return any("agent_number" in rule_from(rule["kind"], rule["params"]).facts_needed() for rule in rules)


def in_force(category: Plan, kind: str) -> list:
    return [
        rule_from(kind, rule["params"])
        for rule in category["rules"]
        if rule["kind"] == kind and rule["is_enabled"] and not validate(kind, rule["params"])
    ]
