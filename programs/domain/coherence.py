"""What is wrong between parts of a plan whose values are right one by one: dates, rules and what they ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from ..rules import kinds, rule_from, validate
from . import measured_coherence
from .current_year import asks_for_all
from .moments import DEADLINES, NoSuchMoment, instant
from .plans import Plan

Found = tuple[tuple, str]
STEPS = ("opens", "closes", "judging_opens", "judging_closes", "announce")
# Facts that a nomination knows without a question.
ALWAYS_KNOWN = {"relation", "organisation"}
# Where an organisation is entered, its surveys are found by its name; a person's by a number in the survey files.
KNOWN_UNLESS_A_PERSON = {"agent_number"}
# Where an organisation stands, its name is the entrant's.
KNOWN_OF_AN_ORGANISATION = {"entrant_name"}
FACTS = {
    "agent_number",
    "entrant_name",
    "entrant_email",
    "entrant_title",
    "agents",
    "first_used_on",
    "deployment",
    "is_provider",
    "public_body",
}


def problems(plan: Plan) -> Iterator[Found]:
    """Every contradiction in a plan, with the path at which it stands."""
    yield from problems_of_dates(plan)
    yield from twice_the_same_key(plan["categories"])
    for rule in plan["rules"]:
        yield from problems_of_rule(rule, ("rules", rule["slug"]))
    for category in plan["categories"]:
        path = ("categories", category["slug"])
        yield from problems_of_category(category, path)
        for rule in category["rules"]:
            yield from problems_of_rule(rule, (*path, "rules", rule["slug"]))
        yield from problems_of_questions(category, path)
    yield from problems_of_current_year(plan)
    yield from measured_coherence.problems(plan)


def problems_of_dates(plan: Plan) -> Iterator[Found]:
    """Every moment exists in the program's zone, and each step of the cycle comes after the one before."""
    moments: dict[tuple, datetime] = {}
    written = {("cycle", step): plan["cycle"][step] for step in STEPS}
    for category in plan["categories"]:
        path = ("categories", category["slug"])
        written |= {(*path, step): category[step] for step in ("closes", "announce") if category[step]}
        for placing in category["placings"]:
            if placing["announce"]:
                written[(*path, "placings", placing["slug"], "announce")] = placing["announce"]
    for path, text in written.items():
        try:
            moments[path] = moment_of(plan["program"], path[-1], text)
        except NoSuchMoment as problem:
            yield path, str(problem)
    steps = () if plan["cycle"]["is_rolling"] else STEPS
    for before, after in pairwise([("cycle", step) for step in steps]):
        if before in moments and after in moments and not moments[before] < moments[after]:
            yield after, _("this must come after “%(before)s”") % {"before": before[-1]}
    opens = moments.get(("cycle", "opens"))
    for path, moment in moments.items():
        if path[0] == "categories" and opens and moment <= opens:
            yield path, _("this must come after the cycle opens")


def moment_of(program: Plan, step: str, text: str) -> datetime:
    """The instant of one step of a cycle or category, in the program's zone."""
    deadline = time.fromisoformat(program["deadline_time"]) if step in DEADLINES else None
    return instant(text, zone=program["time_zone"], deadline=deadline)


def twice_the_same_key(categories: list[Plan]) -> Iterator[Found]:
    counted = Counter(category["key"] for category in categories)
    for category in categories:
        if counted[category["key"]] > 1:
            yield ("categories", category["slug"], "key"), _("another category has this key too")


def problems_of_rule(rule: Plan, path: tuple) -> Iterator[Found]:
    if rule["kind"] not in kinds():
        yield (*path, "kind"), validate(rule["kind"], rule["params"])[0]
        return
    for sentence in validate(rule["kind"], rule["params"]):
        named = [name for name in rule["params"] if f"“{name}”" in sentence]
        yield (*path, "params", *named[:1]), sentence


def problems_of_category(category: Plan, path: tuple) -> Iterator[Found]:
    judged = category["method"] in {"panel", "assessment"}
    if judged and not category["criteria"]:
        yield path, _("judges need criteria: list at least one under criteria, or choose another method")
    yield from problems_of_instrument(category, path)
    if category["quorum"] > category["panel_size"]:
        yield (*path, "quorum"), _("the quorum is larger than the panel")
    if not category["placings"]:
        yield path, _("nothing is awarded: list at least one placing, here or under defaults")
    low, high = category["scale"]["min"], category["scale"]["max"]
    for criterion in category["criteria"]:
        if any(not low <= int(mark) <= high for mark in criterion["anchors"]):
            yield (*path, "criteria", criterion["slug"], "anchors"), _("an anchor lies outside the scale")


