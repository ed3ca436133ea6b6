"""Awards as the program file has them, fields of organizations in one line each, and what comes out, word for word."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext

from judging.domain import decisions
from judging.domain.standings import standings
from programs.domain.loading import apply
from programs.models import Category, Cycle

from ... import factories, program_files
from .. import given as counted

Counted = tuple[int, int]
"""Surveys that said yes, of so many."""


def load(*numbers: int, program: dict | None = None) -> list[Category]:
    """These awards alone, exactly as the file has them: all fifty-five would be written for every test.

    `program` names what the program's own settings are instead.
    """
    keys = [f"sqm-{number:02d}" for number in numbers]
    whole = program_files.as_read(program_files.SQM)
    entries = [one for one in whole["categories"] if one["key"] in keys]
    whole = {**whole, "categories": entries, "program": {**whole["program"], **(program or {})}}
    cycle = apply(whole, submissions_of=lambda _cycle: 0).cycle
    return [Category.objects.select_related("cycle__program").get(cycle=cycle, key=key) for key in keys]


def measure(award: Category, **changes) -> None:
    """A setting of the award, changed as an administrator would."""
    award.measure = {**award.measure, **changes}
    award.save()


def rule(award: Category, slug: str, *, is_enabled: bool = True, **changes) -> None:
    """A setting of one of its rules."""
    row = award.rules.get(slug=slug)
    row.params = {**row.params, **changes}
    row.is_enabled = is_enabled
    row.save()


def organisation(
    cycle: Cycle,
    name: str,
    *,
    takes_part: bool = True,
    csrs: int | None = 200,
    profile: dict | None = None,
    months: Sequence[int] = (1, 2, 3),
    method: str = "",
    **metrics: Counted | tuple[Counted, Counted],
):
    """An organization with `metric=(yes, surveys)`, or `metric=((yes, surveys), (the year before))`."""
    made = counted.organisation(cycle, name, takes_part=takes_part, csrs=csrs, **(profile or {}))
    for metric, counts in metrics.items():
        pairs = counts if isinstance(counts[0], tuple) else (counts,)
        for back, (top, n) in enumerate(pairs):
            counted.surveys(cycle, made, metric, top, n, year=2017 - back, months=months, method=method)
    return made


def queries(work) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def rows(award: Category) -> list:
    return standings(Category.objects.select_related("cycle__program").get(pk=award.pk))


def places(award: Category) -> dict[str, int | None]:
    return {row.name: row.place for row in rows(award)}


def values(award: Category) -> dict:
    return {row.name: row.value for row in rows(award)}


def eligible(award: Category) -> set[str]:
    return {row.name for row in rows(award) if row.measured.eligible}


def shortfalls(award: Category, name: str) -> list[str]:
    return next(row.measured.shortfalls for row in rows(award) if row.name == name)


def placed(award: Category, administrator) -> list[tuple[str, str, list[str]]]:
    """Who is placed where with which recognitions, as the prepared decision says: (placing, name, words)."""
    factories.role(administrator, award.cycle.program)
    fresh = Category.objects.select_related("cycle__program").get(pk=award.pk)
    found = decisions.prepare(fresh, by=administrator).placings.select_related("placing", "candidate")
    return [
        (one.placing.name, one.candidate.name, [given["words"] for given in one.placing.recognitions])
        for one in found.order_by("placing__position", "candidate__name")
    ]
