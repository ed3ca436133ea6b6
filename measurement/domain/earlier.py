"""Honours of earlier years, for the rule that bars last year's winners from measured awards too (S48).

The register of honours belongs to a later app, which says here how it is asked. Where no such rule is in force,
nobody asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from programs.models import Cycle
from programs.rules import PastWin


@dataclass(frozen=True)
class Earlier:
    """The award year of the last cycle that was held, and what each organisation and its people won so far."""

    last_year: int | None = None
    wins: Mapping[int, tuple[PastWin, ...]] = field(default_factory=dict)


Source = Callable[[Cycle, Mapping[int, tuple[str, ...]]], Earlier]
"""Asked with the comparable names of each organisation."""
_sources: list[Source] = []


def asked_of(source: Source) -> None:
    """Who knows. There is one register."""
    _sources[:] = [source]


def of(cycle: Cycle, organisations: Mapping[int, tuple[str, ...]]) -> Earlier:
    return _sources[0](cycle, organisations) if _sources else Earlier()
