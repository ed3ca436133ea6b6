"""Letters as outlines, shaped and kerned by HarfBuzz: on a line, or around a circle."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, radians, sin

import uharfbuzz as hb
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from ..typography import Face, loaded
from .curves import n


class _Recording:
    """What HarfBuzz draws, kept so that it can be drawn again turned and moved."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, tuple]] = []

    def __getattr__(self, name: str):
        return lambda *points: self.steps.append((name, points))


@lru_cache(maxsize=2048)
def glyph(face: Face, number: int) -> tuple[tuple[str, tuple], ...]:
    pen = _Recording()
    loaded(face)[0].draw_glyph_with_pen(number, pen)
    return tuple(pen.steps)


def shaped(face: Face, text: str) -> list[tuple[int, float, float, float]]:
    """Glyph, advance and offsets in ems."""
    font, _letters, upem = loaded(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [
        (info.codepoint, place.x_advance / upem, place.x_offset / upem, place.y_offset / upem)
        for info, place in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True)
    ]


def drawn(face: Face, number: int, matrix: tuple[float, float, float, float, float, float]) -> str:
    pen = SVGPathPen(None, ntos=n)
    turned = TransformPen(pen, matrix)
    for step, points in glyph(face, number):
        getattr(turned, step)(*points)
    return pen.getCommands()


def line(face: Face, text: str, size: float, x: float, y: float, *, anchor: str = "middle", spacing: float = 0) -> str:
    """A line of outlined text as one path; `spacing` in points."""
    scale = size / loaded(face)[2]
    glyphs = shaped(face, text)
    length = sum(advance for _number, advance, _dx, _dy in glyphs) * size + spacing * max(len(glyphs) - 1, 0)
    x -= {"start": 0, "middle": length / 2, "end": length}[anchor]
    path = []
    for number, advance, dx, dy in glyphs:
        path.append(drawn(face, number, (scale, 0, 0, -scale, x + dx * size, y - dy * size)))
        x += advance * size + spacing
    return "".join(path)


def arc_length(face: Face, text: str, size: float, spacing: float) -> float:
    return sum(advance * size + spacing for _number, advance, _dx, _dy in shaped(face, text))


def circle(
    face: Face, text: str, size: float, cx: float, cy: float, r: float, middle: float, *, spacing: float = 0,
    inside: bool = False,
) -> str:  # fmt: skip
    """Text around a circle with its middle at an angle (degrees, -90 is the top); `inside` reads along the bottom."""
    scale = size / loaded(face)[2]
    sign = -1 if inside else 1
    angle = radians(middle) - sign * arc_length(face, text, size, spacing) / r / 2
    path = []
    for number, advance, _dx, _dy in shaped(face, text):
        step = (advance * size + spacing) / r
        at = angle + sign * step / 2
        turn = at + sign * pi / 2
        c, s = cos(turn), sin(turn)
        px, py = cx + r * cos(at), cy + r * sin(at)
        back = -advance * size / 2
        path.append(drawn(face, number, (scale * c, scale * s, scale * s, -scale * c, px + back * c, py + back * s)))
        angle += sign * step
    return "".join(path)
