"""The plain Save button: a whole form at once, each answer on its own, so that one bad field spoils no other."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations.refusal import Refused

from ..models import Attachment
from . import attachments, drafts, organisations


@dataclass
class Result:
    """What became of a saved form."""

    saved: int = 0
    conflicts: int = 0
    problems: int = 0
    is_stale: bool = False
    details_errors: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.conflicts or self.problems or self.is_stale or self.details_errors)

    @property
    def news(self) -> list[str]:
        told = list(self.files)
        if self.saved:
            told.append(ngettext("%(n)d answer saved.", "%(n)d answers saved.", self.saved) % {"n": self.saved})
        elif self.is_clean and not told:
            told.append(_("Everything is saved."))
        return told


def save_form(form, data, uploads, *, by) -> Result:
    """Save what differs from what stands; conflicts and refusals are left on the form."""
    result = Result()
    form.is_valid()
    _save_details(form, data, result, by=by)
    for line in form.answerable:
        _save_line(form, line, result, by=by)
    for part in form.parts:
        for line in part.lines:
            for upload in uploads.getlist(f"q-{line.question.slug}"):
                _save_upload(form, line, upload, result, by=by)
    _change_file(form, data, result, by=by)
    return result


def _save_details(form, data, result: Result, *, by) -> None:
    version = data.get("details_version", "")
    if not version.isdecimal() or len(version) > 18:
        return
    try:
        name = data.get("organisation", "").strip()
        outcome = drafts.save_details(
            form.nomination,
            by=by,
            base_version=int(version),
            relation=data.get("relation", ""),
            organisation=organisations.named(name, by=by) if name else None,
        )
        result.is_stale = isinstance(outcome, drafts.StaleDetails)
    except Refused as refused:
        form.nomination.refresh_from_db()
        result.details_errors = list(refused.reasons)


def _save_line(form, line, result: Result, *, by) -> None:
    name = f"q-{line.question.slug}"
    if name in form.errors:
        result.problems += 1
        return
    if not form.was_sent(line):
        return
    value, version = form.typed(line)
    if value == line.value:
        return
    try:
        outcome = drafts.save_answer(form.nomination, line.question, value, base_version=version, by=by)
    except Refused as refused:
        form.add_error(name, list(refused.reasons))
        result.problems += 1
        return
    line.value, line.version = outcome.answer.value, outcome.version
    result.conflicts += outcome.is_conflict
    result.saved += not outcome.is_conflict


def _save_upload(form, line, upload, result: Result, *, by) -> None:
    try:
        attachment = attachments.add(form.nomination, line.question, upload, by=by)
    except Refused as refused:
        form.file_errors.setdefault(line.question.slug, []).extend(refused.reasons)
        result.problems += 1
        return
    line.attachments.append(attachment)
    result.files.append(_("“%(name)s” is uploaded.") % {"name": attachment.name})


def _change_file(form, data, result: Result, *, by) -> None:
    """The Remove and Bring back buttons beside a file, where no script runs."""
    code = data.get("remove_file") or data.get("restore_file")
    if not code:
        return
    attachment = Attachment.objects.filter(nomination=form.nomination, code=code).select_related("question").first()
    if attachment is None:
        return
    attachment.nomination = form.nomination
    try:
        if data.get("remove_file"):
            attachments.remove(attachment, by=by)
            result.files.append(_("“%(name)s” is removed.") % {"name": attachment.name})
        else:
            attachments.restore(attachment, by=by)
            result.files.append(_("“%(name)s” is back.") % {"name": attachment.name})
    except Refused as refused:
        form.file_errors.setdefault(attachment.question.slug, []).extend(refused.reasons)
        result.problems += 1
