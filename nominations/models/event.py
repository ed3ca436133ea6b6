from django.conf import settings
from django.db import models
from django.utils import timezone

from .nomination import Nomination


class NominationEvent(models.Model):
    """One step of a nomination's story, for its timeline; written with the change itself."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="events")
    what = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.what}"
