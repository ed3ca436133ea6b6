"""A program file as a plan, or a list of everything that is wrong with it: line, field and what to do.

Nothing here looks at the database. The whole file is read before anything is said, so that one run names
every mistake.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ..enums import TermsKind
from . import coherence, instruments
from .moments import NoSuchMoment, written
from .plans import Plan, tidy
from .shape import (
    CATEGORY,
    CRITERION,
    CYCLE,
    NARRATIVE,
    NEVER,
    PLACING,
    PROGRAM,
    QUESTION,
    RULE,
    SHARED,
    Noun,
    default_of,
    in_form_order,
    is_required,
)

PARTS = ("program", "cycle", "rules", "defaults", "questions", "categories")
MISSING = object()
MOST_NODES, DEEPEST = 100_000, 20


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in a file, where it stands and what to do about it."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}, {self.field}: {self.message}"


class NotReadable(ValueError):
    """A program file with mistakes; nothing of it was loaded."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def read(text: str, *, name: str) -> Plan:
    """The plan of a program file. Raises NotReadable with every mistake there is."""
    reading = Reading(name)
    try:
        content = YAML().load(text)
        refuse_too_much(content)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = Problem(name, line, "YAML", str(error.problem or error.context))
        raise NotReadable([problem]) from error
    except (YAMLError, ValueError, ArithmeticError, TypeError, RecursionError) as error:
        raise NotReadable([Problem(name, 1, "YAML", str(error)[:300] or _("this cannot be read"))]) from error
    plan = reading.whole(content)
    if not reading.problems:
        for path, message in coherence.problems(plan):
            reading.wrong(path, message)
    if reading.problems:
        raise NotReadable(reading.problems)
    return plan


