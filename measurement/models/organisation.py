from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programs.enums import Participation as ParticipationKind
from programs.models import Category, Program

from ..enums import Choice
from .survey_import import SurveyImport


class OrganisationName(models.Model):
    """Which organisation a name in a survey file means, as an administrator settled it. None: its rows are left out."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="organisation_names")
    name = models.CharField(max_length=200)
    normalised_name = models.CharField(_("normalized name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="survey_names",
        verbose_name=_("organization"),
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("organization name")
        verbose_name_plural = _("organization names")
        constraints = [models.UniqueConstraint(fields=["program", "normalised_name"], name="one_meaning_per_name")]

    def __str__(self) -> str:
        return f"{self.name} is {self.organisation}"


class OrganisationYear(models.Model):
    """What a study knows of an organisation in one year: headcounts, sectors and channels.

    None means "not known". `source` is the file it came from. Without one an administrator wrote it, and no file
    changes the row or the participation of this organisation in this year.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="organisation_years")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="years", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField()
    csrs = models.PositiveIntegerField(null=True, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    home_csrs = models.PositiveIntegerField(null=True, blank=True, help_text="CSRs who work from home")
    sectors = models.JSONField(default=list, blank=True)
    channels = models.JSONField(default=list, blank=True, help_text="channels operated")
    volumes = models.JSONField(default=dict, blank=True, help_text="contacts a year by channel, for S25 by_volume")
    source = models.ForeignKey(SurveyImport, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("organization year")
        verbose_name_plural = _("organization years")
        ordering = ["-year", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["program", "organisation", "year"], name="one_profile_per_year"),
            models.CheckConstraint(condition=models.Q(year__gte=1990), name="profile_year_is_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"


class Participation(models.Model):
    """An organisation takes part in a benchmarking study or tracking program in a year (S42)."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="participations", verbose_name=_("organization")
    )
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1990)])
    kind = models.CharField(max_length=20, choices=ParticipationKind.choices)
    source = models.ForeignKey(SurveyImport, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "organisation", "year", "kind"], name="one_participation")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.year}"


class EntryChoice(models.Model):
    """An organisation asks to be entered in a measured award, or opts out of it (S01, S58)."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="entry_choices")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="entry_choices", verbose_name=_("organization")
    )
    choice = models.CharField(max_length=3, choices=Choice.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "organisation"], name="one_choice_per_award")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.choice} {self.category}"
