"""What each metric counts: which surveys, and which of them say yes. In words, and beside them the expression.

The expressions are of the accepted rows (`measurement.surveys.formats`). Everything else about an award (sample sizes,
months, live or telephone, this year or last) is asked of the tallies, not here.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.enums import Channel, Metric, SurveyMethod

from ..enums import FileKind

col = pl.col
VERY_SATISFIED = 5


@dataclass(frozen=True)
class Counting:
    """One metric: its numerator (`hits`) and denominator (`counts`) of counting surveys, in words and as expressions.

    `persons`: it is also counted for each CSR and supervisor, from attributed surveys.
    """

    metric: str
    counts_in_words: str | Promise
    hits_in_words: str | Promise
    counts: pl.Expr
    hits: pl.Expr
    persons: bool = False


# S05, S06: customers' metrics are of telephone surveys; whether automated calls are among them is asked of the tallies.
BY_TELEPHONE = col("method").is_in([SurveyMethod.LIVE.value, SurveyMethod.AUTOMATED.value])
# Employees' surveys that count: online surveys of CSRs.
EMPLOYEES_COUNT = (col("method") == SurveyMethod.ONLINE.value) & (col("role") == "csr")


def customers_count(*, only_random: bool = True, only_representative: bool = True) -> pl.Expr:
    """Telephone surveys, by default of contacts chosen at random and reflecting the volume of call types (S52).

    An empty flag is the word of who vouches for the file: it counts.
    """
    counts = BY_TELEPHONE
    if only_random:
        counts &= col("random_selection").fill_null(True)
    if only_representative:
        counts &= col("reflects_call_types").fill_null(True)
    return counts


def of(channel: str) -> pl.Expr:
    return col("channel") == channel


def top_box(rating: str) -> pl.Expr:
    return col(rating) == VERY_SATISFIED


def answered(*columns: str) -> pl.Expr:
    return pl.all_horizontal(col(name).is_not_null() for name in columns)


def channel_top_box(metric: str, channel: str, users: str | Promise) -> Counting:
    return Counting(
        metric, users, _("very satisfied overall"),
        of(channel) & answered("overall_satisfaction"), top_box("overall_satisfaction"),
    )  # fmt: skip


CUSTOMER_METRICS = (
    Counting(
        Metric.FCR,
        _("call center contacts with an answer to whether the first call resolved the matter"),
        _("resolved on the first call"),
        of(Channel.CALL_CENTER.value) & answered("resolved_first_contact"),
        col("resolved_first_contact"),
    ),
    Counting(
        Metric.WORLD_CLASS,  # S11: both on one survey, over all attributed surveys
        _("call center contacts attributed to a CSR"),
        _("very satisfied with the CSR, and the call was resolved"),
        of(Channel.CALL_CENTER.value) & answered("csr_id"),
        top_box("csr_satisfaction") & col("call_resolved"),
        persons=True,
    ),
    channel_top_box(Metric.IVR, Channel.IVR.value, _("IVR users with an overall rating")),
    channel_top_box(Metric.WEBSITE, Channel.WEBSITE.value, _("website users with an overall rating")),
    channel_top_box(Metric.EMAIL, Channel.EMAIL.value, _("email users with an overall rating")),
    Counting(
        Metric.ESCALATION,
        _("escalated calls with an overall rating"),
        _("very satisfied overall"),
        col("escalated") & answered("overall_satisfaction"),
        top_box("overall_satisfaction"),
    ),
    Counting(
        Metric.OMNI_CHANNEL,
        _("customers who used two or more channels, with an overall rating"),
        _("very satisfied overall"),
        col("channels_used").cast(pl.String).str.contains("|", literal=True) & answered("overall_satisfaction"),
        top_box("overall_satisfaction"),
    ),
    *(
        Counting(
            metric, words, _("resolved with one contact"), of(channel) & answered("one_contact"), col("one_contact")
        )
        for metric, channel, words in (
            (
                Metric.OCR_CALL_CENTER,
                Channel.CALL_CENTER.value,
                _("call center contacts with an answer to how many it took"),
            ),
            (Metric.OCR_WEBSITE, Channel.WEBSITE.value, _("website contacts with an answer to how many it took")),
        )
    ),
    Counting(
        Metric.OCR,  # S25, pooled
        _("call center and website contacts with an answer to how many it took"),
        _("resolved with one contact"),
        (of(Channel.CALL_CENTER.value) | of(Channel.WEBSITE.value)) & answered("one_contact"),
        col("one_contact"),
    ),
    Counting(
        Metric.CLAIM,
        _("claim interactions with an overall rating"),
        _("very satisfied overall"),
        (col("interaction") == "claim") & answered("overall_satisfaction"),
        top_box("overall_satisfaction"),
    ),
    channel_top_box(Metric.CALLERS, Channel.CALL_CENTER.value, _("callers with an overall rating")),
    Counting(
        Metric.OVERALL,  # S26: all customers, not only callers
        _("customers with an overall rating"),
        _("very satisfied overall"),
        answered("overall_satisfaction"),
        top_box("overall_satisfaction"),
    ),
)
EMPLOYEE_METRICS = (
    Counting(
        Metric.EX,
        _("CSRs with a rating"),
        _("very satisfied with working at the contact center"),
        answered("satisfaction"),
        top_box("satisfaction"),
    ),
    Counting(
        Metric.EX_HOME,
        _("CSRs who work from home, with a rating"),
        _("very satisfied with working at the contact center"),
        col("work_from_home") & answered("satisfaction"),
        top_box("satisfaction"),
    ),
)


@dataclass(frozen=True)
class Population:
    """The rows of one kind of file that may count at all, their identity, and the metrics taken from them."""

    kind: str
    identity: str
    counts: pl.Expr
    metrics: tuple[Counting, ...]


Populations = tuple[Population, ...]


def populations(**filters: bool) -> Populations:
    """What is counted; the filters are those of `customers_count`."""
    return (
        Population(FileKind.CUSTOMERS, "survey_id", customers_count(**filters), CUSTOMER_METRICS),
        Population(FileKind.EMPLOYEES, "response_id", EMPLOYEES_COUNT, EMPLOYEE_METRICS),
    )


POPULATIONS = populations()


def counting_of(metric: str, among: Populations = POPULATIONS) -> tuple[Population, Counting]:
    """Where a metric is counted, and how."""
    return next((group, one) for group in among for one in group.metrics if one.metric == metric)
