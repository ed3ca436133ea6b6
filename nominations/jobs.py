"""Doors for background work around nominations."""

from __future__ import annotations

from datetime import datetime

from operations.domain import stored
from operations.domain.jobs import Progress, job

from .models import Attachment, Nomination, NominationEvent

RELATED = ("category__cycle__program", "cycle__program", "organisation", "nominator", "candidate")


def find(payload: dict) -> Nomination:
    return Nomination.objects.select_related(*RELATED).get(pk=payload["nomination"])


@job("nomination_confirmation")
def nomination_confirmation(payload: dict, progress: Progress) -> None:
    from .domain import letters

    nomination = find(payload)
    if nomination.state == "submitted":
        letters.confirm_submission(nomination)


@job("nomination_letter")
def nomination_letter(payload: dict, progress: Progress) -> None:
    from .domain import letters

    event = NominationEvent.objects.get(pk=payload["event"])
    letters.tell(payload["letter"], find(payload), event)


@job("draft_reminder")
def draft_reminder(payload: dict, progress: Progress) -> dict:
    from .domain import letters

    sent = letters.remind(find(payload), datetime.fromisoformat(payload["closes_at"]))
    return {"sent": sent}


@stored.owner("nominations")
def files_of_nominations():
    return Attachment.objects.values_list("path", flat=True).iterator()
