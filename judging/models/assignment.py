from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from nominations.models import Nomination
from operations.codes import new_code

from ..enums import RecusalReason


class AssignmentQuerySet(models.QuerySet):
    def active(self) -> AssignmentQuerySet:
        """Assignments without a recusal."""
        return self.filter(recusal=None)


class Assignment(models.Model):
    """A judge reads a nomination. `position` is this judge's own shuffled order, stored once."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="assignments")
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    no_conflict_at = models.DateTimeField(null=True, blank=True, help_text="when the judge stated 'no conflict'")
    conflict_waived_at = models.DateTimeField(
        null=True, blank=True, help_text="an administrator undid the recusal: the portal does not find it again"
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["judge", "nomination", "round"], name="assigned_once")]

    def __str__(self) -> str:
        return f"{self.judge} reads {self.nomination}"


class Recusal(models.Model):
    """A judge stepped back from a nomination, or the portal found a conflict. A recusal never punishes."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="recusal")
    reason = models.CharField(max_length=20, choices=RecusalReason.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.assignment}: {self.reason}"
