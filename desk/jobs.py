"""Doors for background work that administrators ask for."""

from __future__ import annotations

from operations.domain.jobs import Progress, job
from programs.models import Cycle


def find(payload: dict) -> Cycle:
    return Cycle.objects.select_related("program").get(pk=payload["cycle"])


@job("remind_judges")
def remind_judges(payload: dict, progress: Progress) -> dict:
    from .domain import reminders

    progress.start(len(payload["judges"]))
    return {"letters": reminders.write_to_judges(find(payload), payload["judges"], progress.advance)}


@job("remind_nominators")
def remind_nominators(payload: dict, progress: Progress) -> dict:
    from .domain import reminders

    return {"letters": reminders.write_to_nominators(find(payload), progress.start, progress.advance)}


@job("remind_winners")
def remind_winners(payload: dict, progress: Progress) -> dict:
    from recognition.domain import attendance

    return {"letters": attendance.write(find(payload), progress.start, progress.advance)}
