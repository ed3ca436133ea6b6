"""What organisations and their people won in earlier years, as measured awards ask it of the register (S48)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from measurement.domain.earlier import Earlier
from programs.models import Cycle

from ..models import PastHonour
from .past_wins import as_rules_see
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
            once = {row.pk: row for row in rows}.values()
            found[organisation] = tuple(as_rules_see(row, organisation, names[0]) for row in once)
    held = [year for year in years_held([cycle.program])[cycle.program_id] if year < cycle.award_year]
    return Earlier(max(held, default=None), found)
