"""Rows of customer and employee surveys, made a whole column at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl

from . import chance
from .world import Organisation

SLOTS_OF_A_CSR = 4


def seats(organisations: list[Organisation], year: int, years: list[int]) -> pl.DataFrame:
    """Who may have taken a call: every CSR as often as the organisation's share of surveys asks for."""
    later = years.index(year)
    total = sum(one.weight for one in organisations)
    wanted = SLOTS_OF_A_CSR * sum(len(one.people) for one in organisations)
    rows = []
    for one in organisations:
        share = max(len(one.people), round(wanted * one.weight / total))
        for seat in range(share):
            csr = one.people[seat % len(one.people)]
            rows.append(
                (
                    one.name, csr.site, csr.number, csr.supervisor, csr.then, csr.moved_on,
                    min(0.97, max(0.3, one.resolved + one.trend * later + csr.skill)),
                    one.live, one.first_month, one.last_month, one.study,
                    *(channel in one.channels for channel in ("ivr", "website", "email", "chat")),
                )
            )  # fmt: skip
    schema = {
        "organization": pl.String, "site": pl.String, "csr_id": pl.String, "supervisor": pl.String, "then": pl.String,
        "moved_on": pl.Date, "p": pl.Float64, "live": pl.Float64, "first_month": pl.Int32, "last_month": pl.Int32,
        "study": pl.String,
        "has_ivr": pl.Boolean, "has_website": pl.Boolean, "has_email": pl.Boolean, "has_chat": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").with_row_index("seat")


def customers(seats: pl.DataFrame, year: int, first: int, count: int, seed: int) -> pl.DataFrame:
    """Rows number `first` and following of the year's customer file."""
    row = pl.col("i")

    def die(throw: str) -> pl.Expr:
        return chance.die(row, seed * 10_000 + year, throw)

    def says(share: pl.Expr | float, throw: str) -> pl.Expr:
        return pl.when(die(throw) < share).then(pl.lit("yes")).otherwise(pl.lit("no"))

    def studied(subject: str) -> pl.Expr:
        """Half of the surveys of an organisation that commissions a study of it."""
        return (pl.col("study") == subject) & (die("study") < 0.5)

    p, nothing = pl.col("p"), pl.lit(None, pl.String)
    is_call = pl.col("channel") == "call center"
    is_first = pl.col("first") == "yes"
    days_from = pl.date(year, pl.col("first_month"), 1)
    span = (pl.date(year, pl.col("last_month"), 31) - days_from).dt.total_days() + 1
    happy = pl.when(is_first).then(0.62 + 0.4 * p).otherwise(0.25 + 0.2 * p)
    other = chance.pick(die("other"), (("website", 0.5), ("IVR", 0.3), ("email", 0.2)))
    return (
        pl.LazyFrame({"i": pl.int_range(first, first + count, eager=True)})
        .with_columns(seat=(die("seat") * seats.height).cast(pl.UInt32))
        .join(seats.lazy(), on="seat", how="left", maintain_order="left")
        .with_columns(
            channel=channel(die("channel"), studied),
            survey_date=days_from + pl.duration(days=(die("day") * span).cast(pl.Int64)),
        )
        .with_columns(first=says(p, "first"))
        .with_columns(
            resolved=pl.when(is_first).then(says(0.985, "resolved")).otherwise(says(0.45, "resolved")),
            is_attributed=is_call & (die("attributed") < 0.93),
        )
        .select(
            survey_id=pl.format("S{}-{}", pl.lit(year), row.cast(pl.String).str.zfill(7)),
            organization="organization",
            site="site",
            csr_id=pl.when("is_attributed").then("csr_id"),
            supervisor_id=pl.when("is_attributed").then(
                pl.when(pl.col("survey_date") < pl.col("moved_on").fill_null(date(9999, 1, 1)))
                .then("supervisor")
                .otherwise("then")
            ),
            survey_date=pl.col("survey_date").dt.to_string("%Y-%m-%d"),
            method=pl.when(die("method") < 0.04)
            .then(chance.pick(die("rare"), (("online", 0.7), ("other", 0.3))))
            .otherwise(
                pl.when(die("live") < pl.col("live"))
                .then(pl.lit("live telephone"))
                .otherwise(pl.lit("automated telephone"))
            ),
            channel="channel",
            channels_used=pl.when(studied("two channels") | (die("omni") < 0.25)).then(pl.format("{}|{}", "channel", other)).otherwise("channel"),
            interaction=pl.when(studied("claim")).then(pl.lit("claim")).otherwise(
                chance.pick(die("interaction"), (("call", 0.78), ("claim", 0.09), ("order", 0.07), ("billing", 0.06)))
            ),
            escalated=pl.when(is_call).then(
                pl.when(studied("escalation")).then(pl.lit("yes")).otherwise(says(0.06, "escalated"))
            ),
            resolved_first_contact=pl.when(is_call & (die("asked") < 0.99)).then("first"),
            one_contact=pl.when(is_call | (pl.col("channel") == "website")).then(says(p - 0.08, "one")),
            call_resolved=pl.when(is_call).then("resolved"),
            csr_satisfaction=pl.when(is_call).then(
                rating(pl.when(pl.col("resolved") == "yes").then(0.70 + 0.32 * p).otherwise(0.30), die("csr"))
            ),
            overall_satisfaction=rating(happy, die("overall")),
            random_selection=says(0.995, "random"),
            reflects_call_types=pl.when(die("types") < 0.99).then(pl.lit("yes")).otherwise(nothing),
        )
        .collect()
    )  # fmt: skip


def channel(die: pl.Expr, studied: Callable[[str], pl.Expr]) -> pl.Expr:
    """The surveyed contact's channel: a channel that the organisation does not have is a call."""
    border, chain = 0.0, None
    for name, share in (("IVR", 0.07), ("website", 0.08), ("email", 0.05), ("chat", 0.04)):
        here = (die >= border) & (die < border + share) & pl.col(f"has_{name.lower()}")
        chain = pl.when(here).then(pl.lit(name)) if chain is None else chain.when(here).then(pl.lit(name))
        border += share
    usual = chain.otherwise(pl.lit("call center"))
    for name in ("IVR", "website", "email"):
        usual = pl.when(studied(name)).then(pl.lit(name)).otherwise(usual)
    return usual


def rating(share: pl.Expr | float, die: pl.Expr) -> pl.Expr:
    """5 with that share, otherwise 4 to 1, more rarely the lower."""
    rest = (1 - die) / (1 - share).clip(lower_bound=0.01) if isinstance(share, pl.Expr) else (1 - die) / (1 - share)
    lower = chance.pick(rest, (("1", 0.08), ("2", 0.10), ("3", 0.27), ("4", 0.55)))
    return pl.when(die < share).then(pl.lit("5")).otherwise(lower)


def employees(answers: pl.DataFrame, year: int, seed: int) -> pl.DataFrame:
    """One row for each of `answers`: organization, site, employee_id, happy, home_share."""
    row = pl.col("i")

    def die(throw: str) -> pl.Expr:
        return chance.die(row, seed * 10_000 + year, throw)

    return answers.with_row_index("i").select(
        response_id=pl.format("R{}-{}", pl.lit(year), row.cast(pl.String).str.zfill(6)),
        organization="organization",
        site="site",
        employee_id="employee_id",
        role=chance.pick(die("role"), (("CSR", 0.92), ("supervisor", 0.05), ("trainer", 0.03))),
        survey_date=(pl.date(year, 1, 1) + pl.duration(days=(die("day") * 365).cast(pl.Int64))).dt.to_string(
            "%Y-%m-%d"
        ),
        method=chance.pick(die("method"), (("online", 0.97), ("other", 0.03))),
        satisfaction=rating(pl.col("happy"), die("happy")),
        work_from_home=pl.when(die("home") < pl.col("home_share")).then(pl.lit("yes")).otherwise(pl.lit("no")),
    )


def spoiled(rows: pl.DataFrame, percent: float, seed: int) -> pl.DataFrame:
    """That many of a hundred rows get one of the faults that files have."""
    if not percent:
        return rows
    first = rows.columns[0]
    kind = chance.die(pl.col("#"), seed, "kind")
    is_bad = chance.die(pl.col("#"), seed, "bad") < percent / 100
    scores = next(name for name in rows.columns if name.endswith("satisfaction"))
    faults = (
        ("method", "carrier pigeon", 0.00), ("survey_date", "2017-02-31", 0.25), (scores, "7", 0.45),
        ("organization", "Nobody Knows Ltd", 0.65), (first, "", 0.85),
    )  # fmt: skip
    borders = [*(fault[2] for fault in faults), 1.0]
    changed = {}
    for n, (name, value, _border) in enumerate(faults):
        here = is_bad & (kind >= borders[n]) & (kind < borders[n + 1])
        changed[name] = pl.when(here).then(pl.lit(value)).otherwise(pl.col(name))
    return rows.with_row_index("#").with_columns(**changed).drop("#")
