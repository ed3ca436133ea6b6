"""What an evening needs: the names to be read out, from the sealed decisions."""

from __future__ import annotations

from itertools import groupby

from programs.models import Category, Cycle
from recognition.models import Honour


def script(cycle: Cycle) -> list[tuple[Category, list[Honour]]]:
    """Each category with its honours in the order in which they are called, the highest placing last.

    Only standing ones whose name may be said in public.
    """
    found = Honour.objects.standing().named().filter(category__cycle=cycle).select_related("category", "placing")
    rows = found.order_by("category__position", "category_id", "-placing__position", "name_as_printed", "pk")
    return [(category, list(called)) for category, called in groupby(rows, key=lambda one: one.category)]
