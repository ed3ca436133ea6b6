"""In which months surveying was done."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..enums import Metric
from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts
from .samples import SURVEY_WORDS, metric_param, not_measured, surveys_param


@dataclass(frozen=True)
class ConsecutiveMonths(Rule):
    """Surveys in so many calendar months one after the other, all of the survey year (S08).

    A run does not cross the year's end: December, January and February are no three months of one year.
    """

    kind = "consecutive_months"
    title = gettext_lazy("Consecutive months")
    of_study = True
    needs = ("agent_number",)
    decides_from_surveys = True

    metric: str = metric_param()
    surveys: str = surveys_param()
    months: int = param(
        "int",
        label=gettext_lazy("Months"),
        help=gettext_lazy("How many calendar months in a row."),
        default=3,
        minimum=1,
    )
    min_per_month: int = param(
        "int",
        label=gettext_lazy("Surveys a month"),
        help=gettext_lazy("Fewest surveys that make a month count."),
        default=1,
        minimum=1,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return [_("“months” must be at most 12.")] if params.get("months", 3) > 12 else []

    def describe(self) -> str:
        words = {"n": self.months, "surveys": SURVEY_WORDS[self.surveys], "least": self.min_per_month}
        words["metric"] = Metric(self.metric).label
        if self.min_per_month == 1:
            return _("Surveying in %(n)d consecutive months of the survey year (%(surveys)s, %(metric)s).") % words
        return (
            _("At least %(least)d %(surveys)s in each of %(n)d consecutive months of the survey year (%(metric)s).")
            % words
        )

    def check(self, facts: Facts) -> Verdict:
        if question := not_measured(facts):
            return unknown(question)
        counts = facts.sample(self.metric, self.surveys).counts
        answer = passed if self._has_run(counts) else failed
        return answer(lambda: self._sentence(counts))

    def _has_run(self, counts: tuple[int, ...]) -> bool:
        run = 0
        for n in counts:
            run = run + 1 if n >= self.min_per_month else 0
            if run == self.months:
                return True
        return False

    def _sentence(self, counts: tuple[int, ...]) -> str:
        # Of equally good runs the latest is named: its months may still come.
        missing, start = min((self._missing(counts, start), -start) for start in range(13 - self.months))
        if missing:
            return self._shortfall(counts, -start)
        first, last = MONTHS[1 - start], MONTHS[self.months - start]
        return _("Surveyed from %(first)s to %(last)s.") % {"first": first, "last": last}

    def _missing(self, counts: tuple[int, ...], start: int) -> int:
        return sum(n < self.min_per_month for n in counts[start : start + self.months])

    def _shortfall(self, counts: tuple[int, ...], start: int) -> str:
        if not any(counts):
            return _("No surveys at all: %(months)d consecutive months are needed.") % {"months": self.months}
        run = range(start, start + self.months)
        short = [_said(month, counts[month], self.min_per_month) for month in run if counts[month] < self.min_per_month]
        if self.min_per_month == 1:
            return _("No survey in %(months)s: %(n)d consecutive months are needed.") % {
                "months": _joined(short),
                "n": self.months,
            }
        return _("%(months)s: %(n)d consecutive months with %(least)d surveys each are needed.") % {
            "months": _joined(short),
            "n": self.months,
            "least": self.min_per_month,
        }


def _said(month: int, n: int, least: int) -> str:
    name = str(MONTHS[month + 1])
    if least == 1:
        return name
    return ngettext("%(n)d survey in %(month)s", "%(n)d surveys in %(month)s", n) % {"n": n, "month": name}


def _joined(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
