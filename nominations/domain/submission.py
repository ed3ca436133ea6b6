"""Submitting and what can become of a submission: withdrawn, rejected, reinstated, changed, extended.

Each verb is one short transaction that locks in one order (cycle, organisation, nomination), so that receipts
have no gap, caps see each other, and two clicks cannot both win. Files were uploaded before.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import Organisation
from operations import clock
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.enums import SelectionMethod
from programs.models import Cycle, Question

from ..enums import CapPlace, Eligibility, NominationState
from ..models import Nomination
from . import candidates, deadlines, pages, readiness, stories
from .states import move, remember

CAP_KINDS = ("category_cap", "candidate_cap")


def submit(nomination: Nomination, *, by) -> Nomination:
    """Put an entry forward. A second click finds it submitted and changes nothing."""
    if nomination.category.method == SelectionMethod.ASSESSMENT:
        from . import attempts

        attempts.submit(nomination, by=by)
        return nomination
    at = clock.now()
    pages.recount(nomination)  # renders, so before anything is locked
    with transaction.atomic():
        locked = lock(nomination)
        if locked.state == NominationState.SUBMITTED:
            return _into(nomination, locked)
        _refuse_unless_taken(locked, at)
        if wrong := readiness.problems(locked):
            raise Refused(*wrong)
        pages.refuse_too_long(locked)
        stories.refuse_too_few(locked)
        first = locked.first_submitted_at is None
        move(
            locked,
            NominationState.SUBMITTED,
            what="submitted" if first else "submitted_again",
            by=by,
            at=at,
            submitted_at=at,
            first_submitted_at=locked.first_submitted_at or at,
            receipt_number=locked.receipt_number or next_receipt(locked.cycle),
            candidate=candidates.candidate_for(locked),
        )
        _check(locked, cause="submitted", by=by)
        _place(locked)
        _refuse_over_hard_caps(locked)
        if deadlines.window_for(locked).in_grace(at):
            remember(locked, "grace_used", by=by, at=at)
        confirm(locked, by=by)
    return _into(nomination, locked)


def lock(nomination: Nomination) -> Nomination:
    """Its rows for this transaction, always in the same order: cycle, organisation, nominations.

    All entries of the organisation are locked, because the caps may move each of them. Doing so later, with the
    head of the audit trail already held, could meet somebody who holds one of them and waits for the trail.
    """
    Cycle.objects.select_for_update().get(pk=nomination.cycle_id)
    if nomination.organisation_id:
        Organisation.objects.select_for_update().get(pk=nomination.organisation_id)
    family = Q(pk=nomination.pk)
    if nomination.organisation_id:
        family |= Q(cycle=nomination.cycle_id, organisation=nomination.organisation_id)
    list(Nomination.objects.select_for_update().filter(family).order_by("pk").values_list("pk", flat=True))
    return Nomination.objects.select_related(
        "cycle__program", "category__cycle__program", "organisation", "candidate", "nominator"
    ).get(pk=nomination.pk)


def next_receipt(cycle: Cycle) -> int:
    """The cycle's next receipt number. Its row is locked, so numbers have no gap and no double."""
    newest = Nomination.objects.filter(cycle=cycle).aggregate(newest=Max("receipt_number"))["newest"]
    return (newest or 0) + 1


def withdraw(nomination: Nomination, *, by, reason: str = "") -> Nomination:
    """Take an entry back. Until judging starts that frees its place in the caps (I04)."""
    if nomination.category.method == SelectionMethod.ASSESSMENT:
        raise Refused(_("Please ask the organizer to take your enrollment back."))
    with transaction.atomic():
        locked = lock(nomination)
        if locked.state == NominationState.WITHDRAWN:
            return _into(nomination, locked)
        was_submitted = locked.state == NominationState.SUBMITTED
        move(locked, NominationState.WITHDRAWN, what="withdrawn", by=by, reason=reason)
        if was_submitted:
            _place(locked)
            _write("nomination_withdrawn", locked)
    return _into(nomination, locked)


def reject(nomination: Nomination, *, by, reason: str) -> Nomination:
    """An administrator finds an entry not eligible; its place is freed until judging starts (I07)."""
    return _by_administrator(nomination, NominationState.REJECTED, what="rejected", by=by, reason=reason)


def reinstate(nomination: Nomination, *, by, reason: str) -> Nomination:
    """An administrator takes a rejected or withdrawn entry back in, at its old place in the order (I03)."""
    if nomination.first_submitted_at is None:
        raise Refused(_("This nomination was never submitted, so there is nothing to reinstate."))
    return _by_administrator(nomination, NominationState.SUBMITTED, what="reinstated", by=by, reason=reason)


def _by_administrator(nomination: Nomination, to: str, *, what: str, by, reason: str) -> Nomination:
    if not reason.strip():
        raise Refused(_("Please write down the reason; the nominator will ask for it."))
    with transaction.atomic():
        locked = lock(nomination)
        if locked.state == to:
            return _into(nomination, locked)
        move(locked, to, what=what, by=by, reason=reason)
        _place(locked)
        _write(f"nomination_{what}", locked)
    return _into(nomination, locked)


