"""Files come into force and go out of it: one transaction, in which everything that follows from it is made anew.

Tallies, years of organizations and teams are never mended. They are made anew from the files in force, so a file that
is withdrawn leaves nothing behind, and a worker that dies in the middle leaves nothing half.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from operations import clock
from operations.domain.jobs import Progress, enqueue
from programs.models import Cycle, Program

from ..enums import FileKind, ImportState
from ..models import Study, SurveyImport
from . import agents, profiles, studies, tallying
from .moves import claim, remember

SURVEYS = (FileKind.CUSTOMERS, FileKind.EMPLOYEES)


def take(survey_import: SurveyImport, progress: Progress) -> dict:
    """Bring a file into force. Done by an earlier worker: nothing is left to do."""
    return _change(survey_import, progress, ImportState.TAKING, ImportState.TAKEN)


def withdraw(survey_import: SurveyImport, progress: Progress) -> dict:
    return _change(survey_import, progress, ImportState.WITHDRAWING, ImportState.WITHDRAWN)


def _change(survey_import: SurveyImport, progress: Progress, was: str, to: str) -> dict:
    progress.start(1, note=_("Counting anew"))
    with studies.held(survey_import.program, progress) as study:
        survey_import.refresh_from_db()
        if survey_import.state != was:
            return {"state": survey_import.state}
        # Told now that nobody else takes a file: the order of these moments is the order in which files correct.
        claim(survey_import, to, taken_at=clock.now() if to == ImportState.TAKEN else None)
        years = make_anew(survey_import)
        renewed(study)
        ask_to_check_again(survey_import.program, years, key=f"{survey_import.code}:{survey_import.version}")
        # The trail comes last: until the commit nobody else can write in it, and a large file takes its time.
        remember(survey_import, was, to, by=None)
    progress.advance()
    return {"years": sorted(years)}


def recount(program: Program, progress: Progress) -> dict:
    """Customers' surveys are counted anew as the study is set now (S52)."""
    progress.start(1, note=_("Counting anew"))
    with studies.held(program, progress) as study:
        years = years_of(program, [FileKind.CUSTOMERS])
        tallying.renew(program, years, [FileKind.CUSTOMERS])
        renewed(study)
        ask_to_check_again(program, years, key=f"recount:{study.renewed_at.isoformat()}")
    progress.advance()
    return {"years": sorted(years)}


def renewed(study: Study) -> None:
    study.renewed_at = clock.now()
    study.save(update_fields=["renewed_at"])


def make_anew(survey_import: SurveyImport) -> set[int]:
    """What rests on files of this kind, from those in force now. Says which years it concerns."""
    program, kind = survey_import.program, survey_import.kind
    if kind in SURVEYS:
        years = tallying.years_touched(survey_import)
        tallying.renew(program, years, [kind])
        return years
    if kind == FileKind.AGENTS:
        agents.renew(program)
        years = years_of(program, SURVEYS)
        tallying.renew(program, years, [FileKind.CUSTOMERS])
        return years
    profiles.renew(program)
    return set(survey_import.years)


def years_of(program: Program, kinds) -> set[int]:
    files = SurveyImport.objects.in_force().filter(program=program, kind__in=kinds)
    return {year for years in files.values_list("years", flat=True) for year in years}


def cycles_of(program: Program, years: set[int]) -> list[Cycle]:
    """Cycles that look at one of these years: their survey year's figures, or the year before's."""
    wanted = years | {year + 1 for year in years}
    return list(Cycle.objects.filter(program=program, survey_year__in=wanted))


def ask_to_check_again(program: Program, years: set[int], *, key: str) -> None:
    """Nominations whose rules look at what was measured are checked again, in the background."""
    for cycle in cycles_of(program, years):
        enqueue(
            "check_cycle",
            key=f"check_cycle:{cycle.pk}:{key}",
            payload={"cycle": cycle.pk, "cause": "survey figures changed"},
            program=program.slug,
        )
