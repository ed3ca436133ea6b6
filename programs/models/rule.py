from django.db import models
from django.utils.translation import gettext_lazy as _

from .category import Category
from .cycle import Cycle


class EligibilityRule(models.Model):
    """One eligibility condition as data: a kind from `programs.rules`, its parameters, its source.

    It belongs to one category, or (category empty) to every category of the cycle, as the caps do.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="rules")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE, related_name="rules")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict, blank=True)
    source = models.TextField(help_text=_("The organizer's own sentence"))
    reading = models.CharField(max_length=40, blank=True, help_text=_("How the sentence is read, e.g. I16"))
    is_enabled = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["category", "slug"], name="one_rule_per_category_slug"),
            models.UniqueConstraint(
                fields=["cycle", "slug"], condition=models.Q(category=None), name="one_rule_per_cycle_slug"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.slug})"
