"""Instruments of an assessment (C08): what one may hold, reading one from YAML, publishing the next version."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..models import Category, Instrument

TEXTS = ("slug", "title", "competency", "guidance")
FINDINGS = ("meets", "deficiency")
MOST_SECTIONS = 40
LONGEST_FILE = 200_000


def newest(category: Category) -> Instrument | None:
    return category.instruments.order_by("-version").first()


@transaction.atomic
def publish(category: Category, sections: list[dict[str, Any]], *, by=None) -> Instrument:
    """The next version of a category's instrument. The same sections once more are the version there is."""
    if wrong := [*problems(sections), *strangers(sections, category)]:
        raise Refused(*wrong)
    Category.objects.select_for_update().get(pk=category.pk)
    before = newest(category)
    if before and before.sections == sections:
        return before
    version = before.version + 1 if before else 1
    made = Instrument.objects.create(category=category, version=version, sections=sections, published_at=clock.now())
    program = category.cycle.program.slug
    audit.record("instrument published", f"instrument:{made.pk}", by=by, program=program, change={"version": version})
    return made


def strangers(sections: list[dict[str, Any]], category: Category) -> list[str]:
    """Competencies and questions that sections name and the category does not have."""
    competencies = set(category.criteria.values_list("slug", flat=True))
    questions = set(category.questions.values_list("slug", flat=True))
    return [
        _("Section “%(title)s” names “%(slug)s”, which this category does not have.")
        % {"title": section["title"], "slug": slug}
        for section in sections
        for slug in [
            *({section["competency"]} - competencies),
            *(question for question in section.get("questions", []) if question not in questions),
        ]
    ]


def questions_of(section: dict[str, Any], category: Category) -> set[str]:
    """The workbook questions that a section looks at: those it names, else those of its competency."""
    if section.get("questions"):
        return set(section["questions"])
    return set(category.questions.filter(criterion__slug=section["competency"]).values_list("slug", flat=True))


def read(text: str) -> list[dict[str, Any]]:
    """The sections of a YAML file: a list, or a map with `sections`. Raises Refused with what is wrong."""
    from .reading import plain, refuse_too_much

    if len(text) > LONGEST_FILE:
        raise Refused(_("An instrument has at most %(n)d characters.") % {"n": LONGEST_FILE})
    try:
        content = YAML(typ="safe").load(text)
        refuse_too_much(content)
    except (YAMLError, ValueError, ArithmeticError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _("Line %(n)d") % {"n": mark.line + 1} if mark else _("The file")
        raise Refused(
            _("%(where)s cannot be read as YAML: %(why)s") % {"where": where, "why": getattr(error, "problem", error)}
        ) from error
    sections = plain(content.get("sections") if isinstance(content, dict) else content)
    if wrong := problems(sections):
        raise Refused(*wrong)
    return sections


def problems(sections: object) -> list[str]:
    """What is wrong with the sections of an instrument, each with its place."""
    if not isinstance(sections, list) or not sections:
        return [_("An instrument is a list of sections; write at least one.")]
    if len(sections) > MOST_SECTIONS:
        return [_("An instrument has at most %(n)d sections.") % {"n": MOST_SECTIONS}]
    found = []
    for place, section in enumerate(sections, start=1):
        found += [_("Section %(n)d: %(what)s") % {"n": place, "what": what} for what in _wrong_with(section)]
    if not found and len({section["slug"] for section in sections}) < len(sections):
        found.append(_("Two sections have the same slug."))
    return found


def _wrong_with(section: object) -> list[str]:
    if not isinstance(section, dict):
        return [_("write names with their values.")]
    found = [
        _("“%(name)s” is a text that must be written.") % {"name": name}
        for name in TEXTS
        if not isinstance(section.get(name), str) or not section[name].strip()
    ]
    anchors = section.get("anchors")
    if not isinstance(anchors, dict) or set(anchors) != set(FINDINGS):
        found.append(_("anchors has the two texts “meets” and “deficiency”."))
    elif not all(isinstance(text, str) and text.strip() for text in anchors.values()):
        found.append(_("both anchors are texts that must be written."))
    questions = section.get("questions", [])
    if not isinstance(questions, list) or not all(isinstance(slug, str) for slug in questions):
        found.append(_("questions is a list of questions' slugs."))
    for name in section:
        if name not in (*TEXTS, "anchors", "questions"):
            found.append(_("nothing is called “%(name)s” here.") % {"name": name})
    return found
