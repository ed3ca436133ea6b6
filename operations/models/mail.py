from django.db import models
from django.utils import timezone

from ..enums import MailState

PRIVATE = ("direct:", "story-asked:", "manager-asked:")
"""Keys of letters from the sign-in pages, and of those that hold a private link."""


class OutgoingMail(models.Model):
    """One letter to one address. `key` and address are unique together, so nobody is told twice."""

    key = models.CharField(max_length=200)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, help_text="[{name, path, type}] below the uploads folder")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    program = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "to"], name="one_letter_per_event")]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_state_due")]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"

    @property
    def is_private(self) -> bool:
        """Its links open an account or somebody's entry: its text is not kept once it has left."""
        return self.key.startswith(PRIVATE)
