"""An entry as a judge may read it. What a judge must not see is never in here, so no template can show it.

Administrators' answers are left out always. Where judging is blind, so are answers that tell who is entered, the
organisation, the nominator, the names of files, and the title: the entry is its code.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from nominations.domain import stories
from nominations.domain.filetypes import CONTENT_TYPES, SUFFIXES
from nominations.domain.values import grid, is_blank, shown
from nominations.models import Answer, Attachment, Nomination
from operations import files
from programs.enums import QuestionKind, Section, Visibility
from programs.models import Category

from ..models import Visit
from .nameless import cleaned

UNREAD = {QuestionKind.STATEMENT, QuestionKind.ATTACHMENTS}


@dataclass(frozen=True)
class Part:
    """One question with its answer. `anchor` names the criterion it speaks to, '' where it speaks to none.

    A table stands in `table`, the heading first, with the marks that its writer gave: judges read marked rows too.
    """

    label: str
    text: str
    kind: str
    anchor: str = ""
    table: list[list[str]] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return self.kind == QuestionKind.NARRATIVE

    @property
    def is_link(self) -> bool:
        return self.kind == QuestionKind.VIDEO_LINK


@dataclass(frozen=True)
class File:
    """A file of the entry that the judge may open."""

    code: str
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class Heading:
    """What names an entry to a judge, before and after it is opened."""

    title: str
    is_blind: bool
    organisation: str = ""
    nominator: str = ""


@dataclass(frozen=True)
class Reading:
    """Everything of an entry that its judge reads: stories first, then facts and files."""

    stories: list[Part]
    facts: list[Part]
    files: list[File]
    visits: list[Visit]


def heading_of(nomination: Nomination) -> Heading:
    """Nomination with category, organisation and nominator selected."""
    organisation = nomination.organisation.name if nomination.organisation else ""
    is_blind = nomination.category.is_blind
    nominator = "" if is_blind else str(nomination.nominator)
    return heading_from(nomination.code, nomination.title, organisation, is_blind=is_blind, nominator=nominator)


def heading_from(code: str, title: str, organisation: str, *, is_blind: bool, nominator: str = "") -> Heading:
    if is_blind or not title:
        title = _("Entry %(code)s") % {"code": code}
    if is_blind:
        return Heading(title, True)
    return Heading(title, False, organisation if organisation != title else "", nominator)


def visible(category: Category) -> list[str]:
    """Whose answers a judge of this category may read."""
    return [Visibility.JUDGES] if category.is_blind else [Visibility.JUDGES, Visibility.IDENTITY]


def read(nomination: Nomination) -> Reading:
    """Three queries, and one where others told stories. Notes of a visit name who was visited: blind judges do not get them."""
    category = nomination.category
    answers = (
        Answer.objects.filter(nomination=nomination, question__visibility__in=visible(category))
        .exclude(question__kind__in=UNREAD)
        .select_related("question__criterion")
        .order_by("question__position", "question_id")
    )
    parts = [
        (
            answer.question.section,
            Part(
                answer.question.label,
                shown(answer.question, answer.value),
                answer.question.kind,
                answer.question.criterion.slug if answer.question.criterion else "",
                grid(answer.question, answer.value),
            ),
        )
        for answer in answers
        if not is_blank(answer.value)
    ]
    is_story = {id(part): section in (Section.STORY, Section.SUPPORT) or part.is_long for section, part in parts}
    return Reading(
        stories=[part for _section, part in parts if is_story[id(part)]] + told_for(nomination),
        facts=[part for _section, part in parts if not is_story[id(part)]],
        files=[
            File(file.code, name_for(file, place, category), file.content_type, file.size)
            for place, file in enumerate(files_of(nomination), start=1)
        ],
        visits=[] if category.is_blind else list(nomination.visits.exclude(held_at=None)),
    )


def told_for(nomination: Nomination) -> list[Part]:
    """Stories that others signed; where judging is blind, without the names of their writers."""
    label = _("Story %(n)d") if nomination.category.is_blind else _("Story %(n)d, told by %(who)s")
    return [
        Part(label % {"n": place, "who": story.name}, story.text, QuestionKind.NARRATIVE)
        for place, story in enumerate(stories.signed_for(nomination), start=1)
    ]


def files_of(nomination: Nomination):
    return Attachment.objects.filter(
        nomination=nomination, removed_at=None, question__visibility__in=visible(nomination.category)
    ).order_by("question__position", "pk")


def nameless(file: Attachment) -> bytes:
    """The file as a judge reads it where judging is blind."""
    with files.open(file.path) as stored:
        return cleaned(stored.read(), file.content_type)


def name_for(file: Attachment, place: int, category: Category) -> str:
    """A file's own name may tell who is entered; where judging is blind it is numbered instead."""
    if not category.is_blind:
        return file.name
    suffix = {kind: SUFFIXES[ending] for ending, kind in CONTENT_TYPES.items()}
    return _("File %(n)d") % {"n": place} + suffix.get(file.content_type, "")
