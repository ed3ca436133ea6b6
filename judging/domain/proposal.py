"""What the standing alone would place: beyond doubt, and no further."""

from __future__ import annotations

from collections import defaultdict

from programs.enums import SelectionMethod
from programs.models import Category, Placing

from . import measuring, placings
from .standing import Standing


def of(category: Category, rows: list[Standing]) -> list[tuple[Placing, int, Standing]]:
    """Placings that the standing gives without a doubt: (placing, position in it, standing)."""
    if category.method == SelectionMethod.APPOINTMENT or field_of(category, rows) < category.minimum_entrants:
        return []
    groups: dict[int, list[Standing]] = defaultdict(list)
    for standing in rows:
        if standing.place is not None and not standing.needs and (standing.candidate or standing.measured):
            groups[standing.place].append(standing)
    found, first = [], 1
    for placing, places in placings.places(category):
        if is_chosen(category, placing):
            break
        last = first + places - 1 if places is not None else None
        for place, group in sorted(groups.items()):
            if place >= first and (last is None or place <= last):
                found += [
                    (placing, position_of(category, place, first, n), standing) for n, standing in enumerate(group)
                ]
        if last is None:
            break
        first = last + 1
    return found


def is_chosen(category: Category, placing: Placing) -> bool:
    """Whether a panel chooses freely whom it places here, and how many (S36): no standing says it."""
    return category.method == SelectionMethod.PANEL and placing.places is None


def position_of(category: Category, place: int, first: int, n: int) -> int:
    """The number within a placing: shared by equal results, and counted through where everybody reaches the bar."""
    return n + 1 if category.method == SelectionMethod.THRESHOLD else place - first + 1


def field_of(category: Category, rows: list[Standing]) -> int:
    """How many compete: nominations to be judged, or who is eligible by measurement."""
    return sum(1 for row in rows if row.place is not None) if measuring.is_measured(category) else len(rows)
