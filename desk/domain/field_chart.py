"""The field of a measured award as a chart: how many have which rating, or improved by how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from judging.domain.standing import Standing

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 190, 40, 26, 12
STEP = 5
#: Who improved by more than this stands at the end of the chart.
FURTHEST = 100


@dataclass(frozen=True)
class Column:
    x: float
    width: float
    placed_y: float
    placed_height: float
    rest_y: float
    rest_height: float
    title: str


@dataclass(frozen=True)
class FieldChart:
    width: int
    height: int
    left: int
    base: int
    columns: list[Column]
    labels: list[tuple[float, str]]
    bar_at: float | None
    bar_label: str
    is_improvement: bool


def of(rows: Sequence[Standing]) -> FieldChart | None:
    """In steps of five percent or points: who is placed below, the others on top."""
    measure = rows[0].measured.measure if rows else None
    is_improvement = measure is not None and measure.compare == "improvement"
    placed: Counter[int] = Counter()
    rest: Counter[int] = Counter()
    for row in rows:
        share = row.value if is_improvement else row.measured.rating
        if share is not None:
            (placed if row.place is not None else rest)[step_of(share, is_improvement)] += 1
    used = {*placed, *rest}
    if not used:
        return None
    ends = (-FURTHEST // STEP if is_improvement else 0, FURTHEST // STEP - 1)
    first, last = max(min(used) - 1, ends[0]), min(max(used) + 1, ends[1])
    slot = (WIDTH - LEFT) / (last - first + 1)
    bar = measure.bar
    inside = bar is not None and first * STEP <= bar <= (last + 1) * STEP
    unit = _("points") if is_improvement and measure.improvement_unit == "points" else "%"
    return FieldChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        base=HEIGHT - BOTTOM,
        columns=columns(placed, rest, first, slot, unit),
        labels=[
            (round(LEFT + (at - first) * slot, 2), label(at * STEP, is_improvement)) for at in range(first, last + 1)
        ],
        bar_at=round(LEFT + (bar / STEP - first) * slot, 2) if inside else None,
        bar_label=f"{bar} {unit}" if inside else "",
        is_improvement=is_improvement,
    )


def step_of(share: Fraction, is_improvement: bool) -> int:
    """Which step a rate or an improvement falls into; all of a hundred percent belong to the last one."""
    least = -FURTHEST // STEP if is_improvement else 0
    return max(least, min(share * 100 // STEP, FURTHEST // STEP - 1))


def columns(placed: Counter[int], rest: Counter[int], first: int, slot: float, unit: str) -> list[Column]:
    used = sorted({*placed, *rest})
    highest = max(placed[at] + rest[at] for at in used)
    wide = min(slot - 4, 60)
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    found = []
    for at in used:
        low, high = room * placed[at] / highest, room * rest[at] / highest
        found.append(
            Column(
                x=round(LEFT + (at - first) * slot + (slot - wide) / 2, 2),
                width=round(wide, 2),
                placed_y=round(base - low, 2),
                placed_height=round(low, 2),
                rest_y=round(base - low - high, 2),
                rest_height=round(high, 2),
                title=_("%(from)d to %(to)d %(unit)s: %(placed)d placed, %(rest)d not placed")
                % {"from": at * STEP, "to": (at + 1) * STEP, "unit": unit, "placed": placed[at], "rest": rest[at]},
            )
        )
    return found


def label(number: int, is_improvement: bool) -> str:
    """An improvement shows its sign; its unit stands below the chart."""
    if is_improvement:
        return f"{number:+d}" if number else "0"
    return f"{number} %"