def problems_of_instrument(category: Plan, path: tuple) -> Iterator[Found]:
    """Experts look at competencies and questions that there are."""
    if category["instrument"] and category["method"] != "assessment":
        yield (*path, "instrument"), _("only an assessment has an instrument; choose that method")
    competencies = {criterion["slug"] for criterion in category["criteria"]}
    questions = {question["slug"] for question in category["questions"]}
    for section in category["instrument"]:
        inner = (*path, "instrument")
        if section["competency"] not in competencies:
            yield (
                inner,
                _("section “%(slug)s” names a competency that stands under no criterion") % {"slug": section["slug"]},
            )
        for slug in section.get("questions", []):
            if slug not in questions:
                yield (
                    inner,
                    _("section “%(slug)s” names the question “%(question)s”, which is not asked")
                    % {"slug": section["slug"], "question": slug},
                )


def problems_of_questions(category: Plan, path: tuple) -> Iterator[Found]:
    """Each question is whole, and each fact that a rule looks at is asked for."""
    criteria = {criterion["slug"] for criterion in category["criteria"]}
    counted = Counter(question["slug"] for question in category["questions"])
    for question in category["questions"]:
        inner = (*path, "questions", question["slug"])
        if counted[question["slug"]] > 1:
            yield inner, _("two questions of this category have the same slug")
        if question["criterion"] and question["criterion"] not in criteria:
            yield (*inner, "criterion"), _("this category has no such criterion")
        if (question["kind"] == "choice") != bool(question["choices"]):
            yield (*inner, "choices"), _("a question of the kind choice lists its choices, and no other does")
        if (question["kind"] == "table") != bool(question["table"]):
            yield (*inner, "table"), _("a question of the kind table has its columns, and no other does")
        if question["fact"] and not is_fact(question["fact"]):
            yield (
                (*inner, "fact"),
                _("no rule knows this fact; there are %(known)s and statement:NAME")
                % {"known": ", ".join(sorted(FACTS))},
            )
    if category["accepts_nominations"]:
        yield from facts_not_asked(category, path)


def problems_of_current_year(plan: Plan) -> Iterator[Found]:
    """Where figures of the whole current year are asked for, entries close after it (S37)."""
    cycle = plan["cycle"]
    year = cycle["survey_year"] or cycle["award_year"]
    for category in plan["categories"]:
        asked = [one["slug"] for one in category["questions"] if asks_for_all(one["table"])]
        if not asked or not category["accepts_nominations"] or cycle["is_rolling"]:
            continue
        try:
            closes = moment_of(plan["program"], "closes", category["closes"] or cycle["closes"])
        except NoSuchMoment:
            continue  # `problems_of_dates` names it
        day = closes.astimezone(ZoneInfo(plan["program"]["time_zone"])).date()
        if day.year <= year:
            for slug in asked:
                yield (
                    ("categories", category["slug"], "questions", slug, "table", "current_year", "partial_allowed"),
                    _(
                        "figures of all of %(year)d are asked for, but entries close on %(day)s: nobody could enter. "
                        "Write true, or close in a later year"
                    )
                    % {"year": year, "day": day.isoformat()},
                )


def is_fact(name: str) -> bool:
    return name in FACTS or name.startswith("statement:")


def facts_not_asked(category: Plan, path: tuple) -> Iterator[Found]:
    asked = {question["fact"] for question in category["questions"]} | ALWAYS_KNOWN
    if category["subject"] != "person":
        asked |= KNOWN_UNLESS_A_PERSON
    if category["subject"] == "organisation":
        asked |= KNOWN_OF_AN_ORGANISATION
    for rule in category["rules"]:
        if not rule["is_enabled"] or validate(rule["kind"], rule["params"]):
            continue
        missing = set(rule_from(rule["kind"], rule["params"]).facts_needed()) - asked
        if missing:
            yield (
                (*path, "rules", rule["slug"]),
                _("no question asks for %(facts)s: add one with that fact") % {"facts": ", ".join(sorted(missing))},
            )
