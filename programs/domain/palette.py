"""A program's two colours as the small set that pages use, safe to read whatever was chosen.

Pure arithmetic: WCAG relative luminance and contrast. Text on a colour is white or ink, whichever
reads better; text in a colour is that colour, darkened until it reads on paper.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

HEX = re.compile(r"#[0-9a-fA-F]{6}")
INK = (22, 33, 58)
WHITE = (255, 255, 255)
PAPER = (248, 246, 241)
READABLE = 4.6
VISIBLE = 3.1

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb, named as the CSS variables that carry them."""

    program: str
    on_program: str
    program_text: str
    program_deep: str
    program_tint: str
    accent: str
    on_accent: str
    accent_text: str
    accent_on_program: str


def palette(colour: str, accent: str) -> Palette:
    """Deep is the end of a gradient and a button under the pointer: away from its text, never towards it."""
    main = parsed(colour, (29, 58, 110))
    second = parsed(accent, (185, 143, 58))
    return Palette(
        program=as_hex(main),
        on_program=as_hex(text_on(main)),
        program_text=as_hex(until(main, INK, PAPER, READABLE)),
        program_deep=as_hex(mixed(main, (0, 0, 0) if text_on(main) == WHITE else WHITE, 0.28)),
        program_tint=as_hex(mixed(main, WHITE, 0.93)),
        accent=as_hex(second),
        on_accent=as_hex(text_on(second)),
        accent_text=as_hex(until(second, INK, PAPER, READABLE)),
        accent_on_program=as_hex(until(second, text_on(main), main, READABLE)),
    )


def parsed(text: str, otherwise: Colour) -> Colour:
    if not HEX.fullmatch(text or ""):
        return otherwise
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def as_hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """`colour` with `share` (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, other, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(colour: Colour) -> Colour:
    """White or ink where one of them reads, else black: one of white and black always does."""
    best = max(WHITE, INK, key=lambda text: contrast(colour, text))
    return best if contrast(colour, best) >= READABLE else (0, 0, 0)


def until(colour: Colour, towards: Colour, background: Colour, needed: float) -> Colour:
    """`colour`, moved towards another in small steps until it stands out from the background."""
    for step in range(21):
        candidate = mixed(colour, towards, step / 20)
        if contrast(candidate, background) >= needed:
            return candidate
    return towards


def stylesheet(selector: str, colour: str, accent: str) -> str:
    """The palette as CSS variables. Nothing of what was typed goes in unparsed."""
    named = asdict(palette(colour, accent))
    lines = "".join(f"  --{name.replace('_', '-')}: {value};\n" for name, value in named.items())
    return f"{selector} {{\n{lines}}}\n"
