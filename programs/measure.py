"""What decides a measured award: which metric over which surveys, for whom, and how rates are put together.

The parameters of a category's `measure`, as data. Who is eligible is for the rules; here stands what is compared.
Nothing is counted here: that is `measurement`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import Metric, Surveys
from .rules.base import Parameterised, param
from .rules.facts import sample_key

NO_METRIC = ("", gettext_lazy("none"))
COMBINE = (
    ("mean", gettext_lazy("the mean of both")),
    ("weighted", gettext_lazy("a weighted mean")),
    ("product", gettext_lazy("the product")),
    ("rank_sum", gettext_lazy("the sum of both ranks")),
)
COMPARE = (
    ("rate", gettext_lazy("this year's rate")),
    ("improvement", gettext_lazy("the improvement over last year")),
)
UNITS = (("points", gettext_lazy("percentage points")), ("relative", gettext_lazy("percent of last year's rate")))
WEIGHTINGS = (
    ("pooled", gettext_lazy("all surveys together")),
    ("equal", gettext_lazy("each channel counts the same")),
    ("by_volume", gettext_lazy("by the organization's contact volumes")),
)
WINDOWS = (
    ("year", gettext_lazy("all counting surveys of the year")),
    ("best_period", gettext_lazy("the best run of months that has the sample")),
)
PERSONS = (
    ("", gettext_lazy("nobody")),
    ("csr", gettext_lazy("the CSR")),
    ("supervisor", gettext_lazy("the supervisor")),
)
ATTRIBUTIONS = (
    ("at_call", gettext_lazy("the supervisor at the time of the call")),
    ("year_end", gettext_lazy("the supervisor at the end of the year")),
)
SCOPES = (("site", gettext_lazy("each site")), ("all_sites", gettext_lazy("all sites together")))
ENTRY_MODES = (
    ("automatic", gettext_lazy("every participant, unless it opts out")),
    ("opt_in", gettext_lazy("who asks for it")),
)


@dataclass(frozen=True)
class Measure(Parameterised):
    """How an award is measured (S02, S05, S06, S03, S10, S12, S17, S25, S54, S58)."""

    kind: ClassVar[str] = "measure"

    metric: str = param(
        "choice",
        label=gettext_lazy("Metric"),
        help=gettext_lazy("What is measured."),
        choices=Metric.choices,
    )
    surveys: str = param(
        "choice",
        label=gettext_lazy("Surveys"),
        help=gettext_lazy("Which surveys count."),
        default=Surveys.TELEPHONE.value,
        choices=Surveys.choices,
    )
    telephone_includes_automated: bool = param(
        "bool",
        label=gettext_lazy("“Telephone” includes automated calls"),
        help=gettext_lazy("Off: only interviewers' surveys count as telephone surveys, in rules too (S06)."),
        default=True,
    )
    second_metric: str = param(
        "choice",
        label=gettext_lazy("Second metric"),
        help=gettext_lazy("For an award that combines two ratings."),
        default="",
        choices=(NO_METRIC, *Metric.choices),
    )
    second_surveys: str = param(
        "choice",
        label=gettext_lazy("Surveys of the second metric"),
        help=gettext_lazy("Which surveys count for it."),
        default=Surveys.ONLINE.value,
        choices=Surveys.choices,
    )
    combine: str = param(
        "choice",
        label=gettext_lazy("Combined by"),
        help=gettext_lazy("How two ratings become one (S02)."),
        default="mean",
        choices=COMBINE,
    )
    first_weight: int = param(
        "int",
        label=gettext_lazy("Weight of the first metric, in percent"),
        help=gettext_lazy("For the weighted mean only; the second metric has the rest."),
        default=50,
        minimum=0,
    )
    bar: int | None = param(
        "int_or_none",
        label=gettext_lazy("Bar, in percent"),
        help=gettext_lazy("Everyone at or above it is awarded. Empty: no bar."),
        default=None,
        minimum=0,
    )
    compare: str = param(
        "choice",
        label=gettext_lazy("Compared by"),
        help=gettext_lazy("What is ranked."),
        default="rate",
        choices=COMPARE,
    )
    improvement_unit: str = param(
        "choice",
        label=gettext_lazy("Improvement in"),
        help=gettext_lazy("Where the improvement is ranked (S17)."),
        default="points",
        choices=UNITS,
    )
    weighting: str = param(
        "choice",
        label=gettext_lazy("Channels are put together by"),
        help=gettext_lazy("For one contact resolution over several channels (S25)."),
        default="pooled",
        choices=WEIGHTINGS,
    )
    window: str = param(
        "choice",
        label=gettext_lazy("The rating is of"),
        help=gettext_lazy("Which of the year's surveys make the rating (S54)."),
        default="year",
        choices=WINDOWS,
    )
    best_period_sample: int = param(
        "int",
        label=gettext_lazy("Surveys that the best period needs"),
        help=gettext_lazy("For the best run of months only."),
        default=400,
        minimum=1,
    )
    person: str = param(
        "choice",
        label=gettext_lazy("Measured for"),
        help=gettext_lazy("Whose surveys, where a person is awarded (S12)."),
        default="",
        choices=PERSONS,
    )
    attribution: str = param(
        "choice",
        label=gettext_lazy("A survey belongs to"),
        help=gettext_lazy("For supervisors: whose team the CSR is counted in (S12)."),
        default="at_call",
        choices=ATTRIBUTIONS,
    )
    scopes: tuple[str, ...] = param(
        "choices",
        label=gettext_lazy("Awarded for"),
        help=gettext_lazy("Where sites are awarded: each site, all sites, or both (S10)."),
        default=["all_sites"],
        choices=SCOPES,
    )
    trophy_per_scope: bool = param(
        "bool",
        label=gettext_lazy("Every scope that qualifies is awarded"),
        help=gettext_lazy("Off: one award an organization, for all sites if they qualify together (S10)."),
        default=True,
    )
    finalists_include_winner: bool = param(
        "bool",
        label=gettext_lazy("The winner is one of the finalists"),
        help=gettext_lazy("On: “top 2 finalists” are the winner and one more; off: the winner and two more (S03)."),
        default=False,
    )
    entry_mode: str = param(
        "choice",
        label=gettext_lazy("Who is entered"),
        help=gettext_lazy("By itself from the surveys, or on request (S58)."),
        default="automatic",
        choices=ENTRY_MODES,
    )

    @cached_property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """The metrics that are compared, each with its surveys."""
        if not self.second_metric:
            return ((self.metric, self.surveys),)
        return ((self.metric, self.surveys), (self.second_metric, self.second_surveys))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Where facts hold their samples of the survey year."""
        return tuple(sample_key(metric, surveys) for metric, surveys in self.asked)

    @cached_property
    def is_one_rate(self) -> bool:
        """Whether one sample's rate of the whole year is compared, as in nearly every award."""
        is_one_sample = not self.second_metric and (self.metric != Metric.OCR or self.weighting == "pooled")
        return is_one_sample and self.window == "year" and self.compare == "rate"

    @classmethod
    def validate_together(cls, params: dict) -> list[str]:
        errors = []
        if params.get("first_weight", 50) > 100:
            errors.append(_("“first_weight” must be at most 100."))
        if (params.get("bar") or 0) > 100:
            errors.append(_("“bar” must be at most 100."))
        if params.get("second_metric", "") and params.get("second_metric") == params.get("metric"):
            errors.append(_("“second_metric” must be another one than “metric”."))
        if params.get("scopes") == []:
            errors.append(_("“scopes” must name at least one."))
        return errors


def measure_of(params: dict) -> Measure:
    """The measure of a category's parameters. Raises ValueError with sentences when they are not right."""
    return _parsed(json.dumps(params, sort_keys=True))


@lru_cache(maxsize=512)
def _parsed(text: str) -> Measure:
    params = json.loads(text)
    if errors := Measure.validate(params):
        raise ValueError(" ".join(errors))
    return Measure.made_from(params)
