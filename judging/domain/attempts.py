"""What a result does to an attempt; the moves and clocks themselves are the candidates' side, in `nominations`."""

from __future__ import annotations

from nominations.domain import attempts as candidates_side
from nominations.models import Attempt


def move(attempt: Attempt, to: str, **fields) -> None:
    """Take an attempt to its next state, once."""
    candidates_side.move(attempt, to, **fields)


def open_next(attempt: Attempt, *, deficient: set[str], by) -> Attempt | None:
    """A fresh clock for corrections, the deficient sections marked; None where no attempt is left."""
    return candidates_side.open_next_attempt(attempt, deficient=deficient, by=by)
