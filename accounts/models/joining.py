"""The two ways into an organisation: its owner asks, or the newcomer does."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations import clock
from operations.codes import new_code

from ..enums import JoinState
from .organisation import Organisation

VALID_FOR = timedelta(days=14)


def new_token() -> str:
    return secrets.token_urlsafe(24)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> InvitationQuerySet:
        """Neither accepted nor too old."""
        return self.filter(accepted_at=None, created_at__gt=clock.now() - VALID_FOR)


class Invitation(models.Model):
    """An owner asks somebody in, by e-mail and secret token. Only that address may accept; asking again renews it."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("organization")
    )
    email = models.EmailField()
    token = models.CharField(max_length=40, unique=True, default=new_token)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=12, unique=True, default=new_code)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email"], name="one_invitation_per_address")]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"

    @property
    def expires_at(self) -> datetime:
        return self.created_at + VALID_FOR

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and clock.now() < self.expires_at


class JoinRequest(models.Model):
    """Somebody asks to be let into an organisation that exists. An owner or a steward answers."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="join_requests", verbose_name=_("organization")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=JoinState.choices, default=JoinState.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state=JoinState.WAITING),
                name="one_waiting_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} asks to join {self.organisation}"
