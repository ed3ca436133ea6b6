from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.codes import new_code
from programs.models import Instrument, Program

from ..enums import OPEN_ATTEMPTS, AttemptState
from .enrolment import Enrolment


class AttemptQuerySet(models.QuerySet):
    def open(self) -> AttemptQuerySet:
        return self.filter(state__in=OPEN_ATTEMPTS)

    def managed_by(self, user) -> AttemptQuerySet:
        return self.filter(enrolment__program__in=Program.objects.administered_by(user))


class Attempt(models.Model):
    """One time that an assessment is written and handed in, with its own clock and its own frozen text.

    `due_at` is the last instant that counts: the end of the last day in the candidate's zone, counted by `limit` as
    the settings were then; whoever changes them later moves no clock that runs. `snapshot` is what
    was handed in, `instrument` the version it is evaluated with; neither changes afterwards. `deficient` are the
    slugs of the workbook's questions that the attempt before was sent back for. `state` changes only through
    `nominations.domain.attempts.move`.
    """

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("enrollment")
    )
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=16, choices=AttemptState.choices, default=AttemptState.WRITING)
    instrument = models.ForeignKey(Instrument, null=True, blank=True, on_delete=models.PROTECT, related_name="attempts")
    deficient = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, help_text=_("When the clock started"))
    due_at = models.DateTimeField()
    limit = models.JSONField(default=dict, blank=True, help_text=_("How it was counted: kind, n, calendar"))
    received_at = models.DateTimeField(null=True, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    notice_due_on = models.DateField(null=True, blank=True, help_text=_("C06: last day to tell the result"))
    result_at = models.DateTimeField(null=True, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="one_attempt_per_number"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state__in=[*OPEN_ATTEMPTS]), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "in_evaluation", "met", "not_met"])
                | Q(received_at__isnull=False, snapshot__isnull=False),
                name="received_with_its_text",
            ),
        ]
        indexes = [models.Index(fields=["state", "notice_due_on"], name="attempt_notices")]

    def __str__(self) -> str:
        return f"{self.enrolment} #{self.number}"

    @property
    def key(self) -> str:
        """How the audit trail names it."""
        return f"attempt:{self.code}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ATTEMPTS

    @property
    def is_writing(self) -> bool:
        return self.state == AttemptState.WRITING


class Extension(models.Model):
    """More time for one attempt, with its reason (C04)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="extensions")
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} until {self.due_at:%Y-%m-%d}"
