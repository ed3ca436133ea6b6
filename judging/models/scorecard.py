from __future__ import annotations

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils import timezone

from operations.codes import new_code
from programs.models import Criterion

from ..enums import ScorecardState
from .assignment import Assignment


class Scorecard(models.Model):
    """One judge's marks for one nomination in one round.

    Drafts are private to the judge. The total is the exact fraction `total_numerator /
    total_denominator` in rubric points; it is derived: change marks through
    `judging.domain.scoring`, which keeps it true. `version` makes a stale save noticed.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="scorecard")
    state = models.CharField(max_length=10, choices=ScorecardState.choices, default=ScorecardState.DRAFT)
    note = models.TextField(blank=True, help_text="overall note")
    total_numerator = models.BigIntegerField(null=True, blank=True)
    total_denominator = models.BigIntegerField(null=True, blank=True)
    note_version = models.PositiveIntegerField(default=0, help_text="counts up with each save of the note")
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(
        null=True, blank=True, help_text="an own deadline, given when it is reopened after judging closed"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(submitted_at__isnull=False),
                name="submitted_scorecard_has_an_instant",
            )
        ]

    def __str__(self) -> str:
        return f"Scorecard {self.code}"

    @property
    def key(self) -> str:
        return f"scorecard:{self.code}"

    @property
    def is_submitted(self) -> bool:
        return self.state == ScorecardState.SUBMITTED

    @property
    def total(self) -> Fraction | None:
        """The weighted mean of the marks given, exactly; None before the first mark."""
        if self.total_denominator is None:
            return None
        return Fraction(self.total_numerator, self.total_denominator)


class Mark(models.Model):
    """A mark and a comment for one criterion. "Cannot judge" differs from zero and from not yet marked."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="marks")
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    cannot_judge = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="one_mark_per_criterion"),
            models.CheckConstraint(
                condition=models.Q(cannot_judge=False) | models.Q(value=None), name="cannot_judge_has_no_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"


class MarkVersion(models.Model):
    """A mark or note that was replaced, or that came too late and stands beside the saved one: nothing is lost.

    `criterion` is empty for the overall note. `content` is {value, cannot_judge, comment} or {note}.
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="versions")
    criterion = models.ForeignKey(Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    version = models.PositiveIntegerField(help_text="of what it was written on")
    is_conflict = models.BooleanField(default=False, help_text="came on top of a version its writer had not seen")
    resolved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.scorecard_id}/{self.criterion_id} v{self.version}"
