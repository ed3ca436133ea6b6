"""Standings of a category, whatever its selection method: one module a method, one question for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from nominations.models import Candidate, Nomination
from programs.enums import SelectionMethod
from programs.models import Category


class NotConfigured(Exception):
    """This category's selection method cannot give standings here yet. The text says what is missing."""


@dataclass(frozen=True)
class Line:
    """What one scorecard adds to a standing. `severity` is this judge's mean difference to the panel, in points."""

    judge: object
    total: Fraction
    severity: Fraction | None
    note: str = ""


@dataclass(frozen=True)
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

    @property
    def needs_information(self) -> bool:
        return bool(self.needs)

    @property
    def name(self) -> str:
        return self.candidate.name if self.candidate else self.nomination.title


def standings(category: Category) -> list[Standing]:
    """Every candidate of the category, best first, equal ones by name. Constant queries."""
    return method_of(category)(category)


def method_of(category: Category) -> Callable[[Category], list[Standing]]:
    from . import appointment, panel

    methods = {SelectionMethod.PANEL: panel.standings, SelectionMethod.APPOINTMENT: appointment.standings}
    if category.method not in methods:
        raise NotConfigured(
            _("%(category)s is selected by “%(method)s”. Its measured results are not set up on this site yet.")
            % {"category": category.name, "method": category.get_method_display()}
        )
    return methods[category.method]
