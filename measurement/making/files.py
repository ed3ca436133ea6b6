"""The files themselves: customers and employees of each year, organizations, participation, agents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from programs.enums import Channel

from . import rows
from .world import Organisation, world

AT_ONCE = 250_000


def make(
    folder: Path,
    *,
    customers: int,
    employees: int,
    organisations: int,
    years: list[int],
    bad_percent: float = 0,
    seed: int = 1,
    tell: Callable[[str], Any] = lambda line: None,
) -> list[Path]:
    """Write all files and answer their paths, in the order in which they are best taken in.

    `customers` and `employees` are for each year; fewer employees answer where the organisations have not so many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dice = Random(seed)  # nosec B311: made-up surveys, not secrets
    years = sorted(years)
    made = world(organisations, customers, years, dice)
    answering = employees_of(made, employees)
    paths = [
        write(folder / "organizations.csv", profiles(made, years, dice)),
        write(folder / "participation.csv", participation(made, years)),
        write(folder / "agents.csv", agents(made, years)),
    ]
    for year in years:
        seats = rows.seats(made, year, years)
        path = folder / f"customers-{year}.csv"
        with path.open("wb") as file:
            for first in range(0, customers, AT_ONCE):
                part = rows.customers(seats, year, first, min(AT_ONCE, customers - first), seed)
                rows.spoiled(part, bad_percent, seed + first).write_csv(file, include_header=not first)
            if not customers:
                rows.customers(seats, year, 0, 0, seed).write_csv(file)
        paths.append(path)
        tell(f"{path.name}: {customers:,} rows")
        answers = answers_of(made, answering, years.index(year))
        made_rows = rows.spoiled(rows.employees(answers, year, seed), bad_percent, seed + 1)
        paths.append(write(folder / f"employees-{year}.csv", made_rows))
        tell(f"employees-{year}.csv: {answers.height:,} rows")
    return paths


def write(path: Path, table: pl.DataFrame) -> Path:
    table.write_csv(path)
    return path


def employees_of(made: list[Organisation], wanted: int) -> dict[str, int]:
    """How many employees of each organisation answer: about six of ten, in some far fewer, until there are enough."""
    found: dict[str, int] = {}
    for n, one in enumerate(made):
        rate = (0.62, 0.75, 0.91, 0.55, 0.48, 0.66)[n % 6]
        answers = min(round(one.csrs * rate), wanted - sum(found.values()))
        if one.has_employee_study and answers > 0:
            found[one.name] = answers
    short = wanted - sum(found.values())
    for one in made:  # more answers than people would be no study: organisations grow until all are there
        if short > 0 and one.name in found:
            more = -(-short // len(found))
            found[one.name] += more
            one.csrs += round(more / 0.6)
    return found


def answers_of(made: list[Organisation], answering: dict[str, int], later: int) -> pl.DataFrame:
    parts = []
    for one in made:
        for n in range(answering.get(one.name, 0)):
            happy = min(0.95, max(0.05, one.happy + one.happy_trend * later))
            parts.append((one.name, one.sites[n % len(one.sites)], f"E{n + 1:05d}", happy, one.home_share))
    names = ("organization", "site", "employee_id", "happy", "home_share")
    schema = dict(zip(names, (pl.String, pl.String, pl.String, pl.Float64, pl.Float64), strict=True))
    return pl.DataFrame(parts, schema=schema, orient="row")


def profiles(made: list[Organisation], years: list[int], dice: Random) -> pl.DataFrame:
    found = []
    for one in made:
        for year in years:
            calls = one.csrs * 9000
            volumes = {f"volume_{channel}": None for channel in Channel.values}
            volumes |= {f"volume_{channel}": round(calls * dice.uniform(0.05, 0.8)) for channel in one.channels}
            volumes["volume_call_center"] = calls
            found.append(
                {
                    "organization": one.name,
                    "year": year,
                    "csrs": one.csrs,
                    "employees": round(one.csrs * 1.12),
                    "home_csrs": round(one.csrs * one.home_share),
                    "sectors": "|".join(one.sectors),
                    "channels": "|".join(one.channels),
                }
                | volumes
            )
    return pl.DataFrame(found, infer_schema_length=None)


def participation(made: list[Organisation], years: list[int]) -> pl.DataFrame:
    found = [(one.name, year, kind) for one in made for year in years for kind in one.participation]
    schema = {"organization": pl.String, "year": pl.Int32, "kind": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row")


def agents(made: list[Organisation], years: list[int]) -> pl.DataFrame:
    """Every supervisor and CSR; who changes teams has one row for each."""
    begin = f"{years[0]}-01-01"
    found: list[tuple] = []
    for n, one in enumerate(made, 1):
        domain = f"organization-{n}.example"
        for number, name, site in one.supervisors:
            found.append((one.name, number, "supervisor", name, f"s{number}@{domain}", "", site, begin, ""))
        for csr in one.people:
            about = (one.name, csr.number, "CSR", csr.name, f"c{csr.number}@{domain}")
            if csr.moved_on is None:
                found.append((*about, csr.supervisor, csr.site, begin, ""))
            else:
                last = csr.moved_on.fromordinal(csr.moved_on.toordinal() - 1)
                found.append((*about, csr.supervisor, csr.site, begin, str(last)))
                found.append((*about, csr.then, csr.site, str(csr.moved_on), ""))
    names = ("organization", "csr_id", "role", "name", "email", "supervisor_id", "site", "from", "to")
    return pl.DataFrame(found, schema=dict.fromkeys(names, pl.String), orient="row")
