from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from nominations.models import Candidate, Nomination
from programs.models import Category, Placing

from ..enums import DecisionState


class Decision(models.Model):
    """The administrator's signed list of placings of a category.

    Sealing stores the inputs (every scorecard, weight and rule used) and their hash, so that the
    result can be computed again later. A sealed decision changes only by being reopened with a reason.
    """

    category = models.OneToOneField(Category, on_delete=models.CASCADE, related_name="decision")
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    rationale = models.TextField(blank=True, help_text="why, where it departs from the standing")
    is_withheld = models.BooleanField(default=False, help_text="the award is not given this time")
    inputs = models.JSONField(default=dict)
    inputs_hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Decision of {self.category}"

    @property
    def key(self) -> str:
        return f"decision:{self.pk}"

    @property
    def is_sealed(self) -> bool:
        return self.state == DecisionState.SEALED


class DecisionPlacing(models.Model):
    """One candidate's placing in a decision."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="placings")
    placing = models.ForeignKey(Placing, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="decided_placings")
    nomination = models.ForeignKey(
        Nomination, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_placings"
    )
    position = models.PositiveSmallIntegerField(default=1)
    citation = models.CharField(max_length=300, blank=True, help_text="one sentence of the jury for the public page")

    class Meta:
        ordering = ["placing__position", "position"]
        constraints = [models.UniqueConstraint(fields=["decision", "candidate"], name="one_placing_per_candidate")]

    def __str__(self) -> str:
        return f"{self.placing}: {self.candidate}"
