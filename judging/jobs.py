"""Doors for background work: each finds its rows and calls one verb."""

from __future__ import annotations

from operations.domain.jobs import Progress, job


@job("judge_letters")
def judge_letters(payload: dict, progress: Progress) -> dict:
    from programs.models import Category

    from .domain import letters

    category = Category.objects.select_related("cycle__program").get(pk=payload["category"])
    counts = {int(judge): count for judge, count in payload["counts"].items()}
    return {"letters": letters.tell_of_new_entries(category, counts, key=payload["key"])}
