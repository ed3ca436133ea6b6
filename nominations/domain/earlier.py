"""What organisations and their people won in earlier years, as measured awards ask it of the register (S48)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from measurement.domain.earlier import Earlier
from programs.models import Cycle
from programs.rules import PastWin

from ..models import PastHonour
from .surroundings import years_held


def wins(cycle: Cycle, organisations: Mapping[int, tuple[str, ...]]) -> Earlier:
    """By organisation, found by its record and its names. Constant queries."""
    by_record: dict[int, list[PastHonour]] = defaultdict(list)
    by_name: dict[str, list[PastHonour]] = defaultdict(list)
    for row in PastHonour.objects.filter(program=cycle.program, award_year__lt=cycle.award_year).order_by("pk"):
        by_record[row.organisation_id or 0].append(row)
        by_name[row.organisation_key or row.recipient_key].append(row)
    found = {}
    for organisation, names in organisations.items():
        rows = [*by_record.get(organisation, ()), *(row for name in names for row in by_name.get(name, ()))]
        if rows:
            found[organisation] = tuple(win(row, organisation, names) for row in {row.pk: row for row in rows}.values())
    held = [year for year in years_held([cycle.program])[cycle.program_id] if year < cycle.award_year]
    return Earlier(max(held, default=None), found)


def win(row: PastHonour, organisation: int, names: tuple[str, ...]) -> PastWin:
    """A row as rules see it; an organisation that was renamed since is still the same record."""
    return PastWin(
        category_key=row.category_key,
        family=row.family,
        year=row.award_year,
        kind=row.kind,
        recipient=row.recipient,
        recipient_key=row.recipient_key,
        organisation_key=names[0] if row.organisation_id == organisation else row.organisation_key,
    )
