"""Finding a category by what people call it: names, aliases, groups, descriptions, and small slips of the keyboard."""

from __future__ import annotations

from rapidfuzz import utils
from rapidfuzz.distance import OSA

from ..models import Category

AT_MOST = 2000
SHOWN = 40


def categories(words: str) -> list[Category]:
    """Public categories that have every word, the best match first; else those that nearly do."""
    rows = (
        Category.objects.filter(cycle__is_public=True)
        .select_related("cycle__program")
        .order_by("-cycle__award_year", "position", "pk")[:AT_MOST]
    )
    wanted = utils.default_process(words).split()
    if not wanted:
        return []
    ranked = [(rank(row, wanted), row) for row in rows]
    found = [pair for pair in ranked if pair[0] is not None]
    return [row for _place, row in sorted(found, key=lambda pair: pair[0])][:SHOWN]


def rank(category: Category, wanted: list[str]) -> int | None:
    """0 for a name or alias with all words, 1 with the group, 2 with the texts, 3 for nearly a name."""
    names = utils.default_process(" ".join([category.name, *category.aliases]))
    heading = f"{names} {utils.default_process(f'{category.group} {category.cycle.program.name} {category.cycle}')}"
    texts = f"{heading} {utils.default_process(f'{category.summary} {category.description}')}"
    for place, text in enumerate((names, heading, texts)):
        if all(word in text for word in wanted):
            return place
    others = heading.split()
    return 3 if all(any(is_slip(word, other) for other in others) for word in wanted) else None


def is_slip(typed: str, meant: str) -> bool:
    """One letter wrong, missing, too many or swapped; two in a long word; none in a very short one."""
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2
    return OSA.distance(typed, meant, score_cutoff=allowed) <= allowed
