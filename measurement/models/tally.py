from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programs.enums import Metric, SurveyMethod
from programs.models import Program

from ..enums import TallyLevel


class Months(models.JSONField):
    """Twelve numbers. Only `measurement.domain.tallying` writes them, so the database need not read each again."""

    def db_check(self, connection) -> None:
        return None


class Tally(models.Model):
    """The counting surveys of one metric, year and subject, month by month: whole numbers, never rates.

    `counts` and `hits` have twelve numbers, January first; `n` and `top` are their sums. Sums over sites are the
    organisation's. Rows are made anew
    from the accepted files by `measurement.domain.tallying` and are never edited.
    """

    # The unique key begins with it: an index of its own would only be written.
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=20, choices=Metric.choices)
    level = models.CharField(max_length=20, choices=TallyLevel.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organization")
    )
    site = models.CharField(max_length=120, blank=True)
    person = models.CharField(max_length=80, blank=True, help_text="csr_id or supervisor_id")
    method = models.CharField(max_length=10, choices=SurveyMethod.choices)
    counts = Months()
    hits = Months()
    n = models.PositiveIntegerField(help_text="the sum of counts")
    top = models.PositiveIntegerField(help_text="the sum of hits")

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year", "metric", "level", "organisation", "site", "person", "method"],
                name="one_tally_per_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.year} {self.organisation_id} {self.site}{self.person} {self.method}"
