"""Attempts at an assessment: opened with a clock, handed in once, extended with a reason, opened again for corrections.

`move` is the one place where an attempt's state changes. The nomination's own state goes with it: a draft while it
is written, submitted once it is received.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.domain import clocks, instruments
from programs.domain.assessment import BUSINESS_DAYS, settings_of

from ..enums import ATTEMPT_MOVES, AttemptState, Eligibility, NominationState
from ..models import Attempt, Enrolment, Extension, Nomination
from . import assessment_letters, readiness, states

RELATED = ("enrolment__candidate", "enrolment__category__cycle__program", "enrolment__program", "enrolment__nomination")


def newest_of(enrolment: Enrolment) -> Attempt | None:
    return enrolment.attempts.order_by("-number").first()


@transaction.atomic
def open_first(enrolment: Enrolment, *, at: datetime, by=None) -> Attempt:
    """The clock starts: the first attempt, due at the end of its last day where the candidate lives. Twice is once."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if there := newest_of(enrolment):
        return there
    settings = settings_of(enrolment.category)
    return _open(enrolment, at=at, kind=settings.limit_kind, n=settings.limit, by=by, what="instructions_available")


@transaction.atomic
def open_next_attempt(attempt: Attempt, *, deficient: set[str], by=None) -> Attempt | None:
    """Corrections after “not met”: a new attempt with the deficient sections marked, or None where none is left (C07).

    `deficient` are slugs of the instrument's sections or of the workbook's questions. The text that was handed in
    stays frozen in its snapshot; the workbook goes on from there.
    """
    enrolment = attempt.enrolment
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if attempt.state != AttemptState.NOT_MET:
        raise Refused(_("Corrections follow only on an attempt that was not met."))
    if there := enrolment.attempts.filter(number=attempt.number + 1).first():
        return there
    settings = settings_of(enrolment.category)
    if settings.most_attempts and attempt.number >= settings.most_attempts:
        close(enrolment)
        return None
    nomination = (
        Nomination.objects.select_for_update()
        .select_related("category", "cycle__program")
        .get(pk=enrolment.nomination_id)
    )
    if nomination.state == NominationState.SUBMITTED:
        states.move(nomination, NominationState.DRAFT, what="corrections_opened", by=by)
    return _open(
        enrolment,
        at=clock.now(),
        kind=BUSINESS_DAYS,
        n=settings.resubmission_days,
        number=attempt.number + 1,
        deficient=sorted(questions_for(attempt, deficient)),
        by=by,
        what="corrections_opened",
    )


def questions_for(attempt: Attempt, deficient: set[str]) -> set[str]:
    """The workbook's questions behind sections of the instrument."""
    from . import snapshots

    found = set(deficient)
    for section in attempt.instrument.sections if attempt.instrument else []:
        if section["slug"] in deficient:
            found.discard(section["slug"])
            found |= set(snapshots.questions_of(attempt, section))
    return found


def _open(enrolment: Enrolment, *, at: datetime, kind: str, n: int, by, what: str, number: int = 1, deficient=()):
    start = clocks.day_of(at, enrolment.zone)
    last = clocks.counted(start, kind, n, enrolment.calendar)[-1].date
    made = Attempt.objects.create(
        enrolment=enrolment,
        number=number,
        instrument=instruments.newest(enrolment.category),
        deficient=list(deficient),
        opened_at=at,
        due_at=clocks.end_of(last, enrolment.zone),
        limit={"kind": kind, "n": n, "calendar": enrolment.calendar},
    )
    _due(made)
    change = {"number": number, "due_at": made.due_at.isoformat(), "calendar": enrolment.calendar}
    audit.record("attempt opened", made.key, by=by, program=enrolment.program.slug, change=change)
    if number == 1:
        # Later ones are told of in the letter with the feedback.
        assessment_letters.opened(made)
    return made


def has_instrument(attempt: Attempt) -> bool:
    """Whether it can be evaluated. One that was opened before its designation had any instrument takes the newest."""
    if attempt.instrument_id is None:
        newest = instruments.newest(attempt.enrolment.category)
        if newest is None or not Attempt.objects.filter(pk=attempt.pk, instrument=None).update(instrument=newest):
            return False
        attempt.instrument = newest
    return True


