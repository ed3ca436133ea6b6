"""A judge steps back, an administrator undoes it, and the statement "no conflict" that opens an entry."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..enums import FOUND_BY_THE_PORTAL, DecisionState, RecusalReason
from ..models import Assignment, Decision, Recusal, Scorecard
from . import conflicts, terms, window

REASONS_TO_CHOOSE = [choice for choice in RecusalReason.choices if choice[0] not in FOUND_BY_THE_PORTAL]


@transaction.atomic
def recuse(assignment: Assignment, *, reason: str, by, note: str = "") -> Recusal:
    """Step back from a nomination. The scorecard, if there is one, stays on file and no longer counts."""
    if reason not in RecusalReason.values:
        raise Refused(_("Choose a reason for stepping back."))
    if reason == RecusalReason.OTHER and not note.strip():
        raise Refused(_("Say in a few words why you step back."))
    refuse_when_sealed(assignment)
    try:
        with transaction.atomic():
            recusal = Recusal.objects.create(
                assignment=assignment, reason=reason, note=note.strip(), by=by, at=clock.now()
            )
    except IntegrityError:
        return Recusal.objects.get(assignment=assignment)
    record("judge recused", assignment, by, {"reason": reason, "note": note.strip()})
    return recusal


@transaction.atomic
def undo(assignment: Assignment, *, reason: str, by) -> None:
    """An administrator puts the judge back; the portal does not find the same conflict again."""
    if not reason.strip():
        raise Refused(_("Write why the judge may read this nomination after all."))
    refuse_when_sealed(assignment)
    was = Recusal.objects.filter(assignment=assignment).first()
    if was is None or not Recusal.objects.filter(pk=was.pk).delete()[0]:
        raise Refused(_("There is no recusal to undo."))
    Assignment.objects.filter(pk=assignment.pk).update(conflict_waived_at=clock.now())
    record("recusal undone", assignment, by, {"reason": reason.strip(), "was": was.reason, "note": was.note})


def state_no_conflict(assignment: Assignment, *, by) -> Scorecard:
    """The judge states "no conflict" for this nomination: only now does the entry open.

    The portal looks once more by itself, since people change employers; what it finds is a recusal that stays.
    """
    if by.pk != assignment.judge_id:
        raise Refused(_("Only the judge can state this."))
    if terms.outstanding(by, assignment.nomination.category.cycle.program):
        raise Refused(_("Please accept the confidentiality terms first."))
    window.refuse_when_closed(assignment)
    if find_for(assignment):
        raise Refused(_("The portal found that you have a conflict here, so this entry went to another judge."))
    with transaction.atomic():
        stated = Assignment.objects.filter(pk=assignment.pk, no_conflict_at=None).update(no_conflict_at=clock.now())
        scorecard = Scorecard.objects.get_or_create(assignment=assignment)[0]
        if stated:
            record("no conflict stated", assignment, by, {})
    assignment.refresh_from_db(fields=["no_conflict_at"])
    return scorecard


def find_for(assignment: Assignment) -> Recusal | None:
    """Look for a conflict the portal can see, and record it. None where there is none or it was waived."""
    if assignment.conflict_waived_at is not None:
        return None
    reason = conflicts.of_pair(assignment.judge, assignment.nomination)
    return recuse(assignment, reason=reason, by=None) if reason else None


def refuse_when_sealed(assignment: Assignment) -> None:
    """Holds the decision until the end of the transaction, so that nobody seals meanwhile what is about to change."""
    decision = Decision.objects.select_for_update().filter(category=assignment.nomination.category_id).first()
    if decision is not None and decision.state == DecisionState.SEALED:
        raise Refused(_("This category is decided and sealed. Reopen the decision first."))


def record(action: str, assignment: Assignment, by, change: dict) -> None:
    nomination = assignment.nomination
    change = {"judge": assignment.judge.key, **change}
    audit.record(action, nomination.key, by=by, program=nomination.category.cycle.program.slug, change=change)
