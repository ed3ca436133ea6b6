from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from judging.models import DecisionPlacing
from nominations.models import Candidate
from operations.codes import new_code
from programs.models import Category, Placing


class HonourQuerySet(models.QuerySet):
    def announced(self, at: datetime) -> HonourQuerySet:
        """Honours whose announcement moment has come. Every public page starts here."""
        return self.filter(published_at__lte=at, is_held=False)


class Honour(models.Model):
    """One recipient's placing, once decided: it carries certificate, plaque and verification code.

    `published_at` and `is_held` are copied from the announcement that governs it, so that "may this be
    seen" is one condition in every query. The code stays the same when a name is corrected.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    decided = models.OneToOneField(DecisionPlacing, null=True, on_delete=models.SET_NULL, related_name="honour")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="honours")
    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="honours")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="honours")
    name_as_printed = models.CharField(max_length=200)
    organisation_as_printed = models.CharField(max_length=200, blank=True)
    citation = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_held = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = HonourQuerySet.as_manager()

    class Meta:
        ordering = ["category__position", "placing__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "candidate"],
                condition=models.Q(revoked_at=None),
                name="one_honour_per_candidate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_as_printed}"
