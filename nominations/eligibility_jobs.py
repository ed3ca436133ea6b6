"""Doors for background work around eligibility: checking a whole cycle, and the letters about it."""

from __future__ import annotations

from operations.domain.jobs import Progress, job
from programs.models import Cycle

from .models import NominationEvent


@job("check_cycle")
def check_cycle(payload: dict, progress: Progress) -> dict:
    from .domain import eligibility

    cause = payload.get("cause", "rules changed")
    return eligibility.check_cycle(Cycle.objects.get(pk=payload["cycle"]), progress, cause=cause)


@job("eligibility_letters")
def eligibility_letters(payload: dict, progress: Progress) -> dict:
    """One letter for each event; the event is the letter's key, so a second run writes none twice."""
    from .domain import eligibility_letters

    events = NominationEvent.objects.filter(pk__in=payload["events"]).select_related(
        "nomination__category__cycle__program", "nomination__nominator"
    )
    progress.start(len(events))
    for event in events:
        eligibility_letters.write(event)
        progress.advance()
    return {"letters": len(events)}
