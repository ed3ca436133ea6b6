"""The dry run of a file: every row read, none taken, and what would change if it were."""

from __future__ import annotations

from pathlib import Path

from django.core.files import File
from django.utils.translation import gettext as _

from operations import files
from operations.domain.jobs import Progress
from programs.models import Cycle

from .. import surveys
from ..enums import FileKind, ImportState
from ..models import SurveyImport
from . import foreseeing, names, numbers, overlaps, profiles, receiving, studies, uploads
from .moves import move
from .studies import held

NAMES_KEPT = 2000


def check(survey_import: SurveyImport, progress: Progress) -> dict:
    """Check a file and write the report. A second run begins anew and leaves one report."""
    if survey_import.state != ImportState.CHECKING:
        return {"state": survey_import.state}
    old = [path for path in (survey_import.accepted, survey_import.refused) if path]
    with receiving.workspace() as folder:
        try:
            found = read(survey_import, folder, progress)
        except surveys.Unreadable as unreadable:
            return say_unreadable(survey_import, list(unreadable.reasons), progress)
    for name in ("accepted", "years"):
        setattr(survey_import, name, found[name])
    progress.start(0, note=_("Working out what would change"))
    found["report"]["changes"] = foreseeing.changes(survey_import)
    found["report"]["overlaps"] = overlaps.told(survey_import)
    with held(survey_import.program, progress):
        counts = {name: found[name] for name in ("rows_read", "rows_accepted", "rows_refused")}
        move(survey_import, ImportState.CHECKED, change=counts, **found)
        uploads.forget_files(*old)
    return counts


def read(survey_import: SurveyImport, folder: Path, progress: Progress) -> dict:
    """Every row, in a process with limits of its own."""
    progress.start(0, note=_("Reading the file"))
    raw = receiving.unpack(survey_import, folder)
    checked = surveys.in_child(
        surveys.check,
        raw,
        kind=survey_import.kind,
        file_name=survey_import.file_name,
        mapping=survey_import.mapping,
        organisations=names.known(survey_import.program),
        sites=names.sites(survey_import.program),
        folder=folder,
        memory_bytes=surveys.memory_for(raw),
        disk_bytes=surveys.disk_for(raw),
        seconds=receiving.SECONDS,
        advance=lambda rows: progress.advance(rows, note=_("Rows read")),
        alive=lambda: progress.advance(0),
    )
    progress.advance(0)
    return fields_of(survey_import, checked)


def say_unreadable(survey_import: SurveyImport, reasons: list[str], progress: Progress) -> dict:
    with held(survey_import.program, progress):
        report = {"modified": survey_import.report.get("modified", 0), "problems": reasons}
        move(survey_import, ImportState.UNREADABLE, note=reasons[0], report=report)
    return {"problems": reasons}


def fields_of(survey_import: SurveyImport, checked: surveys.Checked) -> dict:
    """What the check found, as the row keeps it, with its files stored."""
    unknown = sorted(checked.unknown_organisations.items(), key=lambda one: (-one[1], one[0]))
    report = {
        "modified": survey_import.report.get("modified", 0),
        "notes": [
            *checked.problems,
            *of_other_years(survey_import, checked.years),
            *numbers.alike(survey_import, checked.accepted),
        ],
        "refused_by_reason": dict(checked.refused_by_reason),
        "unknown": dict(unknown[:NAMES_KEPT]),
        "unknown_names": len(unknown),
        "blockers": blockers(survey_import, checked),
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


def of_other_years(survey_import: SurveyImport, years: list[int]) -> list[str]:
    """A wrong century, a wrong count of days or last year's export: rows of years that no award looks at."""
    if survey_import.kind == FileKind.AGENTS:
        return []
    cycles = Cycle.objects.filter(program=survey_import.program).exclude(survey_year=None)
    surveyed = {year - back for year in cycles.values_list("survey_year", flat=True) for back in (0, 1)}
    if not surveyed or not (others := [str(year) for year in years if year not in surveyed]):
        return []
    return [
        _("No award looks at %(years)s. Please see whether the days of this file are right.")
        % {"years": ", ".join(others)}
    ]


def blockers(survey_import: SurveyImport, checked: surveys.Checked) -> list[str]:
    """Why the accepted rows may not be taken in as they are, in sentences."""
    if survey_import.kind != FileKind.ORGANISATIONS:
        return []
    most = studies.of(survey_import.program).most_sectors
    return profiles.too_many_sectors(checked.accepted, most) if most is not None else []


def _kept(path, suffix: str) -> str:
    if path is None or not path.exists():
        return ""
    with path.open("rb") as content:
        return files.save(File(content), folder=uploads.FOLDER, suffix=suffix).path
