"""Half a laurel wreath; whoever draws it mirrors it for the other half."""

from __future__ import annotations

from math import cos, pi, radians, sin

from .curves import n, polar, smooth


def sprig(cx: float, cy: float, r: float, leaves: int, size: float, start: float, end: float) -> str:
    """Small leaves in pairs on an arc, for the middle of a seal."""
    path = []
    for i in range(leaves):
        share = i / (leaves - 1)
        angle = radians(start + (end - start) * share)
        x, y = polar(cx, cy, r, angle)
        for side in (-1, 1):
            way = angle + pi / 2 + side * 0.62
            length = size * (1 - 0.35 * share)
            tip, half = polar(x, y, length, way), polar(x, y, length * 0.45, way)
            px, py = -sin(way) * length * 0.3, cos(way) * length * 0.3
            path.append(
                f"M{n(x)} {n(y)}Q{n(half[0] + px)} {n(half[1] + py)} {n(tip[0])} {n(tip[1])}"
                f"Q{n(half[0] - px)} {n(half[1] - py)} {n(x)} {n(y)}Z"
            )
    return "".join(path)


def branch(cx: float, cy: float, r: float, leaves: int, size: float, start: float, end: float) -> tuple[str, str, str]:
    """A large branch: its leaves, their midribs, and the stem."""
    blades, ribs = [], []
    stem = [polar(cx, cy, r, radians(start - 6 + (end - start + 4) * i / 40)) for i in range(41)]
    for i in range(leaves):
        share = i / (leaves - 1)
        angle = radians(start + (end - start) * share)
        x, y = polar(cx, cy, r, angle)
        for side in (-1, 1):
            blade, rib = _leaf(x, y, angle + pi / 2 + side * 0.5, size * (1.04 - 0.42 * abs(share - 0.38) ** 1.2))
            blades.append(blade)
            ribs.append(rib)
    return "".join(blades), "".join(ribs), smooth(stem, closed=False)


def _leaf(x: float, y: float, way: float, length: float) -> tuple[str, str]:
    foot, tip = polar(x, y, 1.4, way), polar(x, y, length, way)
    px, py = -sin(way) * length * 0.26, cos(way) * length * 0.26

    def at(along: float, aside: float) -> str:
        return (
            f"{n(foot[0] + (tip[0] - foot[0]) * along + px * aside)}"
            f" {n(foot[1] + (tip[1] - foot[1]) * along + py * aside)}"
        )

    start = f"{n(foot[0])} {n(foot[1])}"
    blade = (
        f"M{start}C{at(0.28, 1.05)} {at(0.72, 0.8)} {n(tip[0])} {n(tip[1])}C{at(0.72, -0.8)} {at(0.28, -1.05)} {start}Z"
    )
    return blade, f"M{start}L{at(0.82, 0)}"
