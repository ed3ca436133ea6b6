"""What is the same for all nominations of a category: families, groups of organisations, the years of earlier cycles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from operations import clock
from programs.domain.groups import Groups, groups_for
from programs.models import Category, Cycle, EligibilityRule
from programs.rules import Sibling

from ..models import PastHonour


@dataclass
class Surroundings:
    """Asked once for any number of categories, in a constant number of queries."""

    now: datetime
    groups: Groups
    years: dict[int, set[int]]
    bands: dict[tuple[int, str], list[Sibling]]

    @classmethod
    def of(cls, categories: Iterable[Category]) -> Surroundings:
        cycles = {category.cycle_id: category.cycle for category in categories}
        programs = list({cycle.program_id: cycle.program for cycle in cycles.values()}.values())
        families = {category.family for category in categories if category.family}
        return cls(clock.now(), groups_for(programs), years_held(programs), _bands(cycles, families))

    def groups_in(self, cycle: Cycle) -> Groups:
        return self.groups if cycle.program.organisation_scope == "parent" else Groups()

    def last_cycle_year(self, cycle: Cycle) -> int | None:
        return max((year for year in self.years[cycle.program_id] if year < cycle.award_year), default=None)

    def siblings(self, category: Category) -> tuple[Sibling, ...]:
        if not category.family:
            return ()
        family = self.bands.get((category.cycle_id, category.family), [])
        return tuple(one for one in family if one.slug != category.slug)


def years_held(programs: list) -> dict[int, set[int]]:
    """The award years of each program: cycles on this portal and those the register knows."""
    years: dict[int, set[int]] = defaultdict(set)
    here = Cycle.objects.filter(program__in=programs).order_by().values_list("program_id", "award_year")
    earlier = PastHonour.objects.filter(program__in=programs).order_by().values_list("program_id", "award_year")
    for program, year in here.union(earlier):
        years[program].add(year)
    return years


def _bands(cycles: dict[int, Cycle], families: set[str]) -> dict[tuple[int, str], list[Sibling]]:
    rows = EligibilityRule.objects.filter(
        kind__in=("headcount_band", "csr_headcount"),
        is_enabled=True,
        category__cycle__in=list(cycles),
        category__family__in=families,
    ).select_related("category")
    bands: dict[tuple[int, str], list[Sibling]] = defaultdict(list)
    for row in rows.order_by("category__position", "category_id"):
        category, params = row.category, row.params
        sibling = Sibling(category.slug, category.name, params.get("minimum"), params.get("maximum"), category.key)
        bands[category.cycle_id, category.family].append(sibling)
    return bands
