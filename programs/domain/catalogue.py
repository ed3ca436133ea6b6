"""What the public pages show of awards, read in a constant number of queries. Submissions are never touched."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Prefetch, Q

from ..enums import SelectionMethod
from ..models import Category, Cycle, EligibilityRule, Program, Terms


def public_programs():
    """Programs with something public, their public cycles newest first as `.public_cycles`."""
    cycles = Cycle.objects.public().annotate(category_count=Count("categories"))
    programs = Program.objects.filter(cycles__is_public=True).distinct()
    return programs.prefetch_related(Prefetch("cycles", cycles, to_attr="public_cycles"))


def public_cycles():
    return Cycle.objects.public().select_related("program")


def public_categories():
    return Category.objects.filter(cycle__is_public=True).select_related("cycle__program")


def certifies(program: Program) -> bool:
    """Whether people are certified here by an assessment, so that there is a public register of them."""
    return public_categories().filter(cycle__program=program, method=SelectionMethod.ASSESSMENT).exists()


def rules_of(category: Category) -> list[EligibilityRule]:
    """Rules of the category first, then those of the whole cycle that apply to it."""
    rules = EligibilityRule.objects.filter(cycle=category.cycle_id, is_enabled=True)
    found = list(rules.filter(Q(category=category) | Q(category=None)))
    if not category.counts_for_caps:
        found = [rule for rule in found if rule.category_id or not rule.kind.endswith("_cap")]
    return sorted(found, key=lambda rule: (rule.category_id is None, rule.position, rule.pk))


def terms_of(program: Program, kind: str, at: datetime) -> Terms | None:
    return program.terms.filter(kind=kind, published_at__lte=at).order_by("-version").first()


def categories_of(cycle: Cycle) -> list[Category]:
    """The categories of a cycle; each knows its cycle without being asked again."""
    categories = list(cycle.categories.order_by("position", "pk"))
    for category in categories:
        category.cycle = cycle
    return categories


def rules_of_cycle(cycle: Cycle) -> list[EligibilityRule]:
    return list(cycle.rules.filter(category=None, is_enabled=True))


def ways_of_judging(categories: list[Category]) -> list[tuple[str, list[Category]]]:
    """The organiser's words on judging, each once, the usual ones first, with the categories they hold for."""
    ways: dict[str, list[Category]] = {}
    for category in categories:
        if category.how_judged:
            ways.setdefault(category.how_judged, []).append(category)
    return sorted(ways.items(), key=lambda way: -len(way[1]))
