"""What an entry still lacks before it can be submitted, and how far each section is."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programs.enums import QuestionKind, Section, SelectionMethod
from programs.models import Question

from ..models import Attachment, Nomination
from . import values

SECTION_ORDER = list(Section.values)


@dataclass
class Line:
    """One question with its answer."""

    question: Question
    value: object = None
    version: int = 0
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def shown(self) -> str:
        return values.shown(self.question, self.value)

    @property
    def grid(self) -> list[list[str]]:
        return values.grid(self.question, self.value)

    @property
    def is_answered(self) -> bool:
        return bool(self.attachments) or not values.is_blank(self.value)

    @property
    def problems(self) -> list[str]:
        return values.problems(self.question, self.attachments or self.value)


@dataclass
class SectionPart:
    """One section of the form with how much of it is done."""

    slug: str
    lines: list[Line] = field(default_factory=list)
    extra_required: int = 0
    extra_done: int = 0

    @property
    def label(self) -> str:
        return Section(self.slug).label

    @property
    def required(self) -> int:
        return sum(line.question.required for line in self.lines) + self.extra_required

    @property
    def done(self) -> int:
        return sum(line.question.required and not line.problems for line in self.lines) + self.extra_done

    @property
    def is_done(self) -> bool:
        return self.done == self.required and not any(line.problems for line in self.lines)


def lines_of(nomination: Nomination) -> list[Line]:
    """Every question of the category with its answer and files, in the form's order; three queries."""
    answers = {answer.question_id: answer for answer in nomination.answers.all()}
    files: dict[int, list[Attachment]] = {}
    for attachment in nomination.attachments.filter(removed_at=None).order_by("uploaded_at", "pk"):
        files.setdefault(attachment.question_id, []).append(attachment)
    questions = sorted(
        nomination.category.questions.select_related("criterion"),
        key=lambda asked: (SECTION_ORDER.index(asked.section), asked.position),
    )
    return [
        Line(
            question,
            value=answers[question.pk].value if question.pk in answers else None,
            version=answers[question.pk].version if question.pk in answers else 0,
            attachments=files.get(question.pk, []) if question.kind == QuestionKind.ATTACHMENTS else [],
        )
        for question in questions
    ]


def sections_of(nomination: Nomination, lines: list[Line] | None = None) -> list[SectionPart]:
    """The form's sections in their order. Who nominates counts into the first one."""
    parts = {slug: SectionPart(slug) for slug in SECTION_ORDER}
    for line in lines if lines is not None else lines_of(nomination):
        parts[line.question.section].lines.append(line)
    if is_assessment(nomination):
        return [part for part in parts.values() if part.lines]
    first = parts[Section.ELIGIBILITY]
    first.extra_required = 2
    first.extra_done = bool(nomination.organisation_id) + bool(nomination.relation)
    return [part for part in parts.values() if part.lines or part.slug == Section.ELIGIBILITY]


def is_assessment(nomination: Nomination) -> bool:
    """Whose it is was said when the candidate was enrolled; nobody is nominated."""
    return nomination.category.method == SelectionMethod.ASSESSMENT


def problems(nomination: Nomination, lines: list[Line] | None = None) -> list[str]:
    """Everything that keeps this entry from being submitted, as sentences, in the form's order."""
    found = []
    asks_who = not is_assessment(nomination)
    if asks_who and not nomination.organisation_id:
        found.append(_("Tell us which organization is nominated."))
    if asks_who and not nomination.relation:
        found.append(_("Tell us what you are to the nominee."))
    for line in lines if lines is not None else lines_of(nomination):
        found += line.problems
    return found
