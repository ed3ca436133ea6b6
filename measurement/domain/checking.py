"""The dry run of a file: every row read, none taken, and what would change if it were."""

from __future__ import annotations

from django.core.files import File
from django.utils.translation import gettext as _

from operations import files
from operations.domain.jobs import Progress

from .. import surveys
from ..enums import ImportState
from ..models import SurveyImport
from . import foreseeing, names, receiving, uploads
from .moves import move
from .studies import held

NAMES_KEPT = 2000


def check(survey_import: SurveyImport, progress: Progress) -> dict:
    """Check a file and write the report. A second run begins anew and leaves one report."""
    if survey_import.state != ImportState.CHECKING:
        return {"state": survey_import.state}
    progress.start(0, note=_("Reading the file"))
    with receiving.workspace() as folder:
        raw = receiving.unpack(survey_import, folder)
        checked = surveys.check(
            raw,
            kind=survey_import.kind,
            file_name=survey_import.file_name,
            mapping=survey_import.mapping,
            organisations=names.known(survey_import.program),
            folder=folder,
            advance=lambda done, total: _tell(progress, done, total),
        )
        found = fields_of(survey_import, checked)
    old = [path for path in (survey_import.accepted, survey_import.refused) if path]
    for name in ("accepted", "refused", "years"):
        setattr(survey_import, name, found[name])
    if not checked.problems:
        progress.start(0, note=_("Working out what would change"))
        found["report"]["changes"] = foreseeing.changes(survey_import)
    with held(survey_import.program, progress):
        to = ImportState.UNREADABLE if checked.problems else ImportState.CHECKED
        counts = {name: found[name] for name in ("rows_read", "rows_accepted", "rows_refused")}
        note = checked.problems[0] if checked.problems else ""
        move(survey_import, to, note=note, change=counts, **found)
        uploads.forget_files(*old)
    return counts


def fields_of(survey_import: SurveyImport, checked: surveys.Checked) -> dict:
    """What the check found, as the row keeps it, with its files stored."""
    unknown = sorted(checked.unknown_organisations.items(), key=lambda one: (-one[1], one[0]))
    report = {
        "modified": survey_import.report.get("modified", 0),
        "problems": list(checked.problems),
        "refused_by_reason": dict(checked.refused_by_reason),
        "unknown": dict(unknown[:NAMES_KEPT]),
        "unknown_names": len(unknown),
    }
    return {
        "report": report,
        "rows_read": checked.rows_read,
        "rows_accepted": checked.rows_accepted,
        "rows_refused": checked.rows_refused,
        "years": sorted(checked.years),
        "accepted": _kept(checked.accepted, ".parquet"),
        "refused": _kept(checked.refused, ".csv"),
    }


def _kept(path, suffix: str) -> str:
    if path is None or not path.exists():
        return ""
    with path.open("rb") as content:
        return files.save(File(content), folder=uploads.FOLDER, suffix=suffix).path


def _tell(progress: Progress, done: int, total: int) -> None:
    progress.total = total
    progress.advance(done - progress.done)

