"""Who is surveyed: organisations with their sites, sizes and habits, and the people who take the calls.

The figures spread around the bars that awards set, so that a field has winners, near misses and organisations that lack
surveys, months or employees. The first organisation of each sector has what awards ask for, so that every award has a
field, however few organisations there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from programs.enums import Channel, Participation, Sector

from . import names

SURVEYS_OF_A_CSR = 70
TEAM = 12
SELF_SERVICE = (Channel.IVR.value, Channel.WEBSITE.value, Channel.EMAIL.value, Channel.CHAT.value)
STUDIES = ("IVR", "website", "email", "claim", "escalation", "two channels")
SECOND_SECTOR = {
    Sector.BANKING: Sector.FINANCIAL,
    Sector.CREDIT_CARD: Sector.FINANCIAL,
    Sector.HELPDESK: Sector.B2B,
    Sector.OUTSOURCER: Sector.TELECOM_TV,
}


@dataclass
class Csr:
    """`supervisor` until `moved_on`, `then` from that day."""

    number: str
    name: str
    site: str
    skill: float
    supervisor: str
    then: str
    moved_on: date | None


@dataclass
class Organisation:
    name: str
    sectors: list[str]
    sites: list[str]
    channels: list[str]
    csrs: int
    weight: float
    """Its share of all customer surveys, beside the others'."""
    resolved: float
    """How often the first call resolves, in the first year; `trend` is added each year after it."""
    trend: float
    happy: float
    happy_trend: float
    first_month: int
    last_month: int
    live: float
    """Share of live interviews among telephone surveys."""
    has_employee_study: bool
    home_share: float
    participation: list[str]
    study: str = ""
    """What half of its surveys are about, beside calls."""
    people: list[Csr] = field(default_factory=list)
    supervisors: list[tuple[str, str, str]] = field(default_factory=list)
    """Number, name and site."""


def world(count: int, customers: int, years: list[int], dice: Random) -> list[Organisation]:
    made = [
        as_awards_ask(organisation(name, sector, n, dice), n)
        for n, (name, sector) in enumerate(names.organisations(count, dice))
    ]
    total = sum(one.weight for one in made)
    for n, one in enumerate(made):
        surveys = customers * one.weight / total
        hire(one, n, max(1, min(one.csrs, round(surveys / SURVEYS_OF_A_CSR))), years, dice)
    return made


def organisation(name: str, sector: str, n: int, dice: Random) -> Organisation:
    sectors = [sector]
    if sector in SECOND_SECTOR and dice.random() < 0.6:
        sectors.append(SECOND_SECTOR[Sector(sector)].value)
    csrs = 200 if n % 12 == 7 else round(dice.lognormvariate(5.1, 0.9))  # some at the very border of both bands
    few_months = dice.random() < 0.08
    sites = dice.sample(names.CITIES, dice.choice((1, 1, 1, 2, 2, 3, 4)))
    return Organisation(
        name=name,
        sectors=sectors,
        sites=sites,
        channels=[Channel.CALL_CENTER.value, *(one for one in SELF_SERVICE if dice.random() < 0.75)],
        csrs=max(12, min(csrs, 2400)),
        weight=dice.lognormvariate(0, 0.7),
        resolved=min(0.88, max(0.55, dice.gauss(0.73, 0.06))),
        trend=dice.choice((-0.01, 0.0, 0.01, 0.02, 0.03, 0.05, 0.055, 0.08)),
        happy=min(0.72, max(0.22, dice.gauss(0.43, 0.10))),
        happy_trend=dice.gauss(0.02, 0.03),
        first_month=11 if few_months else 1,
        last_month=12,
        live=dice.choice((1.0, 0.9, 0.8, 0.6, 0.2)),
        has_employee_study=dice.random() < 0.85,
        home_share=dice.choice((0.0, 0.1, 0.25, 0.5)),
        participation=dice.choice(
            ([Participation.BENCHMARKING.value], [Participation.TRACKING.value], list(Participation.values), [])
            if n % 9 == 4
            else ([Participation.BENCHMARKING.value], [Participation.TRACKING.value], list(Participation.values))
        ),
    )


def as_awards_ask(one: Organisation, n: int) -> Organisation:
    """The first of each sector is interviewed live all year and asks its employees; some also commission a study."""
    if n == len(Sector) + 1:
        return replace(one, csrs=120, weight=max(one.weight, 1.2), live=1.0, has_employee_study=True)
    if n >= len(Sector):
        return one
    whole = replace(
        one,
        csrs=one.csrs if one.csrs == 200 else max(one.csrs, 260),
        weight=max(one.weight, 1.6),
        live=1.0,
        first_month=1,
        has_employee_study=True,
        participation=one.participation or [Participation.TRACKING.value],
        study=STUDIES[n] if n < len(STUDIES) else "",
    )
    if whole.study in ("IVR", "website", "email"):
        own = Channel(whole.study.lower()).value
        whole.channels = [*(each for each in whole.channels if each != own), own]
    for name, value in ABOVE_THE_BAR.get(n, {}).items():
        setattr(whole, name, value)
    return whole


ABOVE_THE_BAR: dict[int, dict[str, Any]] = {
    2: {"csrs": 450, "home_share": 0.5},
    3: {"resolved": 0.74, "trend": 0.08},
    5: {"happy": 0.62},
    8: {"resolved": 0.88, "weight": 2.4},
}
"""By place: many who work from home, a large improvement, happy employees, and a world-class center."""


def hire(one: Organisation, n: int, count: int, years: list[int], dice: Random) -> None:
    """People with numbers, teams of twelve, and every tenth who changes teams in the last year."""
    leads = max(1, count // TEAM)
    one.supervisors = [
        (f"{9000 + lead}", names.person(dice), one.sites[lead % len(one.sites)]) for lead in range(leads)
    ]
    start = date(years[-1], 1, 1)
    for person in range(count):
        lead = one.supervisors[person % leads]
        moves = leads > 1 and dice.random() < 0.1
        then = one.supervisors[(person + 1) % leads] if moves else lead
        one.people.append(
            Csr(
                number=f"{n % 90 + 10}{person + 1:04d}",
                name=names.person(dice),
                site=lead[2],
                skill=dice.gauss(0, 0.07),
                supervisor=lead[0],
                then=then[0],
                moved_on=start + timedelta(days=dice.randrange(30, 330)) if moves else None,
            )
        )
