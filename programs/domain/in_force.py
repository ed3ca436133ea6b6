"""The rules of awards as they stand in the database, parsed once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from ..models import Category, EligibilityRule
from ..rules.report import InForce, in_force, is_cap


def rules_of(category: Category) -> Sequence[InForce]:
    """The rules of a category and of its whole cycle, parsed once per category object."""
    if "_rules_in_force" not in category.__dict__:
        category.__dict__["_rules_in_force"] = rules_by_category(category.cycle_id, [category])[category.pk]
    return category.__dict__["_rules_in_force"]


def rules_by_category(cycle_id: int, categories: Iterable[Category]) -> dict[int, list[InForce]]:
    """One query for any number of categories of a cycle."""
    categories = list(categories)
    asked = Q(category__in=[category.pk for category in categories]) | Q(category=None)
    rows = list(EligibilityRule.objects.filter(asked, cycle=cycle_id, is_enabled=True).order_by("position", "pk"))
    rows.sort(key=lambda row: row.category_id is None)  # a category's own rules first
    parsed = {row.pk: in_force(row) for row in rows}
    return {
        category.pk: [
            parsed[row.pk]
            for row in rows
            if row.category_id == category.pk
            or (row.category_id is None and (category.counts_for_caps or not is_cap(parsed[row.pk])))
        ]
        for category in categories
    }
