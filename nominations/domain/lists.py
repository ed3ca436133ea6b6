"""Lists of nominations for the people who write them; each costs the same number of queries however long."""

from __future__ import annotations

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from programs.enums import QuestionKind, SelectionMethod
from programs.models import Question

from ..enums import NominationState
from ..models import Answer, Attachment, Attempt, Nomination
from . import telling

DRAFTS_FIRST = Case(
    When(state=NominationState.DRAFT, then=Value(0)),
    When(state=NominationState.SUBMITTED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)

IS_ASSESSED = Q(category__method=SelectionMethod.ASSESSMENT)


def mine(user) -> QuerySet[Nomination]:
    """What somebody writes or helps to write: drafts first, the next deadline first, with how far each is."""
    newest = Attempt.objects.filter(enrolment__nomination=OuterRef("pk")).order_by("-number")
    return (
        Nomination.objects.visible_to(user)
        .exclude(state=NominationState.WITHDRAWN, first_submitted_at=None)
        .select_related("category__cycle__program", "cycle__program", "organisation", "nominator", "enrolment")
        .annotate(
            rank=DRAFTS_FIRST,
            hides_verdict=telling.hides_verdict_from(user),
            due=Case(
                When(IS_ASSESSED, then=F("extended_to")),
                default=Coalesce(F("extended_to"), F("category__closes_at"), F("cycle__closes_at")),
            ),
            attempt_state=Subquery(newest.values("state")[:1]),
            asked=_count(Question.objects.filter(category=OuterRef("category"), required=True), "category"),
            answered=_count(
                Answer.objects.filter(nomination=OuterRef("pk"), question__required=True)
                .exclude(value=None)
                .exclude(question__kind=QuestionKind.ATTACHMENTS),
                "nomination",
            )
            + _count(
                Attachment.objects.filter(nomination=OuterRef("pk"), question__required=True, removed_at=None),
                "nomination",
                count=Count("question", distinct=True),
            ),
        )
        .order_by("rank", "due", "-updated_at")
    )


def _count(rows: QuerySet, group: str, count=None) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=count or Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def filtered(rows: QuerySet[Nomination], *, program: str = "", state: str = "", q: str = "") -> QuerySet[Nomination]:
    if program:
        rows = rows.filter(cycle__program__slug=program)
    if state in NominationState.values:
        rows = rows.filter(state=state)
    if q:
        rows = rows.filter(
            Q(title__icontains=q)
            | Q(organisation__name__icontains=q)
            | Q(category__name__icontains=q)
            | Q(code__iexact=q)
        )
    return rows
