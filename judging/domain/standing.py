"""What every selection method answers with: one row for each candidate."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from measurement.domain.measured import Measured
from nominations.models import Candidate, Nomination


@dataclass(frozen=True)
class Line:
    """What one scorecard adds to a standing. `severity` is this judge's mean difference to the panel, in points."""

    judge: object
    total: Fraction
    severity: Fraction | None
    note: str = ""


@dataclass(slots=True)
class Standing:
    """One candidate's place in a category, with what it rests on.

    `place` is shared by equal results and None without a number; `needs` is a sentence where a person has to do
    something first. `value` is exact; `adjusted` corrects for severe and mild judges and is information only.
    """

    candidate: Candidate | None
    nomination: Nomination | None
    place: int | None
    value: Fraction | None
    count: int
    needs: str = ""
    is_tied: bool = False
    lines: tuple[Line, ...] = ()
    spread: tuple[Fraction, Fraction] | None = None
    adjusted: float | None = None
    reason: str = ""
    measured: Measured | None = None

    @property
    def needs_information(self) -> bool:
        return bool(self.needs)

    @property
    def name(self) -> str:
        if self.measured is not None:
            return self.measured.name
        return self.candidate.name if self.candidate else self.nomination.title

    @property
    def identity(self) -> int | str:
        """Who this is: the candidate, or before there is one the subject that was measured."""
        return self.candidate.pk if self.candidate else self.measured.key if self.measured else self.nomination.code
