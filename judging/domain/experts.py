"""Which experts evaluate an attempt: proposed evenly, never with a conflict, and somebody else where one steps back.

Experts are the judges on the category's panel. Whoever manages the candidate, works for the candidate's employer or
declared a conflict never reads the workbook; neither does anybody whom the portal finds at the same e-mail domain.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from nominations.domain import attempts
from nominations.enums import AttemptState
from nominations.models import Attempt
from operations import clock
from operations.domain import audit, jobs
from operations.refusal import Refused
from programs.domain.assessment import settings_of

from ..enums import FOUND_BY_THE_PORTAL, EvaluationState, RecusalReason
from ..models import Evaluation, EvaluationRecusal
from . import assessment, conflicts, panels

UNDECIDED = (AttemptState.RECEIVED, AttemptState.IN_EVALUATION)
REASONS_TO_CHOOSE = [choice for choice in RecusalReason.choices if choice[0] not in FOUND_BY_THE_PORTAL]


def conflict_of(expert, attempt: Attempt) -> RecusalReason | None:
    return conflicts_of([expert], attempt).get(expert.pk)


def conflicts_of(experts: Iterable, attempt: Attempt) -> dict[int, RecusalReason]:
    """Which of these people may not evaluate this attempt, and why. Constant queries."""
    experts = list(experts)
    enrolment = attempt.enrolment
    found = {judge_id: reason for (judge_id, _n), reason in conflicts.between(experts, [enrolment.nomination]).items()}
    manager = enrolment.manager_email.strip().lower()
    employer = enrolment.employer
    works_for = conflicts.employers_of({expert.pk for expert in experts} | {enrolment.candidate_id})
    side = {employer.pk, employer.parent_id} - {None} if employer else set()
    side |= works_for[enrolment.candidate_id]
    domains = {conflicts.domain_of(enrolment.candidate.email), conflicts.domain_of(manager)}
    domains |= {domain.lower() for domain in (employer.domains or [])} if employer else set()
    domains -= conflicts.FREE_MAIL | {""}
    for expert in experts:
        domain = conflicts.domain_of(expert.email)
        if manager and expert.email.lower() == manager:
            found[expert.pk] = RecusalReason.MANAGER
        elif expert.pk == enrolment.candidate_id:
            found[expert.pk] = RecusalReason.OWN_NOMINATION
        elif works_for[expert.pk] & side:
            found.setdefault(expert.pk, RecusalReason.SAME_ORGANISATION)
        elif domain and conflicts.is_near(domain, domains):
            found.setdefault(expert.pk, RecusalReason.SAME_DOMAIN)
    return found


def missing(attempt: Attempt) -> int:
    """How many experts have still to be asked, so that there can be a result."""
    active = Evaluation.objects.active().filter(attempt=attempt)
    asked = active.count()
    wanted = settings_of(attempt.enrolment.category).evaluators
    if asked < wanted:
        return wanted - asked
    if active.exclude(state=EvaluationState.SUBMITTED).exists():
        return 0
    return int(assessment.gathered(attempt).is_split)


def free(attempt: Attempt) -> list:
    """Experts who may be asked, best first: who has evaluated this candidate before, then who has least to do."""
    experts = [seat.judge for seat in panels.members(attempt.enrolment.category)]
    never = set(Evaluation.objects.filter(attempt=attempt).values_list("expert_id", flat=True))
    never |= conflicts_of(experts, attempt).keys() | stepped_back(attempt)
    before = set(
        Evaluation.objects.submitted()
        .filter(attempt__enrolment=attempt.enrolment_id)
        .values_list("expert_id", flat=True)
    )
    loads = loads_of(experts)
    allowed = [expert for expert in experts if expert.pk not in never]
    secrets.SystemRandom().shuffle(allowed)
    return sorted(allowed, key=lambda expert: (expert.pk not in before, loads[expert.pk]))


def stepped_back(attempt: Attempt) -> set[int]:
    """Who declared a conflict at any attempt of this candidate: it holds for the next one as well."""
    return set(
        EvaluationRecusal.objects.filter(evaluation__attempt__enrolment=attempt.enrolment_id).values_list(
            "evaluation__expert_id", flat=True
        )
    )


def loads_of(experts: list) -> dict[int, int]:
    """Evaluations each expert has still to do."""
    loads: dict[int, int] = defaultdict(int)
    rows = (
        Evaluation.objects.active()
        .filter(expert__in=experts, attempt__state__in=UNDECIDED)
        .exclude(state=EvaluationState.SUBMITTED)
        .values("expert_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for row in rows:
        loads[row["expert_id"]] = row["n"]
    return loads


@transaction.atomic
def fill(attempt: Attempt, *, by) -> list[Evaluation]:
    """Ask as many experts as are missing; fewer where nobody else is free. Twice is once."""
    locked = lock(attempt)
    if not attempts.has_instrument(locked):
        return []
    settles = Evaluation.objects.submitted().filter(attempt=locked).exists() and not short(locked)
    chosen = free(locked)[: missing(locked)]
    return [ask(locked, expert, settles=settles, by=by) for expert in chosen]


def short(attempt: Attempt) -> bool:
    asked = Evaluation.objects.active().filter(attempt=attempt).count()
    return asked < settings_of(attempt.enrolment.category).evaluators


@transaction.atomic
def assign(attempt: Attempt, expert, *, by) -> Evaluation:
    """One expert, by hand. Never one with a conflict."""
    locked = lock(attempt)
    if not attempts.has_instrument(locked):
        raise Refused(_("This designation has no instrument yet: experts have nothing to evaluate with."))
    if not any(seat.judge_id == expert.pk for seat in panels.members(locked.enrolment.category)):
        raise Refused(_("%(expert)s is not among the experts of this designation.") % {"expert": expert})
    present = Evaluation.objects.filter(attempt=locked, expert=expert).select_related("recusal").first()
    if present is not None:
        if hasattr(present, "recusal"):
            raise Refused(_("%(expert)s stepped back from this assessment.") % {"expert": expert})
        return present
    reason = conflict_of(expert, locked)
    if reason:
        raise Refused(_("%(expert)s has a conflict: %(reason)s.") % {"expert": expert, "reason": reason.label})
    if expert.pk in stepped_back(locked):
        raise Refused(_("%(expert)s declared a conflict at an earlier attempt of this candidate.") % {"expert": expert})
    return ask(locked, expert, settles=not short(locked), by=by)


def ask(attempt: Attempt, expert, *, settles: bool, by) -> Evaluation:
    """The row, the attempt in evaluation, and a letter to the expert."""
    made = Evaluation.objects.create(attempt=attempt, expert=expert, settles=settles, asked_by=by, asked_at=clock.now())
    if attempt.state == AttemptState.RECEIVED:
        attempts.move(attempt, AttemptState.IN_EVALUATION, by=by)
    jobs.enqueue(
        "expert_letter",
        key=f"expert_letter:{made.code}",
        payload={"evaluation": made.pk},
        program=attempt.enrolment.program.slug,
    )
    record("expert asked", attempt, by, {"expert": expert.key, "settles": settles})
    return made


@transaction.atomic
def unassign(evaluation: Evaluation, *, by) -> None:
    """Take it from an expert who has not opened it. Later the expert is recused: findings are never deleted."""
    lock(evaluation.attempt)
    untouched = Evaluation.objects.filter(pk=evaluation.pk, state=EvaluationState.ASKED, recusal=None)
    if not untouched.delete()[0]:
        raise Refused(_("This expert has opened the workbook already. Record why they step back; the findings stay."))
    record("expert unasked", evaluation.attempt, by, {"expert": evaluation.expert.key})


@transaction.atomic
def recuse(evaluation: Evaluation, *, reason: str, by, note: str = "") -> list[Evaluation]:
    """Step back. What was found stays on file and no longer counts; somebody else is asked, if anybody is free."""
    if reason not in RecusalReason.values:
        raise Refused(_("Choose a reason for stepping back."))
    if reason == RecusalReason.OTHER and not note.strip():
        raise Refused(_("Say in a few words why you step back."))
    attempt = lock(evaluation.attempt)
    recusal, made = EvaluationRecusal.objects.get_or_create(
        evaluation=evaluation, defaults={"reason": reason, "note": note.strip(), "by": by, "at": clock.now()}
    )
    if not made:
        return []
    record("expert recused", attempt, by, {"expert": evaluation.expert.key, "reason": reason, "note": recusal.note})
    return fill(attempt, by=None)


def find_for(evaluation: Evaluation) -> bool:
    """Look once more for a conflict that the portal can see, since people change employers; record what it finds."""
    reason = conflict_of(evaluation.expert, evaluation.attempt)
    if reason:
        recuse(evaluation, reason=reason, by=None)
    return bool(reason)


def lock(attempt: Attempt) -> Attempt:
    """The attempt's row, held until the end of the transaction, while there is no result yet."""
    locked = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related(
            "instrument",
            "enrolment__candidate",
            "enrolment__employer",
            "enrolment__program",
            "enrolment__category__cycle__program",
            "enrolment__nomination__candidate__organisation",
            "enrolment__nomination__organisation",
            "enrolment__nomination__nominator",
        )
        .get(pk=attempt.pk)
    )
    if locked.state not in UNDECIDED:
        raise Refused(
            _("This attempt has not been received yet.")
            if locked.received_at is None
            else _("The result of this attempt is decided. Its evaluations stay as they are.")
        )
    return locked


def record(action: str, attempt: Attempt, by, change: dict) -> None:
    audit.record(action, attempt.key, by=by, program=attempt.enrolment.program.slug, change=change)
