"""Charts as plain numbers for an SVG in a template: no script, printable, readable by a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .overview import Day

WIDTH, HEIGHT = 720, 180
LEFT, BOTTOM, TOP = 40, 24, 12


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class DayChart:
    """Bars of one day each, with a labelled axis; heights in SVG units."""

    width: int
    height: int
    left: int
    base: int
    bars: list[Bar]
    days: list[Tick]
    counts: list[Tick]


def axis_steps(highest: int) -> list[int]:
    """Three or four whole numbers from zero to at least `highest`: 0, 5, 10, 15."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2500, 5000):
        if step * 4 >= highest:
            break
    return list(range(0, max(highest, 1) + step, step))


def by_day(days: Sequence[Day]) -> DayChart:
    """A bar a day for `submissions_by_day`."""
    steps = axis_steps(max((day.count for day in days), default=0))
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    slot = (WIDTH - LEFT) / max(len(days), 1)
    gap = min(2.0, slot * 0.2)
    bars = [
        Bar(
            x=round(LEFT + place * slot + gap / 2, 2),
            y=round(base - room * day.count / steps[-1], 2),
            width=round(min(slot - gap, 36), 2),
            height=round(room * day.count / steps[-1], 2),
            title=f"{day.day:%b %-d}: {day.count}",
        )
        for place, day in enumerate(days)
        if day.count
    ]
    every = max(1, -(-len(days) // 8))
    return DayChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        base=base,
        bars=bars,
        days=[
            Tick(round(LEFT + (place + 0.5) * slot, 2), f"{day.day:%b %-d}")
            for place, day in enumerate(days)
            if place % every == 0
        ],
        counts=[Tick(round(base - room * step / steps[-1], 2), str(step)) for step in steps],
    )