def refuse_too_much(content: Any) -> None:
    """A short file may repeat a part of itself a billion times, or hold itself. Every repetition is counted here."""
    waiting, seen = [(content, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        seen += 1
        if seen > MOST_NODES or depth > DEEPEST:
            raise ValueError(_("the file repeats or nests itself too often"))
        if isinstance(node, dict):
            waiting += [(inner, depth + 1) for inner in node.values()]
        elif isinstance(node, list | set):
            waiting += [(inner, depth + 1) for inner in node]


class Reading:
    """One pass over a file. `path` names a place in the plan; `lines` remembers where it stood in the file."""

    def __init__(self, name: str):
        self.name = name
        self.problems: list[Problem] = []
        self.lines: dict[tuple, int] = {(): 1}

    def wrong(self, path: tuple, message: str) -> None:
        """Remember a mistake at a path, at the line of its nearest known ancestor."""
        known = next(path[:length] for length in range(len(path), -1, -1) if path[:length] in self.lines)
        self.problems.append(Problem(self.name, self.lines[known], " → ".join(map(str, path)) or "file", message))

    # The parts of the file

    def whole(self, content: Any) -> Plan:
        parts = self.mapping(content, (), PARTS)
        for part in ("program", "cycle", "categories"):
            if part not in parts:
                self.wrong((), _("the part “%(part)s” is missing") % {"part": part})
        defaults, words = self.defaults(parts.get("defaults"))
        library = self.library(parts.get("questions"))
        plan = {
            "program": self.program(parts.get("program", MISSING)),
            "cycle": self.cycle(parts.get("cycle", MISSING)),
            "rules": self.entries(parts.get("rules"), ("rules",), self.rule),
            "categories": self.entries(
                parts.get("categories"),
                ("categories",),
                lambda node, path: self.category(node, path, defaults, words, library),
            ),
        }
        self.asked_nowhere(plan, library)
        return plan

    def program(self, node: Any) -> Plan:
        path = ("program",)
        if node is MISSING:
            return {}
        result = self.entry(node, PROGRAM, path, also=("terms",))
        terms = self.mapping(
            node.get("terms", {}) if isinstance(node, dict) else {}, (*path, "terms"), TermsKind.values
        )
        texts = {kind: self.text(value, (*path, "terms", kind)) for kind, value in terms.items()}
        return {**result, "terms": {kind: texts[kind] for kind in TermsKind.values if kind in texts}}

    def cycle(self, node: Any) -> Plan:
        """One running; where it is always open, only the day it opens must be written."""
        rolling = isinstance(node, dict) and node.get("is_rolling") is True
        return self.entry(node, CYCLE, ("cycle",), given=rolling_dates(node.get("opens")) if rolling else None)

    def defaults(self, node: Any) -> tuple[Plan, int]:
        """What holds for every category that says nothing else, and how long a narrative may be."""
        path = ("defaults",)
        content = self.mapping(node if node is not None else {}, path, (*SHARED, "narrative_words"))
        fields = CATEGORY.fields()
        values = {
            key: self.value(content[key], fields[key], (*path, key))
            for key in SHARED
            if key in content and key in fields
        }
        if "placings" in content:
            values["placings"] = self.entries(content["placings"], (*path, "placings"), self.placing)
        return values, self.words(content.get("narrative_words", 400), (*path, "narrative_words"))

    def library(self, node: Any) -> dict[str, Plan]:
        content = self.mapping(node if node is not None else {}, ("questions",), None)
        result = {}
        for slug, question in content.items():
            path = ("questions", slug)
            if isinstance(question, dict) and "slug" in question:
                self.wrong(path, _("leave out slug: the name it stands under is its slug"))
                continue
            result[slug] = self.entry(question, QUESTION, path, given={"slug": slug})
        return result

    def rule(self, node: Any, path: tuple) -> Plan:
        return self.entry(node, RULE, path)

    def placing(self, node: Any, path: tuple) -> Plan:
        return self.entry(node, PLACING, path)

    def category(self, node: Any, path: tuple, defaults: Plan, words: int, library: dict) -> Plan:
        lists = ("criteria", "rules", "questions", "placings", "instrument")
        given = {key: value for key, value in defaults.items() if key != "placings"}
        result = self.entry(node, CATEGORY, path, also=lists, given=given)
        content = node if isinstance(node, dict) else {}
        narratives: list[Plan] = []
        criteria = self.entries(
            content.get("criteria"),
            (*path, "criteria"),
            lambda node, path: self.criterion(node, path, words, narratives),
        )
        others = self.entries(
            content.get("questions"), (*path, "questions"), lambda node, path: self.question(node, path, library)
        )
        placings = (
            self.entries(content["placings"], (*path, "placings"), self.placing)
            if "placings" in content
            else defaults.get("placings", [])
        )
        return {
            **result,
            "criteria": criteria,
            "rules": self.entries(content.get("rules"), (*path, "rules"), self.rule),
            "questions": in_form_order([*narratives, *(question for question in others if question)]),
            "placings": placings,
            "instrument": self.instrument(content["instrument"], (*path, "instrument"))
            if "instrument" in content
            else [],
        }

    def instrument(self, node: Any, path: tuple) -> list[Plan]:
        """The sections that experts evaluate with; a changed list is published as the next version."""
        sections = plain(node)
        wrong = instruments.problems(sections)
        for sentence in wrong:
            self.wrong(path, sentence)
        return [] if wrong else sections

    def criterion(self, node: Any, path: tuple, words: int, narratives: list[Plan]) -> Plan:
        """A criterion; the narrative that is asked for beside it goes to the questions."""
        content = node if isinstance(node, dict) else {}
        slug = slugify(str(content.get("name", "")))
        result = self.entry(
            node, CRITERION, path, also=("question", "question_help", "max_words"), given={"slug": slug} if slug else {}
        )
        if "question" in content:
            narratives.append(
                {
                    "slug": result.get("slug", ""),
                    "label": self.text(content["question"], (*path, "question"), 300),
                    "help_text": self.text(content.get("question_help", ""), (*path, "question_help")),
                    "limits": {"max_words": self.words(content.get("max_words", words), (*path, "max_words"))},
                    "criterion": result.get("slug", ""),
                    **NARRATIVE,
                }
            )
        return result

    def question(self, node: Any, path: tuple, library: dict[str, Plan]) -> Plan:
        """A shared question by name, one with changes (`use`), or one of this category's own."""
        if isinstance(node, dict) and "use" not in node:
            return self.entry(node, QUESTION, path)
        slug = node["use"] if isinstance(node, dict) else node
        if slug not in library:
            near = nearest(slug, library)
            self.wrong(path, _("“%(name)s” does not stand under questions%(near)s") % {"name": slug, "near": near})
            return {}
        if not isinstance(node, dict):
            return library[slug]
        return self.entry(node, QUESTION, path, also=("use",), given=library[slug])

    def asked_nowhere(self, plan: Plan, library: dict[str, Plan]) -> None:
        asked = {question.get("slug") for category in plan["categories"] for question in category["questions"]}
        for slug in library:
            if slug not in asked:
                self.wrong(("questions", slug), _("no category asks this question: name it in one, or delete it here"))

    # Maps, lists and single values

    def mapping(self, node: Any, path: tuple, known: Iterable[str] | None) -> dict:
        """The keys and values of a map, known keys only; where each stands is remembered."""
        if not isinstance(node, dict):
            self.wrong(path, _("write names with their values here, one a line: “name: value”"))
            return {}
        self.remember(node, path)
        known = None if known is None else list(known)
        for key in node:
            if known is not None and key not in known:
                self.wrong((*path, key), _("nothing is called so here%(near)s") % {"near": nearest(key, known)})
        return {key: value for key, value in node.items() if known is None or key in known}

    def entries(self, node: Any, path: tuple, one) -> list[Plan]:
        """A list, each of its entries read by `one` under its own name."""
        if node is None:
            return []
        if not isinstance(node, list):
            self.wrong(path, _("write a list here, each entry after a dash"))
            return []
        result, seen = [], set()
        for place, entry in enumerate(node):
            slug = str(name_of(entry) or place + 1)
            inner = (*path, slug)
            if inner in self.lines:
                self.lines[(*path, f"{slug} ")] = line_of(node, place)
                self.wrong(
                    (*path, f"{slug} "), _("“%(slug)s” stands here twice; give one another slug") % {"slug": slug}
                )
                continue
            self.lines[inner] = line_of(node, place)
            seen.add(slug)
            result.append(one(entry, inner))
        return result

    def entry(self, node: Any, noun: Noun, path: tuple, *, also: Iterable[str] = (), given: Plan | None = None) -> Plan:
        """One row's fields. What is left out is as `given`, else as usual; what must be written is asked for."""
        if node is MISSING:
            return {}
        given = given or {}
        fields = noun.fields()
        content = self.mapping(node, path, [*fields, *also])
        if not isinstance(node, dict):
            return {}
        result = {}
        for key, field in fields.items():
            if key in content:
                result[key] = self.value(content[key], field, (*path, key))
            elif key in given:
                result[key] = given[key]
            elif is_required(field):
                self.wrong(path, _("“%(key)s” is missing: %(about)s") % {"key": key, "about": about(field)})
            else:
                result[key] = default_of(field)
        return result

    def value(self, value: Any, field: models.Field, path: tuple) -> Any:
        """One value as plain data, checked as the model's own field checks it."""
        if value is None and field.null:
            return default_of(field)
        names = list(value) if isinstance(field, models.JSONField) and isinstance(value, dict) else []
        if names:
            self.remember(value, path)
        try:
            return read_as(field, value)
        except NoSuchMoment as problem:
            self.wrong(path, str(problem))
        except ValidationError as error:
            for sentence in error.messages if names else [" ".join(error.messages)]:
                self.wrong((*path, *[name for name in names if f"“{name}”" in sentence][:1]), sentence)
        return default_of(field)

    def text(self, value: Any, path: tuple, longest: int | None = None) -> str:
        if not isinstance(value, str):
            self.wrong(path, _("write a text; put it in quotes if it looks like something else"))
            return ""
        if longest and len(value) > longest:
            self.wrong(
                path, _("at most %(longest)d characters; these are %(n)d") % {"longest": longest, "n": len(value)}
            )
        return tidy(value)

    def words(self, value: Any, path: tuple) -> int:
        if type(value) is not int or not 1 <= value <= 10_000:
            self.wrong(path, _("write a whole number of words, from 1 to 10000"))
            return 400
        return value

    def remember(self, node: dict, path: tuple) -> None:
        for key in node:
            self.lines[(*path, key)] = line_of(node, key)


def rolling_dates(opens: Any) -> Plan:
    """The dates of a cycle that is always open: they count for nothing, and what is decided may be told at once."""
    try:
        since = written(opens)
    except NoSuchMoment:
        return {}
    return {"closes": NEVER, "judging_opens": since, "judging_closes": NEVER, "announce": since}


def read_as(field: models.Field, value: Any) -> Any:
    """A value from YAML as plain data for this field; ValidationError or NoSuchMoment say what is wrong."""
    if isinstance(field, models.DateTimeField):
        return written(value)
    if isinstance(field, models.JSONField):
        data = plain(value)
        field.clean(data, None)
        return data
    if field.is_relation:
        return str(value)
    expected, words = expected_type(field)
    if isinstance(value, bool) and expected is not bool or not isinstance(value, expected):
        raise ValidationError(words)
    if isinstance(value, str):
        value = tidy(value)
    if field.choices and value not in dict(field.flatchoices):
        known = [str(choice) for choice, label in field.flatchoices]
        raise ValidationError(
            _("“%(value)s” is none of %(known)s%(near)s")
            % {"value": value, "known": ", ".join(known), "near": nearest(value, known)}
        )
    cleaned = field.clean(value, None)
    return cleaned.isoformat() if hasattr(cleaned, "isoformat") else cleaned


def expected_type(field: models.Field) -> tuple[Any, str]:
    if isinstance(field, models.BooleanField):
        return bool, _("write true or false")
    if isinstance(field, models.IntegerField):
        return int, _("write a whole number")
    if isinstance(field, models.DateField):
        return (date, str), _("write a day as 2026-12-31")
    if isinstance(field, models.TimeField):
        return (time, str), _("write a time as 23:59:59")
    return str, _("write a text; put it in quotes if it looks like a number or a day")


def plain(value: Any) -> Any:
    """What ruamel read, as ordinary dictionaries, lists and texts that JSON takes."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return tidy(value) if isinstance(value, str) else json.loads(json.dumps(value, default=str))


def name_of(entry: Any) -> str:
    """What an entry of a list is called in messages."""
    if not isinstance(entry, dict):
        return str(entry)
    return entry.get("slug") or entry.get("use") or slugify(str(entry.get("name", "")))


def line_of(node: Any, key: Any) -> int:
    """The line, from one, at which a key or an entry stands."""
    if isinstance(node, CommentedMap):
        return node.lc.key(key)[0] + 1
    if isinstance(node, CommentedSeq):
        return node.lc.item(key)[0] + 1
    return 1


def nearest(name: Any, known: Iterable[str]) -> str:
    """ "; did you mean …?" where something close is known, else what there is."""
    known = [str(one) for one in known]
    close = difflib.get_close_matches(str(name), known, n=1)
    if close:
        return _("; did you mean “%(name)s”?") % {"name": close[0]}
    return _("; there are %(known)s") % {"known": ", ".join(known)} if known else ""


def about(field: models.Field) -> str:
    """What to write for a field, from the model's own words."""
    if field.choices:
        return _("one of %(known)s") % {"known": ", ".join(str(value) for value, label in field.flatchoices)}
    if isinstance(field, models.DateTimeField):
        return _("a day, or a day and a time")
    return str(field.help_text or field.verbose_name)
