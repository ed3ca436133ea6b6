"""Copy or move an entry to another category: what both ask is taken over, the rest is left to write."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock, files
from operations.refusal import Refused
from programs.enums import QuestionKind
from programs.models import Category, Question

from ..enums import NominationState
from ..models import Answer, Attachment, Nomination
from . import drafts, submission
from .states import remember


@transaction.atomic
def copy(nomination: Nomination, category: Category, *, by) -> Nomination:
    """A new draft in `category` with the answers and files that fit there. The original stays as it is."""
    made = drafts.start(category, by=by, organisation=nomination.organisation, relation=nomination.relation)
    made.title = nomination.title
    made.save(update_fields=["title"])
    targets = list(category.questions.select_related("criterion"))
    answers = nomination.answers.select_related("question__criterion")
    taken: set[int] = set()
    for answer in answers:
        target = counterpart(answer.question, targets)
        if target and target.pk not in taken:
            taken.add(target.pk)
            Answer.objects.create(
                nomination=made, question=target, value=answer.value, updated_by=by, updated_at=clock.now()
            )
    for attachment in nomination.attachments.filter(removed_at=None).select_related("question"):
        target = counterpart(attachment.question, targets)
        if target:
            _copy_file(attachment, made, target, by=by)
    remember(made, "copied", by=by, to_state=NominationState.DRAFT, change={"from": nomination.code})
    return made


@transaction.atomic
def change_category(nomination: Nomination, category: Category, *, by) -> Nomination:
    """Take a draft to another category of its cycle, its answers with it (the right size band, for one)."""
    drafts.refuse_unless_open(category)
    if nomination.state != NominationState.DRAFT or category.cycle_id != nomination.cycle_id:
        raise Refused(_("Only a draft can be moved, and only within its cycle."))
    made = copy(nomination, category, by=by)
    submission.withdraw(nomination, by=by, reason=_("Moved to %(category)s") % {"category": category})
    return made


def counterpart(question: Question, targets: list[Question]) -> Question | None:
    """The question of the other category that asks the same: by slug, by fact, or by criterion."""
    same_kind = [target for target in targets if target.kind == question.kind]
    for target in same_kind:
        if target.slug == question.slug and _fits(question, target):
            return target
    for target in same_kind:
        if question.fact and target.fact == question.fact and _fits(question, target):
            return target
    if question.criterion and question.kind == QuestionKind.NARRATIVE:
        for target in same_kind:
            if target.criterion and target.criterion.slug == question.criterion.slug:
                return target
    return None


def _fits(question: Question, target: Question) -> bool:
    """A statement is only taken over when it says the same, a choice when it offers the same, a table of one shape."""
    if question.kind == QuestionKind.TABLE:
        return shape_of(question) == shape_of(target)
    if question.kind == QuestionKind.STATEMENT:
        return question.label == target.label
    if question.kind == QuestionKind.CHOICE:
        return question.choices == target.choices
    return True


def shape_of(question: Question) -> dict:
    """A table without what it only asks of the day of submission: figures may be copied, and are checked there."""
    return {name: value for name, value in question.table.items() if name != "current_year"}


def _copy_file(attachment: Attachment, made: Nomination, target: Question, *, by) -> None:
    with files.open(attachment.path) as source:
        path, sha256, size = files.save(source.read(), folder="nominations")
    Attachment.objects.create(
        nomination=made,
        question=target,
        path=path,
        sha256=sha256,
        size=size,
        name=attachment.name,
        content_type=attachment.content_type,
        pages=attachment.pages,
        uploaded_by=by,
    )
