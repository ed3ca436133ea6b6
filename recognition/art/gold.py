"""Gold that catches the light: gradients in user space, by where they lie."""

from __future__ import annotations

from .curves import n

SPACE = 'gradientUnits="userSpaceOnUse"'
SHEEN = (
    (0, "#B98F3A"), (0.18, "#F3E0A2"), (0.36, "#C79B42"), (0.52, "#FBF0C8"), (0.68, "#C2953B"), (0.84, "#F0DA98"),
    (1, "#AD8230"),
)  # fmt: skip
DISC = ((0, "#F9EDC6"), (0.26, "#D6B055"), (0.5, "#F5E5AC"), (0.74, "#B28429"), (1, "#E9CF83"))
RIM = ((0, "#FDF6DC"), (0.5, "#BE9438"), (1, "#8A651E"))
FACE = ((0, "#FDF5D9"), (0.42, "#E6C873"), (1, "#A27726"))
ENGRAVED = "#7C5A18"
INK = "#4A340A"
EDGE = "#8F6A22"


def stops(colours: tuple[tuple[float, str], ...]) -> str:
    return "".join(f'<stop offset="{n(at)}" stop-color="{colour}"/>' for at, colour in colours)


def linear(name: str, x1: float, y1: float, x2: float, y2: float, colours: tuple[tuple[float, str], ...]) -> str:
    where = f'x1="{n(x1)}" y1="{n(y1)}" x2="{n(x2)}" y2="{n(y2)}"'
    return f'<linearGradient id="{name}" {SPACE} {where}>{stops(colours)}</linearGradient>'


def radial(name: str, cx: float, cy: float, r: float, colours: tuple[tuple[float, str], ...]) -> str:
    where = f'cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}"'
    return f'<radialGradient id="{name}" {SPACE} {where}>{stops(colours)}</radialGradient>'