def _due(attempt: Attempt) -> None:
    """The workbook's own deadline, the reminders before it and the look after it."""
    Nomination.objects.filter(pk=attempt.enrolment.nomination_id).update(extended_to=attempt.due_at)
    enrolment, program = attempt.enrolment, attempt.enrolment.program.slug
    stamp = f"{attempt.code}:{attempt.due_at:%Y%m%dT%H%M}"
    for before in settings_of(enrolment.category).reminders:
        due_at = attempt.due_at - timedelta(days=before)
        if due_at > clock.now():
            enqueue(
                "attempt_reminder",
                key=f"attempt-reminder:{stamp}:{before}",
                payload={"attempt": attempt.pk, "due_at": attempt.due_at.isoformat()},
                due_at=due_at,
                program=program,
            )
    enqueue(
        "attempt_due",
        key=f"attempt-due:{stamp}",
        payload={"attempt": attempt.pk},
        due_at=attempt.due_at + timedelta(seconds=1),
        program=program,
    )


@transaction.atomic
def move(attempt: Attempt, to: str, *, by=None, reason: str = "", **fields) -> Attempt:
    """Take an attempt to its next state, once, and remember who did it. `fields` are written with the state."""
    was = attempt.state
    if to not in ATTEMPT_MOVES[was]:
        raise states.MoveNotAllowed(
            _("An attempt that is “%(was)s” cannot become “%(to)s”.")
            % {"was": AttemptState(was).label, "to": AttemptState(to).label}
        )
    if not Attempt.objects.filter(pk=attempt.pk, state=was).update(state=to, **fields):
        raise states.SomebodyWasFaster(_("This attempt was changed in the meantime. Please look at it again."))
    for name, value in {"state": to, **fields}.items():
        setattr(attempt, name, value)
    if to in (AttemptState.MET, AttemptState.WITHDRAWN):
        close(attempt.enrolment)
    change = {"from": was, "to": to, **({"reason": reason} if reason else {})}
    audit.record("attempt moved", attempt.key, by=by, program=attempt.enrolment.program.slug, change=change)
    return attempt


def close(enrolment: Enrolment) -> None:
    """Nothing more can follow: the candidate may be enrolled for the designation anew."""
    Enrolment.objects.filter(pk=enrolment.pk, closed_at=None).update(closed_at=clock.now())


def deficient_in(nomination: Nomination) -> set[str]:
    """The questions that the workbook was sent back for."""
    if not readiness.is_assessment(nomination):
        return set()
    attempt = Attempt.objects.filter(enrolment__nomination=nomination).order_by("-number").first()
    return set(attempt.deficient) if attempt else set()


def refuse_unless_writing(nomination: Nomination) -> None:
    """A workbook is written while its attempt's clock runs, and at no other time. What was written stays readable."""
    attempt = Attempt.objects.filter(enrolment__nomination=nomination).order_by("-number").first()
    if attempt is None:
        raise Refused(_("Your instructions are not available yet; the workbook opens with them."))
    if attempt.state in (AttemptState.WRITING, AttemptState.LATE) and clock.now() > attempt.due_at:
        raise Refused(
            _("The time for this assessment has run out. What you wrote is kept; the organizer can give you more time.")
        )
    if attempt.state != AttemptState.WRITING:
        raise Refused(_("This attempt is “%(state)s” and cannot be changed.") % {"state": attempt.get_state_display()})


def submit(nomination: Nomination, *, by) -> Attempt:
    """Hand the workbook in: frozen as it stands, with the 30 days of the notice running from now (C06)."""
    from . import candidates, eligibility, submission

    at = clock.now()
    with transaction.atomic():
        locked = submission.lock(nomination)
        enrolment = Enrolment.objects.select_related("category__cycle__program", "program", "candidate").get(
            nomination=locked
        )
        attempt = newest_of(enrolment)
        if attempt and attempt.state == AttemptState.RECEIVED:
            return attempt
        refuse_unless_writing(locked)
        attempt.enrolment = enrolment
        if wrong := readiness.problems(locked):
            raise Refused(*wrong)
        states.move(
            locked,
            NominationState.SUBMITTED,
            what="submitted" if locked.first_submitted_at is None else "submitted_again",
            by=by,
            at=at,
            submitted_at=at,
            first_submitted_at=locked.first_submitted_at or at,
            receipt_number=locked.receipt_number or submission.next_receipt(locked.cycle),
            candidate=candidates.candidate_for(locked),
        )
        report = eligibility.check(locked, cause="submitted", by=by)
        if locked.eligibility == Eligibility.INELIGIBLE:
            raise Refused(*[line["reason"] for line in report.lines if line["verdict"] == Eligibility.INELIGIBLE])
        has_instrument(attempt)
        settings = settings_of(enrolment.category)
        received_on = clocks.day_of(at, enrolment.program.time_zone)
        move(
            attempt,
            AttemptState.RECEIVED,
            by=by,
            received_at=at,
            snapshot=snapshot_of(locked),
            notice_due_on=clocks.business_days_after(received_on, settings.notice_days, enrolment.calendar),
        )
        assessment_letters.received(attempt)
        enqueue(
            "assign_experts",
            key=f"assign-experts:{attempt.code}",
            payload={"attempt": attempt.pk},
            program=enrolment.program.slug,
        )
    nomination.refresh_from_db()
    return attempt


