from django.conf import settings
from django.db import models
from django.utils import timezone

from programs.models import Category, Placing


class Announcement(models.Model):
    """From when on a placing of a category is public (placing empty: all of the category's others).

    Public means `publish_at <= now` and not held; nothing else opens a placing to anybody (embargo).
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="announcements")
    placing = models.ForeignKey(Placing, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    publish_at = models.DateTimeField()
    is_held = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)
    letters_queued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "placing"], name="one_moment_per_placing"),
            models.UniqueConstraint(
                fields=["category"], condition=models.Q(placing=None), name="one_moment_per_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} at {self.publish_at}"
