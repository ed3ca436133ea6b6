from django.db import models
from django.utils import timezone

from ..enums import JobState


class Job(models.Model):
    """One piece of background work. This row is the truth; the broker is only a wake-up.

    Written in the transaction that causes the work. `key` is unique: asking twice for the same
    work makes one job. Change state through `operations.domain.jobs` alone.
    """

    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.DUE)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_note = models.CharField(max_length=200, blank=True)
    row_errors = models.JSONField(default=list, help_text="[{row, message}] of rows that failed alone")
    last_error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    program = models.CharField(max_length=80, blank=True, help_text="slug of the program, '' for the site")
    actor = models.CharField(max_length=80, blank=True, help_text="text key of who asked, e.g. user:7")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="job_state_due"),
            models.Index(fields=["program", "-created_at"], name="job_program_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
