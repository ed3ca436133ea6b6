"""Who may see and do what with a nomination; a view looks things up through these and nothing else."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import Organisation, User
from programs.access import administered_programs, administrators_of
from programs.models import Program

from .models import Attachment, Nomination

RELATED = ("category__cycle__program", "cycle__program", "organisation", "nominator")


def nomination_for(user, code: str) -> Nomination:
    """A nomination that this person writes: own, or asked to help with. Anybody else's is not there."""
    return get_object_or_404(Nomination.objects.visible_to(user).select_related(*RELATED), code=code)


def own_nomination(user, code: str) -> Nomination:
    """A nomination that this person answers for: only the nominator submits, withdraws and invites."""
    nomination = nomination_for(user, code)
    if not is_nominator(user, nomination):
        raise Http404
    return nomination


def is_nominator(user, nomination: Nomination) -> bool:
    return nomination.nominator_id == user.pk


def attachment_for(user, code: str) -> Attachment:
    """A file that this person may read: its writers, and the program's administrators."""
    found = get_object_or_404(
        Attachment.objects.select_related("question", *(f"nomination__{name}" for name in RELATED)), code=code
    )
    readable = Nomination.objects.filter(pk=found.nomination_id)
    if not (readable.visible_to(user).exists() or readable.managed_by(user).exists()):
        raise Http404
    return found


def program_stewards_of(organisation: Organisation) -> QuerySet[User]:
    """Administrators of the programs that this organisation has entered or has a candidate in, and of no other.

    A draft enters nothing: anybody may begin one with any organisation's name.
    """
    entered = Nomination.objects.filter(organisation=organisation, first_submitted_at__isnull=False)
    programs = Q(pk__in=entered.values("cycle__program")) | Q(candidates__organisation=organisation)
    return administrators_of(Program.objects.filter(programs))


def organisations_entered_at(user: User) -> QuerySet[Organisation]:
    """The same from the other side: organisations that entered, or have a candidate, where this person administers."""
    programs = administered_programs(user).values("pk")
    entered = Nomination.objects.filter(cycle__program__in=programs, first_submitted_at__isnull=False)
    return Organisation.objects.filter(Q(pk__in=entered.values("organisation")) | Q(candidates__program__in=programs))
