"""What follows when somebody changes their second factor."""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from operations.domain import audit

from .models import User


@receiver(authenticator_added)
def show_it_at_once(request: HttpRequest, user: User, authenticator: Authenticator, **_sent) -> None:
    """Whoever has just typed a code of the new app need not sign in again to prove it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        audit.record("second factor set up", user.key, by=user)


@receiver(authenticator_removed)
def note_removal(user: User, authenticator: Authenticator, **_sent) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        audit.record("second factor removed", user.key, by=user)
