"""What a result does to an attempt: its state, and the next attempt where corrections follow (C07)."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction
from django.utils.translation import gettext as _

from nominations.domain import states
from nominations.enums import ATTEMPT_MOVES, AttemptState, NominationState
from nominations.models import Attempt, Enrolment
from operations import clock
from operations.refusal import Refused
from programs.domain.assessment import settings_of

from . import business_days, snapshots

END_OF_DAY = time(23, 59, 59)


def move(attempt: Attempt, to: str, **fields) -> None:
    """Take an attempt to its next state, once."""
    if to not in ATTEMPT_MOVES[attempt.state]:
        raise Refused(_("Somebody was faster. Please look at this attempt again."))
    claimed = Attempt.objects.filter(pk=attempt.pk, state=attempt.state)
    if not claimed.update(state=to, **fields):
        raise Refused(_("Somebody was faster. Please look at this attempt again."))
    attempt.state = to


@transaction.atomic
def open_next(attempt: Attempt, *, deficient: set[str], by) -> Attempt | None:
    """A fresh clock for corrections in a copy of the text, its deficient sections marked; None where no attempt is left."""
    enrolment = attempt.enrolment
    settings = settings_of(enrolment.category)
    if settings.most_attempts is not None and attempt.number >= settings.most_attempts:
        Enrolment.objects.filter(pk=enrolment.pk).update(closed_at=clock.now())
        return None
    now = clock.now()
    today = now.astimezone(enrolment.time_zone).date()
    last = business_days.after(today, settings.resubmission_days, enrolment.calendar)
    sections = [one for one in attempt.instrument.sections if one["slug"] in deficient]
    questions = {slug for one in sections for slug in snapshots.questions_of(attempt, one)}
    if enrolment.nomination.state == NominationState.SUBMITTED:
        states.move(enrolment.nomination, NominationState.DRAFT, what="opened_for_corrections", by=by)
    return Attempt.objects.create(
        enrolment=enrolment,
        number=attempt.number + 1,
        state=AttemptState.WRITING,
        instrument=enrolment.category.instruments.order_by("-version").first(),
        deficient=sorted(questions),
        opened_at=now,
        due_at=datetime.combine(last, END_OF_DAY, tzinfo=enrolment.time_zone),
    )
