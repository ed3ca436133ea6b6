from django.conf import settings
from django.db import models
from django.utils import timezone

from nominations.models import Candidate
from programs.models import Category


class Proposal(models.Model):
    """Somebody proposed for an award by appointment, with the reason; the final word is a decision."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="proposals")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="proposals")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["category", "candidate"], name="proposed_once")]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.category}"
