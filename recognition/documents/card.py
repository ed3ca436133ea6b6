"""The picture that a program's pages show where they are shared: its name in its colours.

It is the same before and after an announcement, so it can tell nothing.
"""

from __future__ import annotations

import io
from math import cos, pi, sin

from PIL import Image, ImageDraw, ImageFont

from programs.domain.palette import palette
from programs.models import Program

from ..typography import FOLDER

WIDE, HIGH, MARGIN = 1200, 630, 90
SHARPER = 2  # drawn twice as large and brought down, for smooth edges
TITLE, WORDS = "NotoSerif-Medium.ttf", "SourceSans3-SemiBold.ttf"
LARGEST, SMALLEST = 104, 44
MOST_LINES = 3


def png(program: Program) -> bytes:
    colours = palette(program.colour, program.accent)
    card = Image.new("RGB", (WIDE * SHARPER, HIGH * SHARPER), colours.program)
    draw = ImageDraw.Draw(card)
    _rosette(draw, (WIDE - 70, HIGH // 2), 330, colours.program_deep, colours.program)
    draw.rectangle(_scaled(0, HIGH - 14, WIDE, HIGH), fill=colours.accent)
    font, lines = _fitted(draw, program.name, WIDE - 2 * MARGIN)
    top = HIGH * SHARPER // 2 - round(font.size * 1.2 * len(lines) / 2) - 30 * SHARPER
    for place, line in enumerate(lines):
        draw.text((MARGIN * SHARPER, top + round(place * font.size * 1.2)), line, colours.on_program, font)
    below = top + round(len(lines) * font.size * 1.2) + 34 * SHARPER
    draw.rectangle([MARGIN * SHARPER, below, (MARGIN + 120) * SHARPER, below + 6 * SHARPER], fill=colours.accent)
    if program.organiser and program.organiser not in program.name:
        small = _font(WORDS, 38)
        draw.text((MARGIN * SHARPER, below + 34 * SHARPER), program.organiser, colours.accent_on_program, small)
    file = io.BytesIO()
    card.resize((WIDE, HIGH), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitted(draw: ImageDraw.ImageDraw, text: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest size at which the words fit in a few lines; at the smallest, what fits of them."""
    for size in range(LARGEST, SMALLEST - 1, -6):
        font = _font(TITLE, size)
        lines = _lines(draw, text, font, width * SHARPER)
        if len(lines) <= MOST_LINES and all(draw.textlength(line, font) <= width * SHARPER for line in lines):
            break
    return font, lines[:MOST_LINES]


def _lines(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _rosette(draw: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int, colour: str, paper: str) -> None:
    """A medal's outline, half off the edge."""
    x, y = centre
    points = [
        (
            (x + (radius if n % 2 else radius * 0.93) * cos(n * pi / 36)) * SHARPER,
            (y + (radius if n % 2 else radius * 0.93) * sin(n * pi / 36)) * SHARPER,
        )
        for n in range(72)
    ]
    draw.polygon(points, fill=colour)
    for share in (0.82, 0.78, 0.56):
        ring = radius * share
        draw.ellipse(_scaled(x - ring, y - ring, x + ring, y + ring), outline=paper, width=3 * SHARPER)


def _scaled(*numbers: float) -> list[float]:
    return [number * SHARPER for number in numbers]


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FOLDER / name), size * SHARPER)
