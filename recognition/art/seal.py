"""The gold seal with ribbons, in a box of 200 by 236."""

from __future__ import annotations

from math import cos, radians, sin

from ..palette import Palette
from ..typography import CAPITALS, NUMERAL, lacks
from . import gold, laurel, lettering
from .curves import filled, n, star, stroked
from .guilloche import rosette, scallop

WIDTH, HEIGHT = 200, 236
CX, CY = 100, 96
TOP_ARC, BOTTOM_ARC = radians(196), radians(132)


def seal(top: str, bottom: str, middle: str, below: str, palette: Palette) -> str:
    """`top` and `bottom` stand around it, `middle` (a numeral) and `below` (a year) in the laurel."""
    parts = [_gradients(palette), _ribbons(), _disc(), _ring_text(top, bottom), _heart(middle, below)]
    body = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{body}</svg>'


def _gradients(palette: Palette) -> str:
    reach = 92 * 0.78
    ribbon = ((0, palette.ribbon_light), (0.55, palette.ribbon), (1, palette.ribbon_dark))
    return (
        "<defs>"
        + gold.linear("disc", CX - reach, CY - reach, CX + reach, CY + reach, gold.DISC)
        + gold.linear("rim", CX + reach, CY - reach, CX - reach, CY + reach, gold.RIM)
        + gold.radial("face", CX - 92 * 0.22, CY - 92 * 0.32, 92 * 1.35, gold.FACE)
        + gold.linear("left", 50, 160, 98, 190, ribbon)
        + gold.linear("right", 150, 160, 102, 190, ribbon)
        + "</defs>"
    )


def _ribbons() -> str:
    return (
        filled("M62 158L40 224L61 216L74 234L101 172Z", "url(#left)")
        + filled("M138 158L160 224L139 216L126 234L99 172Z", "url(#right)")
        + stroked(["M65.5 163L46.5 219.5M134.5 163L153.5 219.5M95 176L72.5 228.5M105 176L127.5 228.5"], "#D8B45A", 0.7)
    )


def _disc() -> str:
    return (
        f'<path d="{scallop(CX, CY, 92, 5.5, 44)}" fill="url(#disc)" stroke="{gold.EDGE}" stroke-width=".5"/>'
        + _ring(83, "none", "url(#rim)", 2.4)
        + _ring(80.4, "url(#face)", gold.EDGE, 0.4)
        + stroked(rosette(CX, CY, 79, 6, 60, 4, steps=8), "#A98338", 0.28)
        + _ring(72, "none", gold.ENGRAVED, 0.6)
        + _ring(51.5, "none", gold.ENGRAVED, 0.6)
        + stroked(rosette(CX, CY, 49.5, 15, 24, 6, lace=48), "#A98338", 0.26)
        + _ring(34, "url(#face)", "url(#rim)", 1.6)
        + _ring(32, "none", gold.ENGRAVED, 0.35)
    )


def _ring(r: float, fill: str, stroke: str, width: float) -> str:
    return f'<circle cx="{CX}" cy="{CY}" r="{n(r)}" fill="{fill}" stroke="{stroke}" stroke-width="{n(width)}"/>'


def _ring_text(top: str, bottom: str) -> str:
    upper = _around(top.upper(), 11.5, 57.6, -90, TOP_ARC, inside=False)
    lower = _around(bottom.upper(), 10.2, 65.6, 90, BOTTOM_ARC, inside=True)
    marks = [] if upper and lower else [-90] if not upper else [90]
    path = upper + lower
    for angle in (180, 0, *marks):
        at = radians(angle)
        path += star(CX + 61.6 * cos(at), CY + 61.6 * sin(at), 4.2, 1.7, 5)
    return filled(path, gold.INK)


def _around(text: str, size: float, r: float, middle: float, room: float, *, inside: bool) -> str:
    """Text in its arc, smaller where it is long; nothing (a star stands there) where it cannot be read."""
    if not text or lacks(CAPITALS, text):
        return ""
    spacing = 1.3
    while lettering.arc_length(CAPITALS, text, size, spacing) / r > room:
        size, spacing = size * 0.96, spacing * 0.92
        if size < 6:
            return ""
    return lettering.circle(CAPITALS, text, size, CX, CY, r, middle, spacing=spacing, inside=inside)


def _heart(middle: str, below: str) -> str:
    half = filled(laurel.sprig(CX, CY + 1, 25, 9, 7.6, 112, 236), gold.INK)
    return (
        half
        + f'<g transform="translate({WIDTH} 0) scale(-1 1)">{half}</g>'
        + filled(lettering.line(NUMERAL, middle, 29 if len(middle) < 3 else 22, CX, CY + 7.5), gold.INK)
        + filled(lettering.line(CAPITALS, below, 5.2, CX, CY + 16.5, spacing=0.6), gold.INK)
    )
