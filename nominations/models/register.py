from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programs.enums import PlacingKind
from programs.models import Program


class PastHonour(models.Model):
    """The register of honours that eligibility looks at: what was won here, and what was imported.

    The portal adds a row when a decision is announced; earlier years are typed in or come by CSV.
    `recipient_key` is the normalised name of who won: person, center, organisation or solution.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="past_honours")
    category_key = models.CharField(max_length=80)
    family = models.CharField(max_length=80, blank=True)
    award_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=PlacingKind.choices, default=PlacingKind.WINNER)
    recipient = models.CharField(max_length=200)
    recipient_key = models.CharField(max_length=200, db_index=True)
    recipient_email = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="past_honours",
        verbose_name=_("organization"),
    )
    organisation_name = models.CharField(_("organization name"), max_length=200, blank=True)
    organisation_key = models.CharField(_("organization key"), max_length=200, blank=True, db_index=True)
    honour_code = models.CharField(
        _("honor code"), max_length=12, blank=True, help_text=_("Set when won on this portal")
    )
    source = models.CharField(max_length=200, blank=True, help_text=_("File or person it came from"))
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("past honor")
        verbose_name_plural = _("past honors")
        ordering = ["-award_year", "category_key", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "category_key", "award_year", "kind", "recipient_key", "organisation_key"],
                name="one_past_honour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_year} {self.category_key}: {self.recipient}"
