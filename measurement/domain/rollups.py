"""Accepted rows added up: how many surveys count, and how many say yes, by subject and month."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ..enums import TallyLevel
from .metrics import Counting, Population

MONTHS = range(1, 13)
COUNTS = [f"counts{month}" for month in MONTHS]
HITS = [f"hits{month}" for month in MONTHS]
SUBJECT = ("year", "metric", "level", "organization", "site", "person", "method")
ROW = {
    **dict(zip(SUBJECT, (pl.Int32, *[pl.String] * 2, pl.Int64, *[pl.String] * 3), strict=True)),
    **dict.fromkeys([*COUNTS, *HITS], pl.UInt32),
}
"""A tally: its subject and 24 numbers."""
WHEN_AND_HOW = ("year", "month", "method")
PERSONS = {
    TallyLevel.CSR: "csr_id",
    TallyLevel.SUPERVISOR: "supervisor_id",
    TallyLevel.SUPERVISOR_YEAR_END: "supervisor",
}


def rolled_up(
    rows: pl.LazyFrame, population: Population, years: Iterable[int], teams: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row for each tally of these years (`ROW`). `teams` says whose team a CSR was in at the end of each year."""
    day = pl.col("survey_date").dt
    counting = rows.filter(population.counts & day.year().is_in(list(years))).with_columns(
        year=day.year(), month=day.month()
    )
    of_sites = counting.group_by("organization", "site", *WHEN_AND_HOW).agg(
        *(total for metric in population.metrics for total in totals(metric))
    )
    persons = [metric for metric in population.metrics if metric.persons]
    sites, *together = pl.collect_all([of_sites, *(of_persons(counting, metric) for metric in persons)])
    found = [
        by_subject(numbers_of(sites, metric), metric.metric, TallyLevel.SITE, site="site")
        for metric in population.metrics
    ]
    for metric, rows_of_persons in zip(persons, together, strict=True):
        found += by_person(rows_of_persons, metric, teams)
    return pl.concat(found)


def totals(metric: Counting) -> tuple[pl.Expr, pl.Expr]:
    """The surveys that count, and those among them that say yes. An unanswered question is neither."""
    counts = metric.counts.fill_null(False)
    return (
        counts.sum().cast(pl.UInt32).alias(f"{metric.metric} counts"),
        (counts & metric.hits.fill_null(False)).sum().cast(pl.UInt32).alias(f"{metric.metric} hits"),
    )


def numbers_of(table: pl.DataFrame, metric: Counting) -> pl.DataFrame:
    """Of a table of totals, one metric where anything counts: `counts` and `hits`."""
    counts, hits = f"{metric.metric} counts", f"{metric.metric} hits"
    rows = table.filter(pl.col(counts) > 0)
    return rows.with_columns(pl.col(counts).alias("counts"), pl.col(hits).alias("hits"))


def of_persons(counting: pl.LazyFrame, metric: Counting) -> pl.LazyFrame:
    """Attributed surveys added up by CSR and supervisor together: that is far fewer rows than surveys."""
    return (
        counting.filter(metric.counts & pl.col("csr_id").is_not_null())
        .group_by("organization", "csr_id", "supervisor_id", *WHEN_AND_HOW)
        .agg(pl.len().alias("counts"), metric.hits.sum().cast(pl.UInt32).alias("hits"))
    )


def by_person(together: pl.DataFrame, metric: Counting, teams: pl.DataFrame | None) -> list[pl.DataFrame]:
    found = [
        by_subject(together, metric.metric, TallyLevel.CSR, person="csr_id"),
        by_subject(together, metric.metric, TallyLevel.SUPERVISOR, person="supervisor_id"),
    ]
    if teams is not None and teams.height:
        numbers = together.with_columns(pl.col("csr_id").cast(pl.String))
        with_team = numbers.join(teams, on=["organization", "csr_id", "year"])
        found.append(by_subject(with_team, metric.metric, TallyLevel.SUPERVISOR_YEAR_END, person="supervisor"))
    return found


def by_subject(monthly: pl.DataFrame, metric: str, level: str, *, site: str = "", person: str = "") -> pl.DataFrame:
    """Twelve months side by side. Where a person is asked for, only rows that have one."""
    who = [name for name in (site, person) if name]
    if person:
        monthly = monthly.filter(pl.col(person).is_not_null())
    wide = monthly.group_by("organization", *who, "year", "method").agg(
        ((pl.col("month") == month) * pl.col(what)).sum().cast(pl.UInt32).alias(f"{what}{month}")
        for what in ("counts", "hits")
        for month in MONTHS
    )

    def text(name: str) -> pl.Expr:
        return pl.col(name).cast(pl.String).fill_null("") if name else pl.lit("")

    return wide.select(
        "year",
        pl.lit(str(metric)).alias("metric"),
        pl.lit(str(level)).alias("level"),
        "organization",
        text(site).alias("site"),
        text(person).alias("person"),
        text("method").alias("method"),
        *COUNTS,
        *HITS,
    )
