"""Files beside an entry: checked by content, stored under random names, taken away and brought back."""

from __future__ import annotations

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock, files
from operations.refusal import Refused
from programs.enums import QuestionKind
from programs.models import Question

from ..enums import NominationState
from ..models import Attachment, Nomination
from . import drafts, filetypes, pages
from .states import remember

DEFAULT_FILES = 5


def add(nomination: Nomination, question: Question, upload: File, *, by) -> Attachment:
    """Keep one uploaded file beside the answer it belongs to."""
    drafts.refuse_unless_editable(nomination)
    _refuse_unless_asked(nomination, question)
    found = filetypes.identify(upload, megabytes=question.limits.get("max_megabytes") or filetypes.DEFAULT_MEGABYTES)
    pages.refuse_uncountable(nomination, question, found.content_type)
    _refuse_if_full(nomination, question)
    path, sha256, size = files.save(upload, folder="nominations", suffix=found.suffix)
    try:
        with transaction.atomic():
            drafts.look_again(nomination)
            _refuse_if_full(nomination, question)
            attachment = Attachment.objects.create(
                nomination=nomination,
                question=question,
                path=path,
                name=filetypes.display_name(upload.name),
                content_type=found.content_type,
                size=size,
                sha256=sha256,
                pages=found.pages,
                uploaded_by=by,
                uploaded_at=clock.now(),
            )
            _remember(nomination, "file_added", attachment, by=by)
    except BaseException:
        files.delete(path)
        raise
    return attachment


def remove(attachment: Attachment, *, by) -> None:
    """Take a file out of the entry. It stays stored, so that it can be brought back."""
    nomination = attachment.nomination
    with transaction.atomic():
        drafts.look_again(nomination)
        _refuse_last_required(attachment)
        if Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(removed_at=clock.now()):
            _remember(nomination, "file_removed", attachment, by=by)
    attachment.refresh_from_db()


def restore(attachment: Attachment, *, by) -> None:
    """Bring a removed file back."""
    nomination = attachment.nomination
    with transaction.atomic():
        drafts.look_again(nomination)
        _refuse_if_full(nomination, attachment.question)
        if Attachment.objects.filter(pk=attachment.pk).exclude(removed_at=None).update(removed_at=None):
            _remember(nomination, "file_restored", attachment, by=by)
    attachment.refresh_from_db()


def most_files(question: Question) -> int:
    return question.limits.get("max_files") or DEFAULT_FILES


def _refuse_unless_asked(nomination: Nomination, question: Question) -> None:
    if question.kind != QuestionKind.ATTACHMENTS or question.category_id != nomination.category_id:
        raise Refused(_("No files are asked for here."))


def _refuse_if_full(nomination: Nomination, question: Question) -> None:
    most = most_files(question)
    if nomination.attachments.filter(question=question, removed_at=None).count() >= most:
        raise Refused(
            ngettext(
                "“%(label)s” takes at most %(most)d file. Remove one first.",
                "“%(label)s” takes at most %(most)d files. Remove one first.",
                most,
            )
            % {"label": question.label, "most": most}
        )


def _refuse_last_required(attachment: Attachment) -> None:
    """A submitted entry stays complete: add the new file before the old one goes."""
    nomination, question = attachment.nomination, attachment.question
    if nomination.state != NominationState.SUBMITTED or not question.required:
        return
    if not nomination.attachments.filter(question=question, removed_at=None).exclude(pk=attachment.pk).exists():
        raise Refused(
            _("“%(label)s” needs at least one file. Add the new one before you remove this.")
            % {"label": question.label}
        )


def _remember(nomination: Nomination, what: str, attachment: Attachment, *, by) -> None:
    Nomination.objects.filter(pk=nomination.pk).update(updated_at=clock.now())
    remember(nomination, what, by=by, reason=attachment.name, change={"sha256": attachment.sha256})
