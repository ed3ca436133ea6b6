"""Bands of a whole number between two limits, both included; either may be left open."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _


def contradictions(params: dict) -> list[str]:
    """What speaks against the two limits of a rule, as sentences."""
    minimum, maximum = params.get("minimum"), params.get("maximum")
    if minimum is None and maximum is None:
        return [_("“minimum” or “maximum” must be given.")]
    if minimum is not None and maximum is not None and minimum > maximum:
        return [_("“minimum” must not be greater than “maximum”.")]
    return []


def holds(minimum: int | None, maximum: int | None, number: int | Decimal) -> bool:
    return (minimum is None or minimum <= number) and (maximum is None or number <= maximum)
