"""Is this organisation here already? Names are compared without case, accents and legal forms."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ..models import Organisation
from .names import normalised

CLOSE_ENOUGH = 86
SHORTEST = 3


@dataclass(frozen=True)
class Similar:
    organisation: Organisation
    likeness: int

    @property
    def is_same_name(self) -> bool:
        return self.likeness == 100


def similar_to(name: str, *, limit: int = 5, leave_out: int | None = None) -> list[Similar]:
    """Organisations whose names nearly match, the likeliest first. Two queries, however many organisations there are."""
    wanted = normalised(name)
    if len(wanted) < SHORTEST:
        return []
    names = dict(Organisation.objects.exclude(pk=leave_out).values_list("pk", "normalised_name"))
    found = process.extract(wanted, names, scorer=likeness, score_cutoff=CLOSE_ENOUGH, limit=limit)
    rows = Organisation.objects.select_related("parent").in_bulk([pk for _name, _score, pk in found])
    return [Similar(rows[pk], int(score)) for _name, score, pk in found if pk in rows]


def likeness(one: str, other: str, *, score_cutoff: float | None = None, **_unused) -> float:
    """0 to 100; 100 for the same normalised name only.

    The same words in another order, or all words of the shorter name within the longer, come close to it:
    "Acme" and "Acme Contact Centers" may well be one company.
    """
    if one == other:
        return 100.0
    return min(
        99.0,
        max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other), 0.95 * fuzz.token_set_ratio(one, other)),
    )
