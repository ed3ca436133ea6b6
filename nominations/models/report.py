from django.conf import settings
from django.db import models
from django.utils import timezone

from programs.models import EligibilityRule

from ..enums import Eligibility
from .nomination import Nomination


class EligibilityReport(models.Model):
    """What each rule said of a nomination at one time, with the facts it saw. The newest one counts."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="reports")
    verdict = models.CharField(max_length=12, choices=Eligibility.choices)
    lines = models.JSONField(help_text="[{rule, kind, title, verdict, reason, source, overridden}]")
    facts = models.JSONField()
    config_version = models.PositiveIntegerField()
    cause = models.CharField(max_length=80, help_text="submitted, facts changed, rules changed, ...")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["nomination", "-made_at"], name="report_newest")]

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.verdict}"


class Override(models.Model):
    """An administrator's verdict in place of a rule's, with a written reason. Both stay visible."""

    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="overrides")
    rule = models.ForeignKey(EligibilityRule, on_delete=models.CASCADE, related_name="overrides")
    verdict = models.CharField(max_length=12, choices=Eligibility.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "rule"], condition=models.Q(revoked_at=None), name="one_override_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.rule_id}: {self.verdict}"
