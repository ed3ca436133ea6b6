"""Doors for background work around survey files."""

from __future__ import annotations

from collections.abc import Iterator

from operations.domain import schedule, stored
from operations.domain.jobs import Progress, job
from programs.models import Program

from .models import SurveyImport


def find(payload: dict) -> SurveyImport:
    return SurveyImport.objects.select_related("program", "uploaded_by").get(pk=payload["import"])


@job("survey_receive")
def survey_receive(payload: dict, progress: Progress) -> dict:
    from .domain import receiving

    return receiving.receive(find(payload), progress)


@job("survey_check")
def survey_check(payload: dict, progress: Progress) -> dict:
    from .domain import checking

    return checking.check(find(payload), progress)


@job("survey_take")
def survey_take(payload: dict, progress: Progress) -> dict:
    from .domain import taking

    return taking.take(find(payload), progress)


@job("survey_withdraw")
def survey_withdraw(payload: dict, progress: Progress) -> dict:
    from .domain import taking

    return taking.withdraw(find(payload), progress)


@job("survey_recount")
def survey_recount(payload: dict, progress: Progress) -> dict:
    from .domain import taking

    return taking.recount(Program.objects.get(pk=payload["program"]), progress)


@job("give_up_uploads")
def give_up_uploads(payload: dict, progress: Progress) -> dict:
    from .domain import uploads

    return {"given up": uploads.give_up_old()}


@stored.owner("surveys")
def files_of_imports() -> Iterator[str]:
    rows = SurveyImport.objects.values_list("original", "accepted", "refused", "pieces")
    for original, accepted, refused, pieces in rows.iterator(chunk_size=500):
        yield from (path for path in (original, accepted, refused) if path)
        yield from (path for path, _size in pieces)


schedule.every_day("give_up_uploads")
