from django.db import models


class Counter(models.Model):
    """How often something happened in a window; in the database, so it counts without a broker."""

    key = models.CharField(max_length=200, unique=True)
    window_started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