def extend(nomination: Nomination, until: datetime, *, by, reason: str) -> Nomination:
    """Give one nomination a deadline of its own, with a reason that stays on its timeline."""
    if not reason.strip():
        raise Refused(_("Please write down why this nomination gets more time."))
    with transaction.atomic():
        locked = lock(nomination)
        if until <= locked.category.last_instant:
            raise Refused(_("The own deadline must be later than the category's."))
        Nomination.objects.filter(pk=locked.pk).update(extended_to=until, updated_at=clock.now())
        locked.extended_to = until
        remember(locked, "extended", by=by, reason=reason, change={"until": until.isoformat()})
        _write("nomination_extended", locked)
    return _into(nomination, locked)


def answer_changed(nomination: Nomination, question: Question, *, by) -> None:
    """A submitted entry was edited: same receipt, same place in the order, checked again where it matters."""
    _edited(nomination, by=by, again=bool(question.fact))


def details_changed(nomination: Nomination, organisation_before: Organisation | None, *, by) -> None:
    """Relation or organisation of a submitted entry changed: both organisations are placed anew."""
    _edited(nomination, by=by, again=True)
    if organisation_before and organisation_before.pk != nomination.organisation_id:
        from . import caps

        caps.replace(nomination.cycle, organisation_before)


def _edited(nomination: Nomination, *, by, again: bool) -> None:
    at = clock.now()
    locked = lock(nomination)
    fields = {"submitted_at": at}
    if again:
        fields["candidate"] = candidates.candidate_for(locked)
    Nomination.objects.filter(pk=locked.pk).update(**fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    last = locked.events.order_by("-at", "-pk").first()
    if last is None or last.what != "edited" or last.by_id != by.pk:
        remember(locked, "edited", by=by, at=at)
    if again:
        _check(locked, cause="facts changed", by=by)
        _place(locked)
    _into(nomination, locked)


def finish_editing(nomination: Nomination, *, by) -> Nomination:
    """The nominator is done changing a submitted entry and gets it confirmed as it now stands."""
    with transaction.atomic():
        locked = lock(nomination)
        if locked.state != NominationState.SUBMITTED:
            raise Refused(_("This entry is not submitted."))
        confirm(locked, by=by)
    return _into(nomination, locked)


def confirm(nomination: Nomination, *, by) -> None:
    """The confirmation letter with the entry as PDF, made in the background from what was submitted."""
    enqueue(
        "nomination_confirmation",
        key=f"nomination-confirmation:{nomination.code}:{nomination.submitted_at:%Y%m%dT%H%M%S%f}",
        payload={"nomination": nomination.pk},
        program=nomination.cycle.program.slug,
        by=by,
    )


def _write(letter: str, nomination: Nomination) -> None:
    newest = nomination.events.order_by("-at", "-pk").first()
    enqueue(
        "nomination_letter",
        key=f"{letter}:{nomination.code}:{newest.pk}",
        payload={"nomination": nomination.pk, "letter": letter, "event": newest.pk},
        program=nomination.cycle.program.slug,
    )


def _refuse_unless_taken(nomination: Nomination, at: datetime) -> None:
    category, window = nomination.category, deadlines.window_for(nomination)
    if not category.accepts_nominations or category.method == SelectionMethod.APPOINTMENT:
        raise Refused(_("%(category)s is given by the organizer and takes no nominations.") % {"category": category})
    if window.not_yet(at):
        raise Refused(_("Nominations for %(category)s are not open yet.") % {"category": category})
    if not window.takes(at):
        raise Refused(
            _("The deadline has passed. Your draft is kept, but it can no longer be submitted."),
        )


def _check(nomination: Nomination, *, cause: str, by) -> None:
    """Ask the rules. A certain no refuses with its reasons; missing information is allowed and shown.

    So is a no that whoever asks may not be told: the entry is taken, and the organizer sees what it lacks.
    """
    from . import eligibility, telling

    report = telling.told(nomination, eligibility.check(nomination, cause=cause, by=by), by)
    reasons = [line["reason"] for line in report.lines if _stands(line) == Eligibility.INELIGIBLE]
    if reasons:
        raise Refused(*reasons)


def _stands(line: dict) -> str:
    """The verdict of a line, an administrator's override before the rule's own."""
    return line["overridden"]["verdict"] if line["overridden"] else line["verdict"]


def _place(nomination: Nomination) -> None:
    from . import caps

    caps.replace(nomination.cycle, nomination.organisation)
    nomination.refresh_from_db(fields=["cap_place", "cap_reason"])


def _refuse_over_hard_caps(nomination: Nomination) -> None:
    """I06: by default a cap only warns at entry; a program may make it a wall."""
    from . import caps

    if nomination.cap_place in (CapPlace.OVER, CapPlace.QUEUED) and (reason := caps.refusal(nomination)):
        raise Refused(reason)


def _into(nomination: Nomination, locked: Nomination) -> Nomination:
    """Bring the caller's object to what was written."""
    for field in Nomination._meta.concrete_fields:
        setattr(nomination, field.attname, getattr(locked, field.attname))
    nomination.candidate = locked.candidate
    return nomination
