from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import checks
from .program import Program


class CycleQuerySet(models.QuerySet):
    def public(self) -> CycleQuerySet:
        return self.filter(is_public=True)

    def open(self, at: datetime) -> CycleQuerySet:
        return self.filter(models.Q(is_rolling=True) | models.Q(closes_at__gte=at), is_public=True, opens_at__lte=at)


class Cycle(models.Model):
    """One running of a program. All years, deadlines and dates live here, never in code (X07, I25).

    Deadlines are instants in UTC. `closes_at` is the last instant that still counts (X04). A rolling cycle is
    always open: each enrolment has a clock of its own, and the cycle's closing dates count for nothing.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="cycles")
    slug = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    survey_year = models.PositiveSmallIntegerField(null=True, blank=True)
    award_year = models.PositiveSmallIntegerField()
    is_public = models.BooleanField(default=False)
    is_rolling = models.BooleanField(
        default=False, help_text=_("Always open: no closing date counts, each enrollment has its own clock")
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    grace_minutes = models.PositiveSmallIntegerField(default=0)
    judging_opens_at = models.DateTimeField()
    judging_closes_at = models.DateTimeField()
    announce_at = models.DateTimeField(help_text=_("Default announcement moment; categories may differ"))
    ceremony_on = models.DateField(null=True, blank=True)
    event = models.JSONField(
        default=dict, blank=True, validators=[checks.mapping], help_text=_("name, place, from, to, gala")
    )
    introduction = models.TextField(blank=True, help_text=_("Markdown"))
    notes = models.JSONField(
        default=list, blank=True, validators=[checks.texts], help_text=_("Sentences shown as 'please note'")
    )
    config_version = models.PositiveIntegerField(default=1, help_text=_("Counts up with each change of rules"))

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-award_year", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["program", "slug"], name="one_cycle_per_slug"),
            models.CheckConstraint(condition=models.Q(opens_at__lt=models.F("closes_at")), name="opens_before_closing"),
        ]

    def __str__(self) -> str:
        """Program and cycle in one line; “Awards” is said once, and so is a name that both have."""
        if self.program.name.endswith(self.name):
            return self.program.name
        name = self.name.removesuffix(" Awards") if self.program.name.endswith("Awards") else self.name
        return f"{self.program.name} {name}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.program.time_zone)

    @property
    def accepts_until(self) -> datetime:
        """The last instant at which a submission is accepted, the hidden grace included (S41)."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)
