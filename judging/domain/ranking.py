"""The ranking method: the highest measured result, exactly compared.

Pure: `compute` is a function of what `measuring.gather` wrote down, so a sealed decision can be computed again. Equal
results share their place and those below keep their number; nothing is ever broken by a name or a number.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext as _

from programs.enums import TiePolicy

from . import placings
from .basis import Result, Row


def compute(rows: list[Row], inputs: dict) -> list[Result]:
    """Places of all who are eligible; the others without one. The order of the rows never matters."""
    by_ranks = inputs["measure"].get("combine") == "rank_sum" and inputs["measure"].get("second_metric")
    values = rank_sums(rows) if by_ranks else {row.key: row.value for row in rows if row.stands}
    by_sample = inputs["tie_policy"] == TiePolicy.BREAK_BY_SAMPLE
    ends = placings.boundaries(inputs["placings"])
    standing = [row for row in rows if values.get(row.key) is not None]
    merits = dict(zip([row.key for row in standing], in_order([values[row.key] for row in standing]), strict=True))

    def merit(row: Row) -> tuple:
        value = merits[row.key]
        return (-value if by_ranks else value, row.surveys if by_sample else 0)

    results = []
    position = 1
    for _merit, group in groupby(sorted(standing, key=merit, reverse=True), key=merit):
        equal = sorted(group, key=lambda row: row.key)
        undecided = inputs["tie_policy"] != TiePolicy.SHARE and any(
            position <= end < position + len(equal) - 1 for end in ends
        )
        needs = _("Needs information: tie-break decision.") if undecided else ""
        results += [Result(row.key, values[row.key], row.surveys, position, len(equal) > 1, needs) for row in equal]
        position += len(equal)
    placed = {row.key for row in standing}
    return results + [Result(row.key, row.value, row.surveys, None, False, "") for row in rows if row.key not in placed]


def rank_sums(rows: list[Row]) -> dict[str, Fraction]:
    """The sum of the ranks in both metrics, among those who stand; the smallest is the best (S02)."""
    standing = [row for row in rows if row.may_stand and all(share is not None for share in row.rates)]
    sums: dict[str, Fraction] = {row.key: Fraction(0) for row in standing}
    for place in range(2):
        merits = in_order([row.rates[place] for row in standing])
        ascending = sorted(merits)
        for row, merit in zip(standing, merits, strict=True):
            sums[row.key] += len(ascending) - bisect_right(ascending, merit) + 1
    return sums


def in_order(shares: list[Fraction]) -> list[int]:
    """Whole numbers that stand to each other exactly as these shares do, and are compared much faster.

    Two different fractions are at least 1 / (b * d) apart, so scaled by more than that their floors differ too.
    """
    ratios = [share.as_integer_ratio() for share in shares]
    bits = 2 * max((below.bit_length() for _above, below in ratios), default=0)
    return [(above << bits) // below for above, below in ratios]
