"""The letter to a nominator whose verdict or place changed, or who is asked for something."""

from __future__ import annotations

from django.conf import settings

from operations.domain import mail
from operations.models import OutgoingMail

from ..enums import Eligibility
from ..models import NominationEvent
from . import telling
from .eligibility import PLACE_CHANGED, VERDICT_CHANGED, newest_report


def write(event: NominationEvent) -> OutgoingMail | None:
    """None where the answer rests on surveys, and the nominator may not know what they say."""
    nomination = event.nomination
    reader = nomination.nominator
    if event.what == VERDICT_CHANGED and not telling.may_know_verdict(nomination, reader):
        return None
    report = newest_report(nomination)
    template = "eligibility_changed" if event.what in (VERDICT_CHANGED, PLACE_CHANGED) else "eligibility_question"
    return mail.queue(
        template,
        reader,
        {
            "nomination": nomination,
            "event": event,
            "place_changed": event.what == PLACE_CHANGED,
            "lines": open_lines(telling.told(nomination, report, reader).lines) if report else [],
            "program": nomination.category.cycle.program,
            "url": settings.SITE_URL + nomination.get_absolute_url(),
        },
        key=f"eligibility-changed:{event.pk}",
        program=nomination.category.cycle.program.slug,
    )


def open_lines(lines: list[dict]) -> list[dict]:
    """What stands between a nomination and "eligible", overrides counted."""
    wanting = (Eligibility.INELIGIBLE, Eligibility.NEEDS_INFORMATION)
    return [
        line
        for line in lines
        if (line["overridden"]["verdict"] if line.get("overridden") else line["verdict"]) in wanting
    ]
