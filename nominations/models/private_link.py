from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Question

from ..enums import LinkPurpose
from .nomination import Nomination


class PrivateLinkQuerySet(models.QuerySet):
    def valid(self, at: datetime) -> PrivateLinkQuerySet:
        return self.filter(Q(expires_at=None) | Q(expires_at__gte=at), withdrawn_at=None)


class PrivateLink(models.Model):
    """A way in for one person without an account, to one nomination and one purpose.

    Only a SHA-256 of the token is stored, so that nobody who reads the database can open anything.
    """

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="private_links")
    purpose = models.CharField(max_length=20, choices=LinkPurpose.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, help_text=_("Whom it is for"))
    email = models.EmailField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.email}"


class SectionComment(models.Model):
    """What a reviewer writes about one section. `version` counts up with each save, so a stale save is noticed."""

    link = models.ForeignKey(PrivateLink, on_delete=models.CASCADE, related_name="comments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="review_comments")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "question"], name="one_comment_per_section")]

    def __str__(self) -> str:
        return f"{self.link_id}/{self.question_id}"


class SignOff(models.Model):
    """A reviewer's word that the document was read; never a condition of handing it in (C05)."""

    link = models.OneToOneField(PrivateLink, on_delete=models.CASCADE, related_name="sign_off")
    name = models.CharField(max_length=200)
    statement = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.link_id} {self.name}"
