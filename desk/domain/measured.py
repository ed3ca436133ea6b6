"""The standings of a measured award as a page shows them: rates with intervals, months, what is missed, the field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS_3
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from judging.domain.standing import Standing
from measurement.domain import needs
from programs.enums import Metric, SelectionMethod, SurveyMethod, Surveys
from programs.models import Category, Cycle
from programs.rules.rates import percent

PAGE = 50
#: The 97.5th percentile of the normal distribution: 95 % lie within so many standard deviations.
DEVIATIONS = 1.959964
SHOWN = (
    ("placed", gettext_lazy("Placed")),
    ("eligible", gettext_lazy("Eligible")),
    ("missed", gettext_lazy("Missed something")),
    ("doubt", gettext_lazy("Not settled")),
    ("out", gettext_lazy("Not entered")),
)
SORTS = (
    ("place", gettext_lazy("Place")),
    ("name", gettext_lazy("Name")),
    ("rate", gettext_lazy("Rate")),
    ("sample", gettext_lazy("Sample")),
)


def wilson(top: int, n: int) -> tuple[float, float] | None:
    """The interval that holds the true share with 95 % certainty (Wilson's), as percentages. For display only."""
    if not n:
        return None
    z2 = DEVIATIONS * DEVIATIONS
    share = top / n
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = DEVIATIONS * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return 100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach)


@dataclass(frozen=True)
class Rate:
    """One metric of one subject: its rate, the sample behind it, and the interval in words."""

    metric: str
    value: str
    top: int
    n: int
    interval: str
    trace: str


@dataclass(frozen=True)
class Line:
    standing: Standing
    value: str
    rates: list[Rate]
    months: str
    shortfalls: list[str]


def line(cycle: Cycle, one: Standing) -> Line:
    subject = one.measured
    rates = []
    for place, (metric, surveys) in enumerate(subject.measure.asked):
        sample = subject.sample(place)
        between = wilson(sample.top, sample.n)
        share = subject.rates[place]
        rates.append(
            Rate(
                metric=str(Metric(metric).label),
                value=f"{percent(share)} %" if share is not None else "–",
                top=sample.top,
                n=sample.n,
                interval=f"{between[0]:.1f}–{between[1]:.1f} %" if between else "",
                trace=trace_address(cycle, one, metric, surveys),
            )
        )
    return Line(one, in_words(one), rates, months(subject.months), [] if one.place else subject.shortfalls)


def in_words(one: Standing) -> str:
    """What is compared, as it reads: a rate, points of improvement, or a sum of ranks."""
    if one.value is None:
        return "–"
    measure = one.measured.measure
    if measure.compare == "improvement":
        sign = "+" if one.value > 0 else ""
        if measure.improvement_unit == "points":
            return sign + _("%(n)s points") % {"n": percent(one.value)}
        return f"{sign}{percent(one.value)} %"
    if measure.combine == "rank_sum" and measure.second_metric:
        return _("ranks: %(n)s") % {"n": one.value}
    return f"{percent(one.value)} %"


def months(found: Sequence[int]) -> str:
    """“Jan–Mar, Jun”: runs of months."""
    runs: list[list[int]] = []
    for month in found:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(
        str(MONTHS_3[run[0]]).capitalize() + (f"–{str(MONTHS_3[run[-1]]).capitalize()}" if len(run) > 1 else "")
        for run in runs
    )


