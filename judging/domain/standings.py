"""Standings of a category, whatever its selection method: one module a method, one question for all."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from operations.refusal import Refused
from programs.enums import SelectionMethod
from programs.models import Category

from . import appointment, assessment, measuring, panel
from .standing import Standing


class NotConfigured(Refused):
    """This category's selection method cannot give standings here yet. The text says what is missing."""


def standings(category: Category) -> list[Standing]:
    """Every candidate of the category, best first, equal ones by name. Constant queries."""
    return method_of(category)(category)


def method_of(category: Category) -> Callable[[Category], list[Standing]]:
    methods = {
        SelectionMethod.PANEL: panel.standings,
        SelectionMethod.APPOINTMENT: appointment.standings,
        SelectionMethod.ASSESSMENT: assessment.standings,
    }
    if category.measure:
        methods |= {SelectionMethod.RANKING: measuring.standings, SelectionMethod.THRESHOLD: measuring.standings}
    if category.method not in methods:
        raise NotConfigured(
            _("%(category)s is selected by “%(method)s”, and it is not set up yet what is measured.")
            % {"category": category.name, "method": category.get_method_display()}
        )
    return methods[category.method]
