"""A program's colours as the inks of its documents, readable on ivory and on the plaque whatever was chosen."""

from __future__ import annotations

from dataclasses import dataclass

from programs.domain.palette import as_hex, mixed, parsed, until
from programs.models import Program

IVORY = (252, 249, 241)
BLACK = (6, 8, 16)
WHITE = (255, 255, 255)
WARM = (0x8A, 0x6A, 0x20)


@dataclass(frozen=True)
class Palette:
    """Inks of certificate and plaque, as #rrggbb."""

    ink: str
    rule: str
    rule_text: str
    watermark: str
    ribbon_light: str
    ribbon: str
    ribbon_dark: str
    ground_light: str
    ground: str
    ground_dark: str


def palette_of(program: Program) -> Palette:
    main = parsed(program.colour, (22, 35, 63))
    accent = parsed(program.accent, (169, 129, 47))
    ink = until(mixed(main, BLACK, 0.28), BLACK, IVORY, 11)
    deep = until(main, BLACK, WHITE, 10.5)
    return Palette(
        ink=as_hex(ink),
        rule=as_hex(until(accent, WARM, IVORY, 2.9)),
        rule_text=as_hex(until(accent, BLACK, IVORY, 4.6)),
        watermark=as_hex(mixed(accent, IVORY, 0.72)),
        ribbon_light=as_hex(mixed(deep, WHITE, 0.2)),
        ribbon=as_hex(mixed(deep, BLACK, 0.25)),
        ribbon_dark=as_hex(mixed(deep, BLACK, 0.7)),
        ground_light=as_hex(mixed(deep, WHITE, 0.08)),
        ground=as_hex(mixed(deep, BLACK, 0.38)),
        ground_dark=as_hex(mixed(deep, BLACK, 0.74)),
    )
