"""A plan as the text of a program file: what is shared is said once, what is usual is left out.

The same plan always gives the same text, so a file that was dumped once is stable byte for byte.
"""

from __future__ import annotations

import io
import json
import textwrap
from collections import Counter
from datetime import date
from typing import Any

from django.utils.text import slugify
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString, SingleQuotedScalarString

from .plans import Plan
from .reading import rolling_dates
from .shape import CATEGORY, CRITERION, NARRATIVE, PLACING, QUESTION, RULE, SHARED, Noun

HEADER = """\
# {name}: the whole program, to be read and edited by people.
#
# Load it with   manage.py load_program FILE        (says what would change, then writes it)
# Write it with  manage.py dump_program {slug}
#
# Days and times are those of the program's time zone. A plain day that closes something is included up to
# the program's deadline_time. "reading" names how an unclear sentence is read; its switches are the params.
"""
ABOUT = {
    "program": "The family of awards: its organizer, its look and its terms.",
    "cycle": "One running of it: years, dates and what everybody is told.",
    "rules": "Rules of the whole program. `source` is the organizer's own sentence.",
    "defaults": "What holds for every category that says nothing else.",
    "questions": "Questions that several categories ask; a category names them, and may change single fields.",
    "categories": "The awards, in the order they are shown.",
}
SHORT = 80  # characters of a map that still stands in one line
IN_ONE_LINE = {"params", "event", "limits", "current_year"}
LISTS_IN_LINES = {"recognitions", "choices", "signatories"}
LOOKS_LIKE_YES_OR_NO = {"yes", "no", "on", "off", "y", "n"}
DAYS = {"opens", "closes", "judging_opens", "judging_closes", "announce", "ceremony_on"}


def text_of(plan: Plan) -> str:
    """The text of a program file that says this plan."""
    program, cycle = plan["program"], plan["cycle"]
    defaults = shared_values(plan["categories"])
    library = shared_questions(plan["categories"])
    parts = {
        "program": filled(program),
        "cycle": dated(filled(cycle)),
        "rules": [said(rule, RULE) for rule in plan["rules"]],
        "defaults": {
            **filled_settings(defaults),
            "placings": [said(placing, PLACING) for placing in defaults["placings"]],
        },
        "questions": {slug: said(question, QUESTION, but=["slug"]) for slug, question in library.items()},
        "categories": [category_said(category, defaults, library) for category in plan["categories"]],
    }
    written = [HEADER.format(name=program["name"], slug=program["slug"])]
    written += [f"# {ABOUT[part]}\n{part}:{lines_of(content)}" for part, content in parts.items() if content]
    return "\n".join(written)


