"""How many entries a change would touch: what program files and rule screens ask before they write."""

from __future__ import annotations

from nominations.models import Nomination
from programs.models import Cycle


def submissions_of(cycle: Cycle) -> int:
    """Entries that were ever submitted in this cycle, withdrawn and rejected ones included."""
    return Nomination.objects.filter(cycle=cycle, first_submitted_at__isnull=False).count()
