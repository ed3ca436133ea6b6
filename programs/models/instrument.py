from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import checks
from .category import Category


class Instrument(models.Model):
    """One version of what experts evaluate an assessment with (C08): sections with anchored findings.

    A published version is never edited; `programs.domain.instruments.publish` adds the next one. An attempt
    keeps the version that was newest when it was opened.
    """

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="instruments")
    version = models.PositiveIntegerField()
    sections = models.JSONField(
        validators=[checks.instrument],
        help_text=_("[{slug, title, competency, questions, guidance, anchors {meets, deficiency}}]"),
    )
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["category", "-version"]
        constraints = [models.UniqueConstraint(fields=["category", "version"], name="one_instrument_per_version")]

    def __str__(self) -> str:
        return f"{self.category} v{self.version}"
