"""Phone interviews and site visits: planned and recorded by the organizer, read by the entry's judges alone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.models import Nomination
from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..models import Visit
from .panels import slug_of


@transaction.atomic
def plan(nomination: Nomination, *, kind: str, who: str, planned_at: datetime, by) -> Visit:
    """Set down who calls or goes there, and when."""
    if not Nomination.objects.filter(pk=nomination.pk).to_be_judged().exists():
        raise Refused(_("Only an entry that is to be judged is visited."))
    made = Visit.objects.create(nomination=nomination, kind=kind, who=who, planned_at=planned_at, recorded_by=by)
    _record("visit planned", made, by, kind=kind, who=who, planned_at=planned_at.isoformat())
    return made


@transaction.atomic
def record(visit: Visit, *, held_at: datetime, notes: str, by) -> Visit:
    """What was heard and seen. Written anew, what stood before stays in the trail."""
    if held_at > clock.now():
        raise Refused(_("A visit is recorded after it was held."))
    if not notes.strip():
        raise Refused(_("Write down what the judges should know."))
    before = visit.notes
    Visit.objects.filter(pk=visit.pk).update(held_at=held_at, notes=notes.strip(), recorded_by=by)
    visit.refresh_from_db()
    _record("visit recorded", visit, by, held_at=held_at.isoformat(), notes=visit.notes, before=before)
    return visit


def _record(action: str, visit: Visit, by, **change) -> None:
    nomination = visit.nomination
    audit.record(action, nomination.key, by=by, program=slug_of(nomination.category), change=change)
