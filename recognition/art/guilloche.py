"""Guilloche: the engine-turned bands and rosettes of banknotes, as closed waves shifted in phase."""

from __future__ import annotations

from math import cos, pi, sin

from .curves import Point, polar, smooth


def rosette(
    cx: float, cy: float, r: float, depth: float, lobes: int, strands: int, *, steps: int = 10, lace: int = 0
) -> list[str]:
    """Waves around a circle of radius `r`, reaching `depth` inwards; `lace` adds a second, finer wave."""
    curves = []
    for strand in range(strands):
        phase = 2 * pi * strand / strands
        points = []
        for i in range(lobes * steps):
            angle = 2 * pi * i / (lobes * steps)
            wave = cos(lobes * angle + phase)
            if lace:
                wave = 0.72 * wave + 0.28 * cos(lace * angle - 2 * phase)
            points.append(polar(cx, cy, r - depth / 2 + wave * depth / 2, angle))
        curves.append(smooth(points))
    return curves


def band(
    x: float, y: float, w: float, h: float, r: float, amplitude: float, period: float, strands: int, *, steps: int = 10
) -> list[str]:
    """Waves along a rounded rectangle. The number of waves is made whole, so that no seam shows."""
    length = 2 * (w - 2 * r) + 2 * (h - 2 * r) + 2 * pi * r
    waves = round(length / period)
    count = waves * steps
    edge = [_along(x, y, w, h, r, length * i / count) for i in range(count)]
    curves = []
    for strand in range(strands):
        phase = 2 * pi * strand / strands
        points = []
        for i, (px, py, nx, ny) in enumerate(edge):
            offset = amplitude * sin(2 * pi * waves * i / count + phase)
            points.append((px + nx * offset, py + ny * offset))
        curves.append(smooth(points))
    return curves


def scallop(cx: float, cy: float, r: float, depth: float, lobes: int) -> str:
    """The edge of a seal: a circle of small round lobes."""
    points: list[Point] = []
    for i in range(lobes * 12):
        angle = 2 * pi * i / (lobes * 12)
        points.append(polar(cx, cy, r - depth + depth * abs(cos(lobes * angle / 2)) ** 0.7, angle))
    return smooth(points)


def _along(x: float, y: float, w: float, h: float, r: float, s: float) -> tuple[float, float, float, float]:
    """Point and outward normal on a rounded rectangle, `s` along from its upper left, clockwise."""
    across, down, turn = w - 2 * r, h - 2 * r, pi * r / 2
    sides = [
        (across, (x + r, y), (1, 0), (0, -1)),
        (turn, (x + w - r, y + r), -pi / 2, None),
        (down, (x + w, y + r), (0, 1), (1, 0)),
        (turn, (x + w - r, y + h - r), 0.0, None),
        (across, (x + w - r, y + h), (-1, 0), (0, 1)),
        (turn, (x + r, y + h - r), pi / 2, None),
        (down, (x, y + h - r), (0, -1), (-1, 0)),
        (turn, (x + r, y + r), pi, None),
    ]
    while s > sides[0][0] and len(sides) > 1:
        s -= sides.pop(0)[0]
    _length, origin, way, normal = sides[0]
    if normal is None:
        angle = way + s / r
        px, py = polar(*origin, r, angle)
        return px, py, cos(angle), sin(angle)
    return origin[0] + way[0] * s, origin[1] + way[1] * s, *normal
