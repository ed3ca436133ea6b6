"""Letters to nominators and their colleagues. One function a letter; each event writes to each address once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from operations import clock, files
from operations.domain import mail

from ..enums import NominationState
from ..models import Nomination, NominationEvent
from . import deadlines, drafts


def words_for(nomination: Nomination, **more) -> dict:
    """What every letter of a nomination may name."""
    return {
        "nomination": nomination,
        "category": nomination.category,
        "cycle": nomination.cycle,
        "program": nomination.cycle.program,
        "closes_at": deadlines.window_for(nomination).closes_at,
        "zone": nomination.cycle.zone,
        "link": settings.SITE_URL + reverse("nominations:detail", args=[nomination.code]),
        **more,
    }


def writers(nomination: Nomination) -> list:
    """The nominator and the colleagues who joined."""
    joined = nomination.collaborators.exclude(user=None).select_related("user")
    return [nomination.nominator, *(colleague.user for colleague in joined)]


def confirm_submission(nomination: Nomination) -> None:
    """To all writers, with the entry as it stands as a PDF. Sent again, it says the same thing once."""
    from ..pdf import entry_pdf, file_name

    at = nomination.submitted_at
    key = f"nomination-submitted:{nomination.code}:{at:%Y%m%dT%H%M%S%f}"
    path, _sha256, _size = files.save(entry_pdf(nomination), folder="letters", suffix=".pdf")
    attachment = {"name": file_name(nomination), "path": path, "type": "application/pdf"}
    for writer in writers(nomination):
        words = words_for(nomination, reader=writer, is_change=at != nomination.first_submitted_at)
        mail.queue(
            "nomination_submitted",
            writer,
            words,
            key=key,
            program=nomination.cycle.program.slug,
            attachments=[attachment],
        )


def tell(letter: str, nomination: Nomination, event: NominationEvent) -> None:
    """Withdrawn, rejected, reinstated or extended: what was done and the reason that was given."""
    for writer in writers(nomination):
        mail.queue(
            letter,
            writer,
            words_for(nomination, reader=writer, event=event),
            key=f"{letter}:{nomination.code}:{event.pk}",
            program=nomination.cycle.program.slug,
        )


def remind(nomination: Nomination, meant_for: datetime) -> bool:
    """An unfinished draft shortly before its deadline. A deadline that moved sets its own reminders."""
    window = deadlines.window_for(nomination)
    if nomination.state != NominationState.DRAFT or not window.takes(clock.now()):
        return False
    if window.closes_at != meant_for:
        drafts.remind_later(nomination)
        return False
    for writer in writers(nomination):
        mail.queue(
            "nomination_reminder",
            writer,
            words_for(nomination, reader=writer, days=(window.closes_at - clock.now()).days),
            key=f"nomination-reminder:{nomination.code}:{clock.now():%Y%m%d}",
            program=nomination.cycle.program.slug,
        )
    return True
