"""A nomination's story for its writers: what happened, and what comes next."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from operations import clock

from ..enums import NominationState
from ..models import Nomination
from . import deadlines, telling

TITLES = {
    "started": gettext_lazy("Draft started"),
    "copied": gettext_lazy("Copied from another nomination"),
    "submitted": gettext_lazy("Submitted"),
    "submitted_again": gettext_lazy("Submitted again"),
    "grace_used": gettext_lazy("Accepted in the grace period"),
    "edited": gettext_lazy("Entry changed"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "rejected": gettext_lazy("Found not eligible"),
    "reinstated": gettext_lazy("Taken back in"),
    "extended": gettext_lazy("Own deadline given"),
    "colleague_invited": gettext_lazy("Colleague invited"),
    "colleague_joined": gettext_lazy("Colleague joined"),
    "colleague_removed": gettext_lazy("Colleague removed"),
    "eligibility_changed": gettext_lazy("Eligibility checked again"),
    "enrolled": gettext_lazy("Enrolled"),
    "instructions_available": gettext_lazy("Instructions made available: the clock starts"),
    "attempt_late": gettext_lazy("Time ran out"),
    "corrections_opened": gettext_lazy("Opened for corrections"),
    "link_issued": gettext_lazy("Private link sent"),
    "story_signed": gettext_lazy("Story signed by its writer"),
    "manager_invited": gettext_lazy("Manager asked for a review"),
    "link_withdrawn": gettext_lazy("Private link withdrawn"),
    "reviewed": gettext_lazy("Signed off by the manager"),
    "cap_place_changed": gettext_lazy("Place within the limits changed"),
    "information_asked": gettext_lazy("The organizer asks"),
    "file_added": gettext_lazy("File added"),
    "file_removed": gettext_lazy("File removed"),
    "file_restored": gettext_lazy("File brought back"),
}


def timeline(nomination: Nomination, reader) -> list[dict]:
    """What happened, oldest first. Writers are named; the organiser's people are not.

    Where surveys say whether it is eligible, that stands there for those who may know what surveys say.
    """
    events = nomination.events.select_related("by")
    if not telling.may_know_verdict(nomination, reader):
        events = events.exclude(what=telling.VERDICT_CHANGED)
    writers = {nomination.nominator_id, *nomination.collaborators.values_list("user_id", flat=True)}
    return [
        {
            "title": str(TITLES.get(event.what, event.what)),
            "instant": event.at,
            "text": " · ".join(part for part in (_who(event, writers, reader), event.reason) if part),
            "state": "done",
        }
        for event in events
    ]


def _who(event, writers: set, reader) -> str:
    if event.by_id is None:
        return ""
    if event.by_id == reader.pk:
        return _("You")
    return str(event.by) if event.by_id in writers else _("The organizer")


def ahead(nomination: Nomination) -> list[dict]:
    """The next dates of the cycle. The announcement is a date here and never a result."""
    cycle, now = nomination.cycle, clock.now()
    if nomination.state not in (NominationState.DRAFT, NominationState.SUBMITTED):
        return []
    closing = (
        _("Last moment to submit")
        if nomination.state == NominationState.DRAFT
        else _("Last moment to change your entry")
    )
    steps: list[tuple[str, datetime]] = [(closing, deadlines.window_for(nomination).closes_at)]
    if nomination.state == NominationState.SUBMITTED:
        steps += [
            (_("Judges start to read"), cycle.judging_opens_at),
            (_("Judging ends"), cycle.judging_closes_at),
            (_("Winners are announced"), nomination.category.announced_from),
        ]
    found = [{"title": title, "instant": instant, "state": "next"} for title, instant in steps if instant > now]
    if found:
        found[0]["state"] = "now"
    return found
