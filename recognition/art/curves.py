"""Lines: short numbers, smooth curves through points, stars."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians, sin

Point = tuple[float, float]


def n(value: float) -> str:
    """A number with at most two decimals, as short as it can be."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def polar(cx: float, cy: float, r: float, angle: float) -> Point:
    return cx + r * cos(angle), cy + r * sin(angle)


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """A curve through all points (Catmull-Rom), written as cubic Beziers."""
    count, last = len(points), len(points) - 1
    path = [f"M{n(points[0][0])} {n(points[0][1])}"]
    for i in range(count if closed else last):
        if closed:
            a, b, c, d = (points[(i + step) % count] for step in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(i + step, 0), last)] for step in (-1, 0, 1, 2))
        path.append(
            f"C{n(b[0] + (c[0] - a[0]) / 6)} {n(b[1] + (c[1] - a[1]) / 6)}"
            f" {n(c[0] - (d[0] - b[0]) / 6)} {n(c[1] - (d[1] - b[1]) / 6)} {n(c[0])} {n(c[1])}"
        )
    return "".join(path) + ("Z" if closed else "")


def star(cx: float, cy: float, outer: float, inner: float, points: int, turn: float = -90) -> str:
    corners = [polar(cx, cy, inner if i % 2 else outer, radians(turn + 180 * i / points)) for i in range(2 * points)]
    return "M" + "L".join(f"{n(x)} {n(y)}" for x, y in corners) + "Z"


def facets(cx: float, cy: float, outer: float, inner: float) -> str:
    """The shaded halves of a four-pointed star, so that it looks cut."""
    halves = []
    for turn in (-90, 0, 90, 180):
        tip, dip = polar(cx, cy, outer, radians(turn)), polar(cx, cy, inner, radians(turn + 45))
        halves.append(f"M{n(cx)} {n(cy)}L{n(tip[0])} {n(tip[1])}L{n(dip[0])} {n(dip[1])}Z")
    return "".join(halves)


def notched(x: float, y: float, w: float, h: float, r: float) -> str:
    """A frame whose corners are cut out by quarter circles."""
    arc = f"A{n(r)} {n(r)} 0 0 0"
    return (
        f"M{n(x + r)} {n(y)}H{n(x + w - r)}{arc} {n(x + w)} {n(y + r)}V{n(y + h - r)}{arc} {n(x + w - r)} {n(y + h)}"
        f"H{n(x + r)}{arc} {n(x)} {n(y + h - r)}V{n(y + r)}{arc} {n(x + r)} {n(y)}Z"
    )


def stroked(paths: Sequence[str], colour: str, width: float, opacity: float = 1.0) -> str:
    """Thin lines as one path: one stroke to draw instead of many."""
    fade = f' opacity="{n(opacity)}"' if opacity < 1 else ""
    return f'<path d="{"".join(paths)}" fill="none" stroke="{colour}" stroke-width="{n(width)}"{fade}/>'


def filled(path: str, colour: str, opacity: float = 1.0) -> str:
    fade = f' opacity="{n(opacity)}"' if opacity < 1 else ""
    return f'<path d="{path}" fill="{colour}"{fade}/>'
