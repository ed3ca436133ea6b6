"""Doors for background work around nominations."""

from __future__ import annotations

from datetime import datetime

from operations.domain import stored
from operations.domain.jobs import Progress, job

from .models import Attachment, Attempt, Enrolment, Nomination, NominationEvent

RELATED = ("category__cycle__program", "cycle__program", "organisation", "nominator", "candidate")

ATTEMPT = ("enrolment__candidate", "enrolment__category__cycle__program", "enrolment__program")


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


@job("attempt_open")
def attempt_open(payload: dict, progress: Progress) -> None:
    """The day has come on which the instructions are available."""
    from .domain import enrolments

    enrolments.begin_if_due(Enrolment.objects.select_related(*enrolments.RELATED).get(pk=payload["enrolment"]))


@job("attempt_reminder")
def attempt_reminder(payload: dict, progress: Progress) -> dict:
    from .domain import assessment_letters

    attempt = Attempt.objects.select_related(*ATTEMPT).get(pk=payload["attempt"])
    return {"sent": assessment_letters.remind(attempt, datetime.fromisoformat(payload["due_at"]))}


@job("attempt_due")
def attempt_due(payload: dict, progress: Progress) -> dict:
    """The last instant is over; who did not submit and has no extension is late."""
    from .domain import attempts

    return {"late": attempts.run_out(Attempt.objects.select_related(*ATTEMPT).get(pk=payload["attempt"]))}


@stored.owner("nominations")
def files_of_nominations():
    return Attachment.objects.values_list("path", flat=True).iterator()
