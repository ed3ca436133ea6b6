"""Who may see and do what in judging, as one-line predicates and querysets. Anything else is 404."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from nominations.enums import AttemptState, CapPlace, Eligibility, NominationState
from programs.enums import Role, SelectionMethod
from programs.models import Category, Program, ProgramRole

from .models import Assignment, Evaluation, PanelMember


def seats_of(user) -> QuerySet[PanelMember]:
    """Seats on panels that this person holds now, as a judge of their program."""
    if not user.is_authenticated:
        return PanelMember.objects.none()
    return PanelMember.objects.filter(
        judge=user,
        left_at=None,
        panel__category__cycle__program__roles__user=user,
        panel__category__cycle__program__roles__role=Role.JUDGE,
    )


TO_BE_JUDGED = Q(
    nomination__state=NominationState.SUBMITTED,
    nomination__eligibility=Eligibility.ELIGIBLE,
    nomination__cap_place__in=[CapPlace.NONE, CapPlace.JUDGED],
)
"""`Nomination.objects.to_be_judged()` as seen from an assignment: a join is cheaper than a subquery."""


def assignments_for(user) -> QuerySet[Assignment]:
    """What a judge may open: assigned, not recused, still on the panel, and the nomination still to be judged."""
    if not user.is_authenticated:
        return Assignment.objects.none()
    return Assignment.objects.active().filter(
        TO_BE_JUDGED,
        Exists(seats_of(user).filter(panel__category=OuterRef("nomination__category_id"))),
        judge=user,
    )


def evaluations_for(user) -> QuerySet[Evaluation]:
    """What an expert may open: asked, not recused, still on the panel, and the attempt not taken back."""
    if not user.is_authenticated:
        return Evaluation.objects.none()
    return Evaluation.objects.active().filter(
        Exists(seats_of(user).filter(panel__category=OuterRef("attempt__enrolment__category_id"))),
        expert=user,
        attempt__state__in=[
            AttemptState.RECEIVED, AttemptState.IN_EVALUATION, AttemptState.MET, AttemptState.NOT_MET,
        ],
    )  # fmt: skip


def appointed_for(user) -> QuerySet[Category]:
    """Appointed awards in which this person proposes, as their panel, or has the final word."""
    if not user.is_authenticated:
        return Category.objects.none()
    decides = Q(cycle__program__roles__user=user, cycle__program__roles__role=Role.DECIDER)
    proposes = Q(pk__in=seats_of(user).values("panel__category"))
    return Category.objects.filter(decides | proposes, method=SelectionMethod.APPOINTMENT).distinct()


def is_judge(user) -> bool:
    return seats_of(user).exists()


def administers(user, program: Program) -> bool:
    return Program.objects.administered_by(user).filter(pk=program.pk).exists()


def may_decide(user, category: Category) -> bool:
    """The administrator decides; where an award is appointed, its final decider may as well."""
    program = category.cycle.program
    if administers(user, program):
        return True
    if category.method != SelectionMethod.APPOINTMENT:
        return False
    return ProgramRole.objects.filter(program=program, user=user, role=Role.DECIDER).exists()
