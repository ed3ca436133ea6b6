"""Judges invited by e-mail. An invitation belongs to its address: the link alone gives nobody a seat."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit, mail
from operations.refusal import Refused
from programs.models import Category, Program

from ..models import JudgeInvitation
from . import panels


@transaction.atomic
def invite(program: Program, categories: Iterable[Category], email: str, *, by, name: str = "") -> JudgeInvitation:
    """Ask somebody to judge. Asking again sends a new link and adds the categories to those asked before."""
    categories = list(categories)
    if not categories:
        raise Refused(_("Choose at least one category to judge."))
    if any(category.cycle.program_id != program.pk for category in categories):
        raise Refused(_("All categories must belong to %(program)s.") % {"program": program})
    invitation, _made = JudgeInvitation.objects.get_or_create(
        program=program, email=email.strip().lower(), defaults={"token": new_token()}
    )
    invitation.token = new_token()
    invitation.name = name or invitation.name
    invitation.invited_by = by
    invitation.invited_at = clock.now()
    invitation.accepted_at = invitation.accepted_by = invitation.declined_at = None
    invitation.save()
    invitation.categories.add(*categories)
    send(invitation)
    change = {"email": invitation.email, "categories": [category.slug for category in categories]}
    audit.record("judge invited", f"judge_invitation:{invitation.pk}", by=by, program=program.slug, change=change)
    return invitation


@transaction.atomic
def invite_all(program: Program, categories: Iterable[Category], people: dict[str, str], *, by) -> None:
    """Ask many, all or none of them: names by address."""
    for email, name in people.items():
        invite(program, categories, email, by=by, name=name)


def send(invitation: JudgeInvitation) -> None:
    context = {
        "invitation": invitation,
        "program": invitation.program,
        "categories": list(invitation.categories.select_related("cycle").order_by("position", "pk")),
        "inviter": invitation.invited_by,
        "url": settings.SITE_URL + reverse("judging:invitation", args=[invitation.token]),
    }
    program = invitation.program.slug
    mail.queue("judge_invitation", invitation.email, context, key=letter_key(invitation), program=program)


def new_token() -> str:
    return secrets.token_urlsafe(24)


def addresses_of(user) -> set[str]:
    """Addresses that this person has shown to be theirs."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {user.email.lower(), *(address.lower() for address in confirmed)}


def is_for(invitation: JudgeInvitation, user) -> bool:
    return user.is_authenticated and invitation.email in addresses_of(user)


def waiting_for(user) -> list[JudgeInvitation]:
    """Invitations to this person that are neither accepted nor declined. One query where there is none."""
    if not user.is_authenticated:
        return []
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values("email")
    waiting = JudgeInvitation.objects.filter(
        Q(email=user.email.lower()) | Q(email__in=confirmed), accepted_at=None, declined_at=None
    )
    return list(waiting.select_related("program", "invited_by").prefetch_related("categories"))


@transaction.atomic
def accept(invitation: JudgeInvitation, user) -> None:
    """The person invited takes the seats. Twice is once."""
    if not is_for(invitation, user):
        raise Refused(_("This invitation was sent to %(email)s.") % {"email": invitation.email})
    claimed = JudgeInvitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        accepted_at=clock.now(), accepted_by=user, declined_at=None
    )
    if not claimed:
        return
    for category in invitation.categories.select_related("cycle__program"):
        panels.add_member(category, user, by=user)
    key = f"judge_invitation:{invitation.pk}"
    audit.record("judge invitation accepted", key, by=user, program=invitation.program.slug)
    invitation.refresh_from_db()


@transaction.atomic
def decline(invitation: JudgeInvitation, *, by=None) -> None:
    """The link is enough to say no: nobody gains anything by it, and the organiser can ask again."""
    claimed = JudgeInvitation.objects.filter(pk=invitation.pk, accepted_at=None, declined_at=None).update(
        declined_at=clock.now()
    )
    if claimed:
        key = f"judge_invitation:{invitation.pk}"
        audit.record("judge invitation declined", key, by=by, program=invitation.program.slug)
        invitation.refresh_from_db()


@transaction.atomic
def invite_again(invitation: JudgeInvitation, *, by) -> JudgeInvitation:
    """The same question with a new link; the old link leads nowhere."""
    if invitation.accepted_at:
        raise Refused(_("This invitation was accepted already."))
    mail.call_back(letter_key(invitation))
    categories = list(invitation.categories.select_related("cycle"))
    return invite(invitation.program, categories, invitation.email, by=by, name=invitation.name)


@transaction.atomic
def revoke(invitation: JudgeInvitation, *, by) -> None:
    """Take an invitation back before it is accepted: its link leads nowhere, and a letter not sent yet stays here."""
    claimed = JudgeInvitation.objects.select_for_update().filter(pk=invitation.pk, accepted_at=None)
    if not claimed:
        raise Refused(_("This invitation was accepted already. Take the judge off the panels instead."))
    key = f"judge_invitation:{invitation.pk}"
    change = {"email": invitation.email}
    mail.call_back(letter_key(invitation))
    claimed.delete()
    audit.record("judge invitation revoked", key, by=by, program=invitation.program.slug, change=change)


def letter_key(invitation: JudgeInvitation) -> str:
    return f"judge_invitation:{invitation.pk}:{invitation.token[:12]}"
