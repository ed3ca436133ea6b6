"""Rates as exact fractions. Rounding is for display, unless an award says that it compares rounded rates (X02)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from django.utils.translation import ngettext

from .facts import Sample


def rate(sample: Sample) -> Fraction | None:
    """How many of a sample said yes, as a share of one; None where nobody was asked."""
    n = sample.n
    return share_of(sample.top, n) if n else None


@lru_cache(maxsize=50_000)
def share_of(top: int, n: int) -> Fraction:
    """Twenty thousand people with some sixty surveys each have few different shares."""
    return Fraction(top, n)


def rounded(share: Fraction, decimals: int | None) -> Fraction:
    """A share of one, rounded half up to so many decimals of a percent. None keeps it exact."""
    if decimals is None:
        return share
    steps = 100 * 10**decimals
    return Fraction((share * steps * 2 + 1) // 2, steps)


def percent(share: Fraction) -> str:
    """A share in percent with at most two decimals, rounded down, so that 79.996 % never reads as 80."""
    hundredths = share * 10_000 // 1
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return sign + (f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole))


def percent_up(share: Fraction) -> str:
    """What is missing, rounded up, so that who falls short never reads "0"."""
    return percent(Fraction(ceiling(share * 10_000), 10_000))


def points(missing: Fraction) -> str:
    """What is missing between two rates: “1 point”, “0.04 points”."""
    text = percent_up(missing)
    return ngettext("%(n)s point", "%(n)s points", 1 if text == "1" else 2) % {"n": text}


def ceiling(share: Fraction) -> int:
    return -(-share.numerator // share.denominator)
