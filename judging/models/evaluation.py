from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from nominations.models import Attempt
from operations.codes import new_code

from ..enums import EvaluationState, FindingVerdict, RecusalReason


class EvaluationQuerySet(models.QuerySet):
    def active(self) -> EvaluationQuerySet:
        """Evaluations without a recusal."""
        return self.filter(recusal=None)

    def submitted(self) -> EvaluationQuerySet:
        """What counts: submitted, and nobody stepped back."""
        return self.active().filter(state=EvaluationState.SUBMITTED)


class Evaluation(models.Model):
    """One expert evaluates one attempt of a candidate, blind to the others.

    The expert's result is never stored: it is met where no finding is a deficiency. `version` makes a stale save
    noticed; findings change only through `judging.domain.evaluating`.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="evaluations")
    expert = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evaluations")
    state = models.CharField(max_length=10, choices=EvaluationState.choices, default=EvaluationState.ASKED)
    settles = models.BooleanField(default=False, help_text="asked for because the others differ")
    no_conflict_at = models.DateTimeField(null=True, blank=True, help_text="when the expert stated 'no conflict'")
    note = models.TextField(blank=True, help_text="overall note, for the administrators")
    note_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "expert"], name="evaluates_once"),
            models.CheckConstraint(
                condition=~models.Q(state="submitted") | models.Q(submitted_at__isnull=False),
                name="submitted_evaluation_has_an_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluation {self.code}"

    @property
    def key(self) -> str:
        return f"evaluation:{self.code}"

    @property
    def is_submitted(self) -> bool:
        return self.state == EvaluationState.SUBMITTED


class EvaluationRecusal(models.Model):
    """An expert stepped back from an attempt, or the portal found a conflict: somebody else is asked."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.CASCADE, related_name="recusal")
    reason = models.CharField(max_length=20, choices=RecusalReason.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.evaluation}: {self.reason}"


class Finding(models.Model):
    """What an expert finds in one section of the instrument. A deficiency says what it rests on and what to correct."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="findings")
    section = models.SlugField(max_length=80, help_text="of the instrument that is frozen with the attempt")
    verdict = models.CharField(max_length=10, choices=FindingVerdict.choices, blank=True)
    evidence = models.TextField(blank=True)
    correction = models.TextField(blank=True, help_text="what to correct")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "section"], name="one_finding_per_section")]

    def __str__(self) -> str:
        return f"{self.section}: {self.verdict}"


class FindingVersion(models.Model):
    """A finding or note that was replaced, or that came too late and stands beside the saved one: nothing is lost.

    `section` is empty for the overall note. `content` is {verdict, evidence, correction} or {note}.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="versions")
    section = models.SlugField(max_length=80, blank=True)
    content = models.JSONField()
    version = models.PositiveIntegerField(help_text="of what it was written on")
    is_conflict = models.BooleanField(default=False, help_text="came on top of a version its writer had not seen")
    resolved_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.section or 'note'} v{self.version}"


class AttemptDecision(models.Model):
    """The administrator's signed result of one attempt, with everything it rests on.

    Where enrolment rolls there is no list of placings to seal: each attempt has a decision of its own. `inputs` are
    canonical JSON with their SHA-256, so the result can be computed again. It is never changed or taken back.
    """

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="decision")
    result = models.CharField(max_length=10, choices=[("met", "Met"), ("not_met", "Not met")])
    reason = models.TextField(blank=True, help_text="why, where it departs from what the experts found")
    feedback = models.JSONField(
        default=list, help_text="what the candidate reads: [{section, title, evidence, correction}]"
    )
    word = models.TextField(blank=True, help_text="a general word to the candidate")
    inputs = models.JSONField(default=dict)
    inputs_hash = models.CharField(max_length=64)
    letter_path = models.CharField(max_length=200, blank=True, help_text="the feedback letter as a PDF")
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.attempt}: {self.result}"

    @property
    def is_met(self) -> bool:
        return self.result == "met"
