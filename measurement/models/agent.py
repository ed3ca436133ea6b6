from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programs.models import Program

from ..enums import AgentRole
from .survey_import import SurveyImport


class Agent(models.Model):
    """A CSR or supervisor as an organisation's survey files know one.

    `name` is as it shall stand on a certificate; it is published only once `confirmed_at` is set, and no file changes
    it from then on.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="agents")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="agents", verbose_name=_("organization")
    )
    number = models.CharField(max_length=80, help_text="csr_id or supervisor_id of the survey files")
    role = models.CharField(max_length=12, choices=AgentRole.choices, default=AgentRole.CSR)
    name = models.CharField(max_length=200, blank=True)
    name_in_files = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["organisation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["program", "organisation", "role", "number"], name="one_agent_per_number")
        ]

    def __str__(self) -> str:
        return self.name or self.number


class Stint(models.Model):
    """From when until when an agent worked in which team and site. `until` empty: still does."""

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="stints")
    supervisor = models.CharField(max_length=80, blank=True, help_text="supervisor_id")
    site = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    source = models.ForeignKey(SurveyImport, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["agent", "since"]
        constraints = [
            models.UniqueConstraint(fields=["agent", "since"], name="one_stint_per_start"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="stint_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent} since {self.since}"
