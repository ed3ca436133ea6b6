from django.conf import settings
from django.db import models
from django.utils import timezone

from nominations.models import Nomination

from ..enums import VisitKind


class Visit(models.Model):
    """A phone interview or a visit on site: planned, then held with notes that the entry's judges read."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=10, choices=VisitKind.choices)
    who = models.CharField(max_length=200, help_text="the experts who call or go there")
    planned_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["planned_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notes="") | models.Q(held_at__isnull=False), name="notes_follow_the_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.nomination_id}"