def snapshot_of(nomination: Nomination) -> dict:
    from . import snapshots

    return snapshots.take(nomination)


def limit_of(attempt: Attempt) -> dict:
    """How the time of an attempt was counted when it was opened."""
    if attempt.limit:
        return attempt.limit
    enrolment = attempt.enrolment
    settings = settings_of(enrolment.category)
    kind, n = (
        (settings.limit_kind, settings.limit) if attempt.number == 1 else (BUSINESS_DAYS, settings.resubmission_days)
    )
    return {"kind": kind, "n": n, "calendar": enrolment.calendar}


@transaction.atomic
def recount(attempt: Attempt, *, by) -> Attempt:
    """Count an attempt that is still written by its candidate's zone and calendar of today. Nobody loses a day."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=attempt.pk)
    if attempt.state != AttemptState.WRITING:
        return attempt
    enrolment = attempt.enrolment
    limit = {**limit_of(attempt), "calendar": enrolment.calendar}
    start = clocks.day_of(attempt.opened_at, enrolment.zone)
    last = clocks.counted(start, limit["kind"], limit["n"], limit["calendar"])[-1].date
    was, due_at = attempt.due_at, max(attempt.due_at, clocks.end_of(last, enrolment.zone))
    Attempt.objects.filter(pk=attempt.pk).update(due_at=due_at, limit=limit)
    attempt.due_at, attempt.limit = due_at, limit
    if due_at != was:
        _due(attempt)
        change = {
            "from": was.isoformat(),
            "to": due_at.isoformat(),
            "calendar": enrolment.calendar,
            "zone": enrolment.zone,
        }
        audit.record("attempt counted again", attempt.key, by=by, program=enrolment.program.slug, change=change)
    return attempt


@transaction.atomic
def extend(attempt: Attempt, until: date, *, reason: str, by) -> Extension:
    """More time, to the end of a day where the candidate lives; a late attempt is written on (C04)."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=attempt.pk)
    clocks.refuse_far(until)
    due_at = clocks.end_of(until, attempt.enrolment.zone)
    if not settings_of(attempt.enrolment.category).may_extend:
        raise Refused(_("The settings of this designation give nobody more time."))
    if not reason.strip():
        raise Refused(_("Please write down why this candidate gets more time."))
    if attempt.state not in (AttemptState.WRITING, AttemptState.LATE):
        raise Refused(_("Only an attempt that is still written can be extended."))
    if due_at <= attempt.due_at or due_at < clock.now():
        raise Refused(_("The new last day must be later than the one there is, and not be over."))
    made = Extension.objects.create(
        attempt=attempt, was_due_at=attempt.due_at, due_at=due_at, reason=reason.strip(), by=by, at=clock.now()
    )
    if attempt.state == AttemptState.LATE:
        move(attempt, AttemptState.WRITING, by=by, reason=reason, due_at=due_at)
    else:
        Attempt.objects.filter(pk=attempt.pk).update(due_at=due_at)
        attempt.due_at = due_at
    _due(attempt)
    assessment_letters.extended(made)
    change = {"from": made.was_due_at.isoformat(), "to": due_at.isoformat(), "reason": made.reason}
    audit.record("attempt extended", attempt.key, by=by, program=attempt.enrolment.program.slug, change=change)
    return made


def run_out(attempt: Attempt) -> bool:
    """Whether time ran out: called after the last instant; an extension or a submission came first otherwise."""
    if attempt.state != AttemptState.WRITING or clock.now() <= attempt.due_at:
        return False
    move(attempt, AttemptState.LATE)
    return True


@transaction.atomic
def withdraw(enrolment: Enrolment, *, reason: str, by) -> None:
    """An administrator takes an enrolment back."""
    if not reason.strip():
        raise Refused(_("Please write down the reason; the candidate will ask for it."))
    nomination = Nomination.objects.select_related("category", "cycle__program").get(pk=enrolment.nomination_id)
    attempt = newest_of(enrolment)
    if enrolment.closed_at:
        raise Refused(_("This enrollment is closed already."))
    if attempt and AttemptState.WITHDRAWN in ATTEMPT_MOVES[attempt.state]:
        move(attempt, AttemptState.WITHDRAWN, by=by, reason=reason)
    states.move(nomination, NominationState.WITHDRAWN, what="withdrawn", by=by, reason=reason)
    close(enrolment)