def filled(values: Plan) -> Plan:
    """Program and cycle say everything that is not empty, so that no setting of theirs is hidden."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}


def filled_settings(defaults: Plan) -> Plan:
    """Nothing is said about assessments where there are none."""
    return {key: value for key, value in defaults.items() if key != "assessment" or value}


def dated(cycle: Plan) -> Plan:
    """Where a cycle is always open, the dates that follow from the day it opens are left out."""
    usual = rolling_dates(cycle["opens"]) if cycle.get("is_rolling") else {}
    return {key: value for key, value in cycle.items() if usual.get(key) != value}


def said(values: Plan, noun: Noun, but: list[str] = ()) -> Plan:
    """The values that are not what leaving them out would mean."""
    defaults = noun.defaults()
    return {
        key: value
        for key, value in values.items()
        if key not in but and (key not in defaults or value != defaults[key])
    }


def category_said(category: Plan, defaults: Plan, library: Plan) -> Plan:
    """A category without what `defaults` and the shared questions already say."""
    narratives, others = split_questions(category, defaults["narrative_words"])
    own = {key: value for key, value in said(category, CATEGORY).items() if key not in SHARED}
    differing = {key: category[key] for key in SHARED if category[key] != defaults[key]}
    if "placings" in differing:
        differing["placings"] = [said(placing, PLACING) for placing in differing["placings"]]
    placings = {"placings": differing.pop("placings")} if "placings" in differing else {}
    ordered = {key: {**own, **differing}[key] for key in category if key in {**own, **differing}}
    for key in ("criteria", "rules", "questions", "placings", "instrument"):
        ordered.pop(key, None)
    if category["criteria"]:
        ordered["criteria"] = [
            criterion_said(criterion, narratives.get(criterion["slug"]), defaults["narrative_words"])
            for criterion in category["criteria"]
        ]
    if category["rules"]:
        ordered["rules"] = [said(rule, RULE) for rule in category["rules"]]
    if others:
        ordered["questions"] = [question_said(question, library) for question in others]
    instrument = {"instrument": category["instrument"]} if category["instrument"] else {}
    return {**ordered, **placings, **instrument}


def criterion_said(criterion: Plan, narrative: Plan | None, usual_words: int) -> Plan:
    result = said(criterion, CRITERION)
    if result["slug"] == slugify(result["name"]):
        del result["slug"]
    if narrative:
        result["question"] = narrative["label"]
        if narrative["help_text"]:
            result["question_help"] = narrative["help_text"]
        if narrative["limits"]["max_words"] != usual_words:
            result["max_words"] = narrative["limits"]["max_words"]
    return result


def question_said(question: Plan, library: Plan) -> Plan | str:
    """A shared question by its name, with what differs here; any other in full."""
    shared = library.get(question["slug"])
    if shared is None:
        return said(question, QUESTION)
    differing = {key: value for key, value in question.items() if value != shared[key]}
    return {"use": question["slug"], **differing} if differing else question["slug"]


def split_questions(category: Plan, usual_words: int = 0) -> tuple[dict[str, Plan], list[Plan]]:
    """The narratives that can stand beside their criteria, by criterion, and all other questions.

    They can when they open the story, one after the other in the order of the criteria, and are as
    narratives usually are.
    """
    story = [question for question in category["questions"] if question["section"] == "story"]
    criteria = iter([criterion["slug"] for criterion in category["criteria"]])
    narratives = {}
    for question in story:
        if not is_plain_narrative(question) or question["slug"] not in criteria:
            break
        narratives[question["slug"]] = question
    return narratives, [question for question in category["questions"] if narratives.get(question["slug"]) != question]


def is_plain_narrative(question: Plan) -> bool:
    return (
        question["slug"] == question["criterion"]
        and list(question["limits"]) == ["max_words"]
        and all(question[key] == value for key, value in NARRATIVE.items())
    )


def shared_values(categories: list[Plan]) -> Plan:
    """For each field that may be shared, the value that most categories have."""
    values = {key: most_common([category[key] for category in categories]) for key in SHARED}
    words = [
        narrative["limits"]["max_words"]
        for category in categories
        for narrative in split_questions(category)[0].values()
    ]
    placings = values.pop("placings")
    return {**values, "narrative_words": most_common(words or [400]), "placings": placings}


def shared_questions(categories: list[Plan]) -> dict[str, Plan]:
    """Questions that at least two categories ask, each as most of them ask it."""
    asked: dict[str, list[Plan]] = {}
    for category in categories:
        for question in split_questions(category)[1]:
            asked.setdefault(question["slug"], []).append(question)
    return {slug: most_common(versions) for slug, versions in asked.items() if len(versions) > 1}


def most_common(values: list[Any]) -> Any:
    """The value that stands there most often; the first of them where several do."""
    counted = Counter(json.dumps(value, sort_keys=True) for value in values)
    best = max(counted.values())
    return next(value for value in values if counted[json.dumps(value, sort_keys=True)] == best)


def lines_of(content: Any) -> str:
    """One part of the file as indented YAML, with a blank line between entries."""
    if isinstance(content, list):
        blocks = [yaml_text([entry]) for entry in content]
    elif all(isinstance(value, dict) and value for value in content.values()):
        blocks = [yaml_text({key: value}) for key, value in content.items()]
    else:
        return "\n" + textwrap.indent(yaml_text(content), "  ")
    return "\n" + textwrap.indent("\n".join(blocks), "  ")


def yaml_text(content: Any) -> str:
    writer = YAML()
    writer.width = 108
    writer.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    writer.dump(styled(content), stream)
    text = "\n".join(line.rstrip() for line in stream.getvalue().split("\n"))
    # A list at the top is written with its offset; what encloses it indents it again.
    return textwrap.dedent(text) if isinstance(content, list) else text


def styled(value: Any, key: str = "") -> Any:
    """The same data, dressed for the writer: short maps in one line, long texts as blocks, days as days."""
    if isinstance(value, dict):
        if key == "anchors":
            value = {int(mark) if mark.isdigit() else mark: words for mark, words in value.items()}
        result = CommentedMap((name, styled(inner, name)) for name, inner in value.items())
        if key in IN_ONE_LINE and len(json.dumps(value)) <= SHORT:
            result.fa.set_flow_style()
        return result
    if isinstance(value, list):
        result = CommentedSeq(styled(inner) for inner in value)
        if key in LISTS_IN_LINES:
            for inner in result:
                if isinstance(inner, CommentedMap):
                    inner.fa.set_flow_style()
        elif key in {"relations", "placings"} and all(isinstance(inner, str) for inner in value):
            result.fa.set_flow_style()
        return result
    if key in DAYS and isinstance(value, str) and len(value) == 10:
        return date.fromisoformat(value)
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return SingleQuotedScalarString(value) if value in LOOKS_LIKE_YES_OR_NO else value
