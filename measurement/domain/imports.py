"""What an administrator does with a survey file that is here: check it, take it in, withdraw it, throw it away.

Each verb claims the state and asks for the work; the work itself (`checking`, `taking`) is done in the background, and
a worker that dies leaves it to the next one. Nothing counts before a file is taken, and nothing of a file counts once
it is withdrawn.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations.domain import jobs
from operations.enums import JobState
from operations.models import Job
from operations.refusal import Refused

from ..enums import ImportState
from ..models import SurveyImport
from . import mappings, uploads
from .moves import move

WORK = {
    ImportState.UPLOADING: "survey_receive",
    ImportState.CHECKING: "survey_check",
    ImportState.TAKING: "survey_take",
    ImportState.WITHDRAWING: "survey_withdraw",
}
BACK = {
    ImportState.CHECKING: ImportState.UPLOADED,
    ImportState.TAKING: ImportState.CHECKED,
    ImportState.WITHDRAWING: ImportState.TAKEN,
}


@transaction.atomic
def settle_columns(survey_import: SurveyImport, typed: dict[str, str], *, by) -> SurveyImport:
    """A person says which column is which; it is remembered for the next file with this header, and checked now."""
    survey_import.mapping = mappings.cleaned(survey_import, typed)
    SurveyImport.objects.filter(pk=survey_import.pk).update(mapping=survey_import.mapping)
    mappings.remember(survey_import)
    return check(survey_import, by=by)


@transaction.atomic
def check(survey_import: SurveyImport, *, by) -> SurveyImport:
    """The dry run: every row is read and nothing is taken."""
    move(survey_import, ImportState.CHECKING, by=by)
    _ask(survey_import, by=by)
    return survey_import


@transaction.atomic
def take(survey_import: SurveyImport, *, by) -> SurveyImport:
    """Its rows are to count, whole or not at all. Where files name the same survey, the one taken later is right."""
    if survey_import.state == ImportState.CHECKED and not survey_import.rows_accepted:
        raise Refused(_("No row of this file was accepted, so there is nothing to take in."))
    if blockers := survey_import.report.get("blockers"):
        raise Refused(*blockers)
    move(survey_import, ImportState.TAKING, by=by)
    _ask(survey_import, by=by)
    return survey_import


@transaction.atomic
def withdraw(survey_import: SurveyImport, *, reason: str, by) -> SurveyImport:
    """Its rows are to count no longer, as if they had never been taken. The file stays and can be taken again."""
    if not reason.strip():
        raise Refused(_("Please write down why the file is withdrawn."))
    move(survey_import, ImportState.WITHDRAWING, by=by, note=reason.strip())
    _ask(survey_import, by=by)
    return survey_import


@transaction.atomic
def discard(survey_import: SurveyImport, *, by) -> SurveyImport:
    """Throw a file away that was never taken; its name, hash and history stay."""
    paths = [survey_import.original, survey_import.accepted, survey_import.refused]
    paths += [path for path, _size in survey_import.pieces]
    move(survey_import, ImportState.DISCARDED, by=by, original="", accepted="", refused="", pieces=[])
    uploads.forget_files(*paths)
    return survey_import


@transaction.atomic
def go_back(survey_import: SurveyImport, *, by) -> SurveyImport:
    """The work behind a move failed for good or was stopped: the file stands again where it stood before."""
    job = job_of(survey_import)
    if survey_import.state not in BACK or (job is not None and job.state not in (JobState.PARKED, JobState.CANCELLED)):
        raise Refused(_("This file is being worked on. Stop the job first."))
    return move(survey_import, BACK[survey_import.state], by=by, note=_("The work on it failed or was stopped."))


def job_of(survey_import: SurveyImport) -> Job | None:
    """The work that this file waits for."""
    kind = WORK.get(survey_import.state)
    return Job.objects.filter(key=_key(kind, survey_import)).first() if kind else None


def _ask(survey_import: SurveyImport, *, by) -> None:
    kind = WORK[survey_import.state]
    jobs.enqueue(
        kind,
        key=_key(kind, survey_import),
        payload={"import": survey_import.pk},
        program=survey_import.program.slug,
        by=by,
    )


def _key(kind: str, survey_import: SurveyImport) -> str:
    """Each move asks for its work once; an upload is put together once in its life."""
    if kind == WORK[ImportState.UPLOADING]:
        return f"{kind}:{survey_import.code}"
    return f"{kind}:{survey_import.code}:{survey_import.version}"
