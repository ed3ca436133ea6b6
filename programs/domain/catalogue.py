"""What the public pages show of awards, read in a constant number of queries. Submissions are never touched."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Prefetch, Q

from ..models import Category, Criterion, Cycle, EligibilityRule, Placing, Program, Question, Terms


def programs_with_cycles() -> list[Program]:
    """Programs that have something public, each with its public cycles, newest first, as `.public_cycles`."""
    cycles = Cycle.objects.public().annotate(category_count=Count("categories"))
    programs = Program.objects.filter(cycles__is_public=True).distinct()
    return list(programs.prefetch_related(Prefetch("cycles", cycles, to_attr="public_cycles")))


def public_cycles() -> Cycle:
    return Cycle.objects.public().select_related("program")


def public_categories():
    return Category.objects.filter(cycle__is_public=True).select_related("cycle__program")


def with_everything(categories):
    """Criteria, questions and placings of categories, one query each."""
    return categories.prefetch_related(
        Prefetch("criteria", Criterion.objects.order_by("position", "pk")),
        Prefetch("questions", Question.objects.order_by("position", "pk")),
        Prefetch("placings", Placing.objects.order_by("position", "pk")),
    )


def rules_of(category: Category) -> list[EligibilityRule]:
    """Rules of the category first, then those of the whole cycle that apply to it."""
    rules = EligibilityRule.objects.filter(cycle=category.cycle_id, is_enabled=True)
    found = list(rules.filter(Q(category=category) | Q(category=None)))
    if not category.counts_for_caps:
        found = [rule for rule in found if rule.category_id or not rule.kind.endswith("_cap")]
    return sorted(found, key=lambda rule: (rule.category_id is None, rule.position, rule.pk))


def terms_of(program: Program, kind: str, at: datetime) -> Terms | None:
    return program.terms.filter(kind=kind, published_at__lte=at).order_by("-version").first()


def found_categories(words: str, *, most: int = 60) -> list[Category]:
    """Categories whose name, alias, group or description has every word. Aliases are part of the text searched."""
    categories = public_categories().order_by("-cycle__award_year", "position", "pk")
    for word in words.split()[:8]:
        categories = categories.filter(
            Q(name__icontains=word)
            | Q(aliases__icontains=word)
            | Q(group__icontains=word)
            | Q(summary__icontains=word)
            | Q(description__icontains=word)
            | Q(cycle__program__name__icontains=word)
        )
    return list(categories[:most])
