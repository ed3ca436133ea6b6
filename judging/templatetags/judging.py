"""How marks and totals are written. Rounding happens here and nowhere else."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def points(value: Fraction | float | None, digits: int = 2) -> str:
    """A total in points of the scale: 7.33. The exact fraction stays where it is."""
    if value is None:
        return "–"
    exact = Fraction(value)
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN
    )
    return number_format(rounded, digits)


@register.filter
def percent(value: Fraction | None) -> str:
    """A share of a whole in percent: 66.7%."""
    return "–" if value is None else f"{points(value * 100, 1)}%"


@register.filter
def signed(value: Fraction | float | None, digits: int = 2) -> str:
    """A difference in points, with its sign: +0.50, −1.25."""
    if value is None:
        return "–"
    words = points(abs(value), digits)
    return words if not value else f"{'+' if value > 0 else '−'}{words}"