def trace_address(cycle: Cycle, one: Standing, metric: str, surveys: str) -> str:
    """The page that shows the files and rows behind a sample."""
    subject = one.measured
    asked = {
        "metric": metric,
        "year": cycle.survey_year,
        "level": needs.level(subject.measure),
        "organization": subject.organisation,
        "site": subject.site,
        "person": subject.person,
        "method": ""
        if surveys == Surveys.TELEPHONE and subject.measure.telephone_includes_automated
        else method_of(surveys),
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse("desk:trace", args=(cycle.program.slug, cycle.slug)) + "?" + query


def method_of(surveys: str) -> str:
    """How surveys were made that count without automated ones (S06)."""
    return SurveyMethod.LIVE if surveys == Surveys.TELEPHONE else surveys


# Choosing rows


@dataclass(frozen=True)
class Filters:
    query: str = ""
    shown: str = ""
    sort: str = "place"

    @property
    def is_active(self) -> bool:
        return bool(self.query or self.shown)

    def as_query(self) -> str:
        told = {"q": self.query, "show": self.shown, "sort": "" if self.sort == "place" else self.sort}
        return urlencode({name: value for name, value in told.items() if value})


def read_filters(data: QueryDict) -> Filters:
    shown, sort = data.get("show", ""), data.get("sort", "")
    return Filters(
        query=data.get("q", "").replace("\x00", "").strip()[:100],
        shown=shown if shown in dict(SHOWN) else "",
        sort=sort if sort in dict(SORTS) else "place",
    )


def chosen(rows: Sequence[Standing], filters: Filters) -> list[Standing]:
    wanted = filters.query.casefold()
    found = [
        row
        for row in rows
        if (not wanted or wanted in f"{row.name} {row.measured.organisation_name} {row.measured.person}".casefold())
        and (not filters.shown or MATCHES[filters.shown](row))
    ]
    if filters.sort == "name":
        found.sort(key=lambda row: (row.name.casefold(), row.measured.organisation_name.casefold()))
    elif filters.sort == "rate":
        found.sort(key=lambda row: (row.value is None, -(row.value or 0), row.name.casefold()))
    elif filters.sort == "sample":
        found.sort(key=lambda row: (-row.count, row.name.casefold()))
    return found


MATCHES = {
    "placed": lambda row: row.place is not None,
    "eligible": lambda row: row.measured.eligible,
    "missed": lambda row: row.place is None and not row.measured.is_in_doubt,
    "doubt": lambda row: row.measured.is_in_doubt,
    "out": lambda row: row.measured.is_opted_out or not row.measured.is_entered,
}


def field(rows: Sequence[Standing]) -> dict[str, int]:
    """How many there are, how many may be placed, and how many are not settled."""
    return {
        "all": len(rows),
        "placed": sum(row.place is not None for row in rows),
        "doubt": sum(row.measured.is_in_doubt for row in rows),
        "out": sum(row.measured.is_opted_out or not row.measured.is_entered for row in rows),
    }


def leader(category: Category, rows: Sequence[Standing]) -> str:
    """Who leads, or how many reach the bar."""
    placed = [row for row in rows if row.place is not None]
    if category.method == SelectionMethod.THRESHOLD:
        return ngettext("%(n)d reaches it", "%(n)d reach it", len(placed)) % {"n": len(placed)}
    first = [row for row in placed if row.place == 1]
    if not first:
        return _("nobody is eligible")
    return ", ".join(row.name for row in first[:3]) + f" ({in_words(first[0])})"


# Files

HEADER = (
    gettext_lazy("Place"), gettext_lazy("Tied"), gettext_lazy("Name"), gettext_lazy("Organization"),
    gettext_lazy("Number"), gettext_lazy("Result"), gettext_lazy("Rates"), gettext_lazy("Yes"), gettext_lazy("Surveys"),
    gettext_lazy("95 % interval"), gettext_lazy("Months"), gettext_lazy("Eligibility"), gettext_lazy("What is missed"),
)  # fmt: skip
VERDICTS = {
    "pass": gettext_lazy("Eligible"),
    "fail": gettext_lazy("Not eligible"),
    "unknown": gettext_lazy("Not settled"),
}


def export_rows(cycle: Cycle, rows: Sequence[Standing]) -> Iterator[tuple]:
    for row in rows:
        told = line(cycle, row)
        yield (
            row.place, row.is_tied, row.name, row.measured.organisation_name, row.measured.person, told.value,
            " / ".join(rate.value for rate in told.rates), " / ".join(str(rate.top) for rate in told.rates),
            " / ".join(str(rate.n) for rate in told.rates), " / ".join(rate.interval for rate in told.rates),
            told.months, VERDICTS[row.measured.verdict], " ".join(told.shortfalls),
        )  # fmt: skip
