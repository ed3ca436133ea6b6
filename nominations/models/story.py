from __future__ import annotations

from django.db import models
from django.utils import timezone

from .private_link import PrivateLink


class Story(models.Model):
    """What the holder of a private link tells for an entry. It is read by others once it is signed, not before.

    `version` counts up with each save, so a stale save is noticed.
    """

    link = models.OneToOneField(PrivateLink, on_delete=models.CASCADE, related_name="story")
    text = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return f"{self.link_id} {self.name}"

    @property
    def words(self) -> int:
        return len(self.text.split())
