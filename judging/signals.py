"""Who said yes to an invitation before having an account takes the seats with the first sign-in."""

from __future__ import annotations

from allauth.account.signals import user_logged_in
from django.dispatch import receiver

from .models import JudgeInvitation

SESSION_KEY = "judge_invitation"


@receiver(user_logged_in)
def take_the_seats(sender, request, user, **_rest) -> None:
    from .domain import invitations

    token = request.session.pop(SESSION_KEY, "") if request is not None else ""
    invitation = JudgeInvitation.objects.filter(token=token, accepted_at=None).first() if token else None
    if invitation and invitations.is_for(invitation, user):
        invitations.accept(invitation, user)
