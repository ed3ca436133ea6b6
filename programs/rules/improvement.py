"""How much better a rating is than the year before."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..enums import Metric
from .base import Rule, Verdict, failed, param, passed, unknown
from .facts import Facts
from .rates import percent, percent_up, points, rate, rounded
from .samples import metric_param, not_measured, surveys_param

UNITS = (
    ("points", gettext_lazy("percentage points")),
    ("relative", gettext_lazy("percent of last year's rate")),
)
ROUNDINGS = (
    ("none", gettext_lazy("not at all")),
    ("1", gettext_lazy("to one decimal")),
    ("0", gettext_lazy("to whole percent")),
)


@dataclass(frozen=True)
class Improvement(Rule):
    """The rate is so much higher than last year's, compared exactly (S17, S30, X02). Empty: higher at all."""

    kind = "improvement"
    title = gettext_lazy("Improvement")
    of_study = True
    needs = ("agent_number",)
    decides_from_surveys = True

    metric: str = metric_param()
    surveys: str = surveys_param()
    at_least: int | None = param(
        "int_or_none",
        label=gettext_lazy("At least"),
        help=gettext_lazy("The number itself is enough. Empty: any improvement above zero (S30)."),
        default=None,
        minimum=1,
    )
    unit: str = param(
        "choice",
        label=gettext_lazy("Counted in"),
        help=gettext_lazy("From 70 % to 75 % are 5 points, or 7.1 percent of last year's rate (S17)."),
        default="points",
        choices=UNITS,
    )
    rate_rounding: str = param(
        "choice",
        label=gettext_lazy("Rates are rounded before they are compared"),
        help=gettext_lazy("Usually not at all: 79.96 % is not 80 % (X02)."),
        default="none",
        choices=ROUNDINGS,
    )

    def describe(self) -> str:
        metric = Metric(self.metric).label
        if self.at_least is None:
            return _("The rate is higher than the year before (%(metric)s).") % {"metric": metric}
        unit = dict(UNITS)[self.unit] if self.unit != "points" or self.at_least != 1 else _("percentage point")
        return _("The rate is at least %(n)d %(unit)s higher than the year before (%(metric)s).") % {
            "n": self.at_least,
            "unit": unit,
            "metric": metric,
        }

    def check(self, facts: Facts) -> Verdict:
        if question := not_measured(facts):
            return unknown(question)
        now, before = (rate(facts.sample(self.metric, self.surveys, back)) for back in (0, 1))
        if now is None:
            return failed(lambda: _("There are no surveys of this year to compare."))
        if before is None:
            return failed(lambda: _("There are no surveys of the year before to compare with."))
        now, before = self._as_compared(now), self._as_compared(before)
        answer = passed if self._is_enough(now, before) else failed
        return answer(lambda: self._sentence(now, before))

    def _is_enough(self, now: Fraction, before: Fraction) -> bool:
        """In whole numbers: thousands are asked at once. Any rise from zero is beyond every percentage."""
        gain = now.numerator * before.denominator - before.numerator * now.denominator
        whole = before.numerator * now.denominator if self.unit == "relative" else now.denominator * before.denominator
        return gain > 0 and gain * 100 >= (self.at_least or 0) * whole

    def _sentence(self, now: Fraction, before: Fraction) -> str:
        short = self._short(now, before)
        words = {"before": percent(before), "now": percent(now), "n": self.at_least}
        if now <= before:
            return _("From %(before)s %% to %(now)s %%: no improvement.") % words
        if not short:
            return _("From %(before)s %% to %(now)s %%.") % words
        if self.unit == "points":
            return ngettext(
                "From %(before)s %% to %(now)s %%: %(short)s short of the %(n)d percentage point needed.",
                "From %(before)s %% to %(now)s %%: %(short)s short of the %(n)d percentage points needed.",
                self.at_least,
            ) % {**words, "short": points(short)}
        return _(
            "From %(before)s %% to %(now)s %%: %(n)d %% of last year's rate are needed, and %(short)s %% are missing."
        ) % {**words, "short": percent_up(short)}

    def _as_compared(self, share: Fraction) -> Fraction:
        return rounded(share, None if self.rate_rounding == "none" else int(self.rate_rounding))

    def _short(self, now: Fraction, before: Fraction) -> Fraction:
        """By how much the improvement falls short, as a share of one; zero where it does not."""
        needed = Fraction(self.at_least or 0, 100)
        if self.unit == "points":
            return max(needed - (now - before), Fraction(0))
        # Any rise from zero is beyond every percentage.
        return max(needed - (now - before) / before, Fraction(0)) if before else Fraction(0)
