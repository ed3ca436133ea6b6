"""How many surveys a rating needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..enums import Metric, Surveys
from .base import FAIL, UNKNOWN, Rule, Verdict, failed, param, passed, unknown
from .facts import Facts, Sample
from .headcount import BASES, counted, headcount
from .rates import ceiling

YEARS = (
    ("current", gettext_lazy("the survey year")),
    ("both", gettext_lazy("the survey year and the year before, each by itself")),
)
WINDOWS = (
    ("year", gettext_lazy("the whole survey year")),
    ("months", gettext_lazy("the best consecutive months")),
)
ROUNDINGS = (
    ("up", gettext_lazy("up")),
    ("nearest", gettext_lazy("to the nearest whole number")),
    ("down", gettext_lazy("down")),
)
SURVEY_WORDS = {
    Surveys.LIVE: gettext_lazy("live telephone surveys"),
    Surveys.TELEPHONE: gettext_lazy("telephone surveys"),
    Surveys.ONLINE: gettext_lazy("online surveys"),
}
EMPLOYEE_METRICS = tuple(one for one in Metric.choices if one[0] in (Metric.EX, Metric.EX_HOME))


def metric_param():
    return param(
        "choice",
        label=gettext_lazy("Metric"),
        help=gettext_lazy("Whose surveys are looked at."),
        choices=Metric.choices,
    )


def surveys_param():
    return param(
        "choice",
        label=gettext_lazy("Surveys"),
        help=gettext_lazy("How they were made."),
        default=Surveys.TELEPHONE.value,
        choices=Surveys.choices,
    )


def not_measured(facts: Facts) -> str:
    """The question to ask while nobody has looked at the surveys; empty once somebody has."""
    if facts.samples is not None:
        return ""
    if facts.subject == "person":
        return _("Tell us the number that the nominee has in your survey files, so that we can look at the surveys.")
    return _("Tell us the organization, so that we can look at its surveys.")


def of(n: int, needed: int) -> str:
    """“388 of 400 surveys: 12 short.”, or “400 of 400 surveys.”"""
    if n >= needed:
        return ngettext("%(n)d of %(needed)d survey.", "%(n)d of %(needed)d surveys.", needed) % {
            "n": n,
            "needed": needed,
        }
    return ngettext(
        "%(n)d of %(needed)d survey: %(short)d short.", "%(n)d of %(needed)d surveys: %(short)d short.", needed
    ) % {"n": n, "needed": needed, "short": needed - n}


def backs(years: str) -> tuple[int, ...]:
    return (0, 1) if years == "both" else (0,)


def in_year(sentence: str, facts: Facts, back: int, years: str) -> str:
    """The sentence, with its year before it where two years are looked at."""
    if years != "both":
        return sentence
    year = facts.survey_year - back if facts.survey_year else (_("last year") if back else _("this year"))
    return f"{year}: {sentence}"


def together(verdicts: list[Verdict]) -> Verdict:
    """One answer for several years: what fails first, else what is not known, else all of them."""
    for state, made in ((FAIL, failed), (UNKNOWN, unknown)):
        if found := [one for one in verdicts if one.state == state]:
            return made(partial(_reasons, found))
    return passed(partial(_reasons, verdicts))


def _reasons(verdicts: list[Verdict]) -> str:
    return " ".join(one.reason for one in verdicts)


@dataclass(frozen=True)
class MinimumSample(Rule):
    """At least so many counting surveys of a metric (S08, S18)."""

    kind = "minimum_sample"
    title = gettext_lazy("Sample")
    of_study = True
    needs = ("agent_number",)
    decides_from_surveys = True

    metric: str = metric_param()
    minimum: int = param("int", label=gettext_lazy("At least"), help=gettext_lazy("Fewest surveys."), minimum=1)
    surveys: str = surveys_param()
    years: str = param(
        "choice",
        label=gettext_lazy("In"),
        help=gettext_lazy("Which years need the sample (S18)."),
        default="current",
        choices=YEARS,
    )
    window: str = param(
        "choice",
        label=gettext_lazy("Taken from"),
        help=gettext_lazy("Where the surveys may come from (S08)."),
        default="year",
        choices=WINDOWS,
    )
    months: int = param(
        "int",
        label=gettext_lazy("Consecutive months"),
        help=gettext_lazy("How many, where the surveys must come from consecutive months."),
        default=3,
        minimum=1,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return [_("“months” must be at most 12.")] if params.get("months", 3) > 12 else []

    def describe(self) -> str:
        return _("At least %(n)d %(surveys)s in %(years)s (%(metric)s).") % {
            "n": self.minimum,
            "surveys": SURVEY_WORDS[self.surveys],
            "years": self._where(),
            "metric": Metric(self.metric).label,
        }

    def _where(self) -> str:
        years = str(dict(YEARS)[self.years])
        if self.window == "year":
            return years
        return _("%(n)d consecutive months of %(years)s") % {"n": self.months, "years": years}

    def check(self, facts: Facts) -> Verdict:
        if question := not_measured(facts):
            return unknown(question)
        if self.years != "both":
            return self._in(facts, 0)
        return together([self._in(facts, back) for back in backs(self.years)])

    def _in(self, facts: Facts, back: int) -> Verdict:
        n = self._n(facts.sample(self.metric, self.surveys, back))
        answer = passed if n >= self.minimum else failed
        return answer(lambda: in_year(of(n, self.minimum), facts, back, self.years))

    def _n(self, sample: Sample) -> int:
        if self.window == "year":
            return sample.n
        counts = sample.counts
        return max(sum(counts[start : start + self.months]) for start in range(13 - self.months))


@dataclass(frozen=True)
class EmployeeSample(Rule):
    """So many employee surveys, or a share of the employees (S28, S29, S30, S33).

    With `below`, the share takes the place of the minimum only under that headcount: 100 surveys, or 90 % of the
    CSRs when there are less than 100 of them. Without a minimum, the share always holds.
    """

    kind = "employee_sample"
    title = gettext_lazy("Employee sample")
    of_study = True
    needs = ("organisation",)

    metric: str = param(
        "choice",
        label=gettext_lazy("Metric"),
        help=gettext_lazy("Whose surveys are looked at."),
        default=Metric.EX.value,
        choices=EMPLOYEE_METRICS,
    )
    minimum: int | None = param(
        "int_or_none",
        label=gettext_lazy("At least"),
        help=gettext_lazy("Fewest surveys. Empty: the share alone decides."),
        default=None,
        minimum=1,
    )
    share: int | None = param(
        "int_or_none",
        label=gettext_lazy("Share, in percent"),
        help=gettext_lazy("Of the employees. Empty: the number alone decides."),
        default=None,
        minimum=1,
    )
    below: int | None = param(
        "int_or_none",
        label=gettext_lazy("The share holds below"),
        help=gettext_lazy(
            "So many employees; at exactly so many the number holds. Empty: whenever there is no number."
        ),
        default=None,
        minimum=1,
    )
    base: str = param(
        "choice",
        label=gettext_lazy("The share is of the"),
        help=gettext_lazy("Which employees are counted (S28, S29, S33)."),
        default="csr",
        choices=BASES,
    )
    share_rounding: str = param(
        "choice",
        label=gettext_lazy("The share is rounded"),
        help=gettext_lazy("To whole surveys (S28)."),
        default="up",
        choices=ROUNDINGS,
    )
    years: str = param(
        "choice",
        label=gettext_lazy("In"),
        help=gettext_lazy("Which years need the sample, each with its own headcount (S30)."),
        default="current",
        choices=YEARS,
    )

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        return list(_contradictions(params))

    def describe(self) -> str:
        words = {
            "minimum": self.minimum,
            "share": self.share,
            "below": self.below,
            "whom": dict(BASES)[self.base],
            "years": dict(YEARS)[self.years],
        }
        if self.share is None:
            return _("At least %(minimum)d employee online surveys in %(years)s.") % words
        if self.minimum is None:
            return _("Employee online surveys of at least %(share)d %% of the %(whom)s in %(years)s.") % words
        return (
            _(
                "At least %(minimum)d employee online surveys in %(years)s, or %(share)d %% of the %(whom)s where there "
                "are fewer than %(below)d."
            )
            % words
        )

    def check(self, facts: Facts) -> Verdict:
        if question := not_measured(facts):
            return unknown(question)
        if self.years != "both":
            return self._in(facts, 0)
        return together([self._in(facts, back) for back in backs(self.years)])

    def _in(self, facts: Facts, back: int) -> Verdict:
        n = facts.sample(self.metric, Surveys.ONLINE, back).n
        staff = headcount(facts, self.base, back)
        needed = self.needed(staff)
        if needed is None and self.minimum is not None and n >= self.minimum:
            needed = self.minimum
        if needed is None:
            return unknown(lambda: in_year(self._without_staff(n), facts, back, self.years))
        answer = passed if n >= needed else failed
        return answer(lambda: in_year(of(n, needed) + self._why(staff, needed), facts, back, self.years))

    def _without_staff(self, n: int) -> str:
        return ngettext(
            "%(n)d survey; we do not know yet how many %(whom)s there are.",
            "%(n)d surveys; we do not know yet how many %(whom)s there are.",
            n,
        ) % {"n": n, "whom": dict(BASES)[self.base]}

    def needed(self, staff: int | None) -> int | None:
        """How many surveys so many employees need; None where it hangs on a headcount that nobody told us."""
        if self.share is None:
            return self.minimum
        if staff is None:
            return None
        if self.minimum is not None and self.below is not None and staff >= self.below:
            return self.minimum
        # Nobody to ask is no sample: at least one survey is needed.
        return max(1, _rounded(Fraction(staff * self.share, 100), self.share_rounding))

    def _why(self, staff: int | None, needed: int) -> str:
        if self.share is None or staff is None or (self.below is not None and staff >= self.below):
            return ""
        return " " + ngettext(
            "%(needed)d is %(share)d %% of %(staff)s.", "%(needed)d are %(share)d %% of %(staff)s.", needed
        ) % {"needed": needed, "share": self.share, "staff": counted(staff, self.base)}


def _contradictions(params: dict) -> Iterator[str]:
    minimum, share, below = (params.get(name) for name in ("minimum", "share", "below"))
    if minimum is None and share is None:
        yield _("“minimum” or “share” must be given.")
    if share is not None and share > 100:
        yield _("“share” must be at most 100.")
    if minimum is not None and share is not None and below is None:
        yield _("“below” must say under how many employees the share takes the place of “minimum”.")
    if below is not None and (minimum is None or share is None):
        yield _("“below” needs both “minimum” and “share”.")


def _rounded(number: Fraction, how: str) -> int:
    if how == "up":
        return ceiling(number)
    return int(number) if how == "down" else int(number + Fraction(1, 2))
