"""Accepted rows added up: how many surveys count, and how many say yes, by subject and month."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from ..enums import TallyLevel
from .metrics import Counting, Population

MONTHS = range(1, 13)
ROW = {
    "year": pl.Int32,
    "metric": pl.String,
    "level": pl.String,
    "organization": pl.Int64,
    "site": pl.String,
    "person": pl.String,
    "method": pl.String,
    "counts": pl.List(pl.UInt32),
    "hits": pl.List(pl.UInt32),
}
SUBJECT = list(ROW)[:7]
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
    parts = []
    for metric in population.metrics:
        parts.append(monthly(counting, metric, TallyLevel.SITE))
        if metric.persons:
            parts += [monthly(counting, metric, level) for level in (TallyLevel.CSR, TallyLevel.SUPERVISOR)]
            if teams is not None and teams.height:
                with_team = counting.join(teams.lazy(), on=["organization", "csr_id", "year"])
                parts.append(monthly(with_team, metric, TallyLevel.SUPERVISOR_YEAR_END))
    return by_subject(pl.concat(pl.collect_all(parts)))


def monthly(rows: pl.LazyFrame, metric: Counting, level: str) -> pl.LazyFrame:
    """Counts and hits of one metric by subject and month, in long form."""
    counts = metric.counts
    site, person = pl.col("site").fill_null(""), pl.lit("")
    if level != TallyLevel.SITE:
        site, person = pl.lit(""), pl.col(PERSONS[level])
        counts &= person.is_not_null()
    return (
        rows.filter(counts)
        .group_by("year", "month", "organization", site.alias("site"), person.alias("person"), "method")
        .agg(pl.len().alias("counts"), metric.hits.sum().cast(pl.UInt32).alias("hits"))
        .select(
            "year",
            pl.lit(str(metric.metric)).alias("metric"),
            pl.lit(str(level)).alias("level"),
            "organization",
            "site",
            "person",
            pl.col("method").cast(pl.String),
            "month",
            "counts",
            "hits",
        )
    )


def by_subject(monthly: pl.DataFrame) -> pl.DataFrame:
    """Twelve months side by side."""
    wide = monthly.group_by(SUBJECT).agg(
        *(
            pl.col(what).filter(pl.col("month") == month).sum().cast(pl.UInt32).alias(f"{what}{month}")
            for what in ("counts", "hits")
            for month in MONTHS
        )
    )
    lists = (pl.concat_list([f"{what}{month}" for month in MONTHS]).alias(what) for what in ("counts", "hits"))
    return wide.select(*SUBJECT, *lists)
