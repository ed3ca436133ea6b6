"""Counted surveys and profiles for stories about measured awards, in one line each."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Organisation
from measurement.enums import AgentRole, TallyLevel
from measurement.models import Agent, OrganisationYear, Participation, Tally
from programs.enums import SelectionMethod
from programs.models import Category, Cycle, EligibilityRule, Placing

from .. import factories

YEAR = 2017


def cycle(**fields) -> Cycle:
    return factories.cycle(
        factories.program(time_zone="America/Vancouver"),
        **{"slug": "2018", "survey_year": YEAR, "award_year": 2018, **fields},
    )


def award(cycle_: Cycle, measure: dict, *rules: tuple[str, dict], **fields) -> Category:
    """A measured award with its rules and one place for the winner, unless it is a threshold."""
    method = fields.pop("method", SelectionMethod.RANKING)
    made = factories.category(
        cycle_,
        criteria=0,
        questions=False,
        **{
            "subject": "organisation",
            "method": method,
            "measure": measure,
            "tie_policy": "share",
            "accepts_nominations": False,
            **fields,
        },
    )
    if method == SelectionMethod.THRESHOLD:
        made.placings.update(slug="certified", kind="certified", name="Certified", places=None)
    for place, (kind, params) in enumerate(rules):
        EligibilityRule.objects.create(
            cycle=cycle_, category=made, slug=f"rule-{place}", kind=kind, params=params, source="As written.",
            position=place,
        )  # fmt: skip
    return made


def finalists(category: Category, places: int) -> Placing:
    return Placing.objects.create(
        category=category, slug="finalist", kind="finalist", name="Finalist", places=places, position=1,
        recognitions=[{"kind": "plaque", "words": "plaque"}],
    )  # fmt: skip


def organisation(cycle_: Cycle, name: str, *, takes_part: bool = True, **profile) -> Organisation:
    made = factories.organisation(name)
    OrganisationYear.objects.create(program=cycle_.program, organisation=made, year=YEAR, **profile)
    if takes_part:
        Participation.objects.create(program=cycle_.program, organisation=made, year=YEAR, kind="benchmarking")
    return made


def spread(n: int, months: Sequence[int] = (1, 2, 3)) -> list[int]:
    """So many surveys, evenly over these months, the rest in the first."""
    found = [0] * 12
    for month in months:
        found[month - 1] = n // len(months)
    found[months[0] - 1] += n - sum(found)
    return found


def surveys(
    cycle_: Cycle,
    organisation_: Organisation,
    metric: str,
    top: int,
    n: int,
    *,
    year: int = YEAR,
    method: str = "",
    site: str = "",
    csr: str = "",
    supervisor: str = "",
    level: str = "",
    months: Sequence[int] = (1, 2, 3),
) -> Tally:
    """`top` of `n` surveys said yes. Employees' surveys are online, customers' are live telephone."""
    counts = spread(n, months)
    hits, left = [], top
    for count in counts:
        hits.append(min(count, left))
        left -= hits[-1]
    level = level or (TallyLevel.CSR if csr else TallyLevel.SUPERVISOR if supervisor else TallyLevel.SITE)
    method = method or ("online" if metric.startswith("ex") else "live")
    return Tally.objects.create(
        program=cycle_.program, year=year, metric=metric, level=level, organisation=organisation_, site=site,
        person=csr or supervisor, method=method, counts=counts, hits=hits, n=sum(counts), top=sum(hits),
    )  # fmt: skip


def agent(cycle_: Cycle, organisation_: Organisation, number: str, name: str, role: str = AgentRole.CSR) -> Agent:
    return Agent.objects.create(program=cycle_.program, organisation=organisation_, number=number, name=name, role=role)
