"""The threshold method: everyone who reaches the bar. Pure, like `ranking`."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import gettext as _

from .basis import Result, Row


def compute(rows: list[Row], inputs: dict) -> list[Result]:
    """Everyone at or above the bar has the one place there is; the others have none."""
    needs = {row.key: "" for row in rows if row.stands}
    if not inputs["measure"].get("trophy_per_scope", True):
        needs = one_per_organisation([row for row in rows if row.stands])
    return [
        Result(row.key, row.value, row.surveys, 1 if row.key in needs else None, False, needs.get(row.key, ""))
        for row in rows
    ]


def one_per_organisation(rows: list[Row]) -> dict[str, str]:
    """All sites together where they qualify, else the best site (S10). Equal sites are for a person to choose from."""
    by_organisation: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_organisation[row.organisation].append(row)
    found = {}
    for theirs in by_organisation.values():
        wholes = [row for row in theirs if not row.site]
        best = max(row.value for row in theirs if row.value is not None) if not wholes else None
        chosen = wholes or [row for row in theirs if row.value == best]
        needs = _("Needs information: several sites are equal, and one award is given.") if len(chosen) > 1 else ""
        found |= {row.key: needs for row in chosen}
    return found
