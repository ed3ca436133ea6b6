"""How many places each placing of an award has, and where one ends and the next begins."""

from __future__ import annotations

from programs.enums import PlacingKind
from programs.models import Category, Placing


def places(category: Category) -> list[tuple[Placing, int | None]]:
    """Placings in their order with how many they hold; where the winner is a finalist, one finalist fewer (S03)."""
    found = [(placing, placing.places) for placing in category.placings.all()]
    if not category.measure.get("finalists_include_winner"):
        return found
    winners = sum(n or 0 for placing, n in found if placing.kind == PlacingKind.WINNER)
    for at in range(len(found) - 1, -1, -1):
        placing, n = found[at]
        if placing.kind == PlacingKind.FINALIST and n is not None:
            taken = min(n, winners)
            found[at] = (placing, n - taken)
            winners -= taken
    return found


def described(category: Category) -> list[dict]:
    """The same as plain data."""
    return [{"slug": placing.slug, "kind": placing.kind, "places": n} for placing, n in places(category)]


def boundaries(described_: list[dict]) -> list[int]:
    """After which positions a placing ends: a tie across one of them must be broken by a person."""
    ends, position = [], 0
    for placing in described_:
        if placing["places"] is None:
            break
        position += placing["places"]
        ends.append(position)
    return ends
