import json

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from programs.enums import Metric, SurveyMethod
from programs.models import Program

from ..enums import TallyLevel


class Months(models.TextField):
    """Twelve numbers, as text: a year's tallies are written and read whole, and no query ever asks for a month."""

    def from_db_value(self, value, expression, connection) -> list[int] | None:
        return self.to_python(value)

    def to_python(self, value) -> list[int] | None:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value) -> str | None:
        return json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value

    def value_to_string(self, instance) -> str:
        return self.get_prep_value(self.value_from_object(instance))


class Tally(models.Model):
    """The counting surveys of one metric, year and subject, month by month: whole numbers, never rates.

    `counts` and `hits` have twelve numbers, January first; `n` and `top` are their sums. Sums over sites are the
    organisation's. Rows are made anew from the accepted files by `measurement.domain.tallying` and are never edited.

    A hundred thousand are written at once, so the database neither looks up the two parents of each row, which takes
    longer than writing it (`tallying.renew` asks once for all), nor keeps an index beside the unique key.
    """

    program = models.ForeignKey(
        Program, on_delete=models.CASCADE, related_name="tallies", db_index=False, db_constraint=False
    )
    year = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=20, choices=Metric.choices)
    level = models.CharField(max_length=20, choices=TallyLevel.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", verbose_name=_("organization"),
        db_index=False, db_constraint=False,
    )  # fmt: skip
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
