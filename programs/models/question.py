from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import checks
from ..enums import QuestionKind, Section, Visibility
from .category import Category, Criterion


class Question(models.Model):
    """One field of an entry form. With `fact` set, its answer is what eligibility rules look at."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=80)
    section = models.CharField(max_length=20, choices=Section.choices)
    kind = models.CharField(max_length=20, choices=QuestionKind.choices)
    label = models.CharField(max_length=300)
    help_text = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    choices = models.JSONField(default=list, blank=True, validators=[checks.choices], help_text=_("[{value, label}]"))
    limits = models.JSONField(
        default=dict,
        blank=True,
        validators=[checks.limits],
        help_text=_("max_words, max_length, max_files, max_megabytes, minimum, maximum"),
    )
    table = models.JSONField(
        default=dict,
        blank=True,
        validators=[checks.table],
        help_text=_(
            "Of a table: columns [{slug, label, kind, required, unit, choices}], rows, min_rows, max_rows, confidential"
        ),
    )
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.JUDGES)
    fact = models.CharField(max_length=60, blank=True)
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.SET_NULL, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["category", "slug"], name="one_question_per_slug")]

    def __str__(self) -> str:
        return self.label
