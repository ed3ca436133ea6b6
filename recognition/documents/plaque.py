"""The plaque: 8 by 10 inches (the larger one 12 by 15), portrait, gold on the program's deep colour, a laurel and a star."""

from __future__ import annotations

from functools import lru_cache
from math import radians

from ..art import gold, laurel, lettering
from ..art.curves import facets, filled, n, notched, polar, star, stroked
from ..art.guilloche import band, rosette
from ..palette import Palette
from ..typography import (
    CAPITALS,
    CAPITALS_LIGHT,
    FOR_NAMES,
    ITALIC,
    SMALL_BOLD,
    SMALL_CAPS,
    WRITES_ALL,
    fit,
)
from .printing import Block, Page, Stamp, drawing, enlarged, print_page, qr_operators, rgb
from .wording import Wording, presented, roman

WIDTH, HEIGHT = 576, 720
CX = WIDTH / 2
STAR_Y = 178
GOLD, LINE_GOLD, IVORY, CARD = "#D9B765", "#C9A24A", "#F7EFD9", "#EAD7A0"
LARGER = 1.5
ROOM = WIDTH - 2 * 70
QR_SIDE, QR_LEFT, QR_TOP = 44, WIDTH - 66 - 44, 613
TOP_OF_STORY, END_OF_STORY = 407, 527


def render(words: Wording) -> bytes:
    page = Page(WIDTH, HEIGHT, words.title, words.organiser, words.language)
    art = words.palette
    under = [Stamp(ground(words.program, words.subtitle, art), 0, 0, WIDTH, HEIGHT)]
    over = [Stamp(title(words.placing, words.category, roman(int(words.year))), 0, 0, WIDTH, HEIGHT)]
    _unseen(page, words.program, 318, tag="h1")
    page.label(presented(), ITALIC, 15.5, 389, IVORY, left=70, width=ROOM)
    _story(page, words)
    _unseen(page, f"{words.placing}, {words.category}", 552)
    _foot(page, words)
    return print_page(page, under=under, over=over, operators=_qr(words, art))


def render_larger(words: Wording) -> bytes:
    """The same plaque on 12 by 15 inches: for those whom a larger one sets apart."""
    return enlarged(render(words), LARGER)


def _story(page: Page, words: Wording) -> None:
    """The name, the organisation and the citation in one column."""
    name = fit(words.name, ROOM, size=46, one_line_floor=31, floor=19, faces=FOR_NAMES)
    blocks = [Block(name, 2, IVORY)]
    if words.organisation:
        company = fit(
            words.organisation, ROOM, size=18.5, one_line_floor=14, floor=11, lines=2, faces=(ITALIC, *WRITES_ALL)
        )
        blocks.append(Block(company, 5, IVORY))
    if words.citation:
        said = fit(
            f"“{words.citation}”", ROOM, size=13 if words.organisation else 16, one_line_floor=12, floor=9.4,
            lines=3, faces=(ITALIC, *WRITES_ALL),
        )  # fmt: skip
        blocks.append(Block(said, 5, IVORY))
    page.column(blocks, TOP_OF_STORY, END_OF_STORY, left=55, width=WIDTH - 110)


def _unseen(page: Page, text: str, top: float, **more) -> None:
    """What is drawn in gold outlines, once more as text for readers, search and copying; painted clear."""
    setting = fit(text, ROOM, size=12, one_line_floor=6, floor=6, lines=1, faces=(SMALL_BOLD, *WRITES_ALL))
    page.put(setting, top, "transparent", left=70, width=ROOM, **more)


def _foot(page: Page, words: Wording) -> None:
    issuer = fit(
        words.organiser, 260, size=12, one_line_floor=8, floor=8, lines=1, faces=(SMALL_CAPS, *WRITES_ALL), spacing=0.1
    )
    page.put(issuer, 629, LINE_GOLD, left=66, width=300, align="left", spacing=issuer.size * 0.1)
    page.label(words.day, ITALIC, 10.4, 643, IVORY, left=66, width=300, align="left")
    page.label(
        words.code, SMALL_BOLD, 6.2, QR_TOP + QR_SIDE + 6.5, LINE_GOLD, left=QR_LEFT - 20, width=QR_SIDE + 40,
        spacing=0.3, link=words.address,
    )  # fmt: skip


def _qr(words: Wording, art: Palette) -> bytes:
    """Dark on a gold card: many readers refuse light modules on dark."""
    quiet = 6.0
    bottom = HEIGHT - QR_TOP - QR_SIDE
    side = QR_SIDE + 2 * quiet
    card = f"{rgb(CARD)} {QR_LEFT - quiet:.2f} {bottom - quiet:.2f} {side:.2f} {side:.2f} re f "
    return card.encode() + qr_operators(words.address, QR_LEFT, bottom, QR_SIDE, art.ground_dark)


@lru_cache(maxsize=8)
def ground(program: str, subtitle: str, art: Palette) -> bytes:
    """Ground, frames, rays, wreath, star and the program's name: the same for all its plaques."""
    night = ((0, art.ground_light), (0.45, art.ground), (1, art.ground_dark))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><defs>',
        gold.radial("night", CX, 250, 560, night),
        gold.linear("type", 90, 0, 486, 120, gold.SHEEN),
        gold.linear("frame", 0, 0, WIDTH, HEIGHT, gold.SHEEN),
        gold.linear("leaf", 200, 70, 380, 240, gold.SHEEN),
        f'</defs><rect width="{WIDTH}" height="{HEIGHT}" fill="url(#night)"/>',
        _rays(art),
        f'<path d="{notched(26, 26, WIDTH - 52, HEIGHT - 52, 20)}" fill="none" stroke="url(#frame)" stroke-width="2.2"/>',
        f'<path d="{notched(32.5, 32.5, WIDTH - 65, HEIGHT - 65, 20)}" fill="none" stroke="url(#frame)" stroke-width=".6"/>',
        *(_corner(x, y) for x in (29, WIDTH - 29) for y in (29, HEIGHT - 29)),
        *(stroked([c], "#CFAE5E", 0.34, 0.8) for c in band(41, 41, WIDTH - 82, HEIGHT - 82, 26, 3.1, 11, 3)),
        _wreath(art),
        _star(art),
        _program(program.upper()),
        _gold_line(subtitle, 16.5, 351, 0.17, SMALL_CAPS, LINE_GOLD),
        f'<path d="M{n(CX - 120)} 373H{n(CX - 15)}M{n(CX + 15)} 373H{n(CX + 120)}" stroke="{GOLD}" stroke-width=".7"/>',
        filled(star(CX, 373, 6.5, 1.9, 4), GOLD),
        "</svg>",
    ]
    return drawing("".join(parts), WIDTH, HEIGHT)


@lru_cache(maxsize=64)
def title(placing: str, category: str, year: str) -> bytes:
    """Placing, category and year in gold, on nothing."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><defs>',
        gold.linear("type", 90, 500, 486, 620, gold.SHEEN),
        "</defs>",
        _gold_line(placing.upper(), 25, 566, 0.17, CAPITALS, "url(#type)"),
        _gold_line(category, 17, 589, 0.13, SMALL_CAPS, LINE_GOLD),
        f'<path d="M{n(CX - 92)} 610H{n(CX - 42)}M{n(CX + 42)} 610H{n(CX + 92)}" stroke="{GOLD}" stroke-width=".7"/>',
        filled(lettering.line(CAPITALS_LIGHT, year, 12, CX, 614.2, spacing=1.4), LINE_GOLD),
        "</svg>",
    ]
    return drawing("".join(parts), WIDTH, HEIGHT)


def _program(name: str) -> str:
    """The program's name in gold, on two lines where one would be small."""
    setting = fit(
        name, ROOM, size=30, one_line_floor=18, floor=10, lines=2, faces=(CAPITALS, *WRITES_ALL), spacing=0.12
    )
    if len(setting.lines) == 1:
        return _gold_line(name, 30, 329, 0.12, CAPITALS, "url(#type)")
    return "".join(
        _gold_line(line, setting.size, 313 + at * 20, 0.12, CAPITALS, "url(#type)")
        for at, line in enumerate(setting.lines)
    )


def _gold_line(text: str, size: float, baseline: float, spacing: float, face, colour: str) -> str:
    """One line of outlined text, smaller where it is long, in the first face that can write it."""
    setting = fit(
        text, ROOM, size=size, one_line_floor=size * 0.4, floor=size * 0.4, lines=1, faces=(face, *WRITES_ALL),
        spacing=spacing,
    )  # fmt: skip
    face = setting.faces[0]
    return filled(
        lettering.line(face, setting.lines[0], setting.size, CX, baseline, spacing=setting.size * spacing), colour
    )


def _rays(art: Palette) -> str:
    rays = []
    for i in range(72):
        if 27 <= i <= 45:
            continue
        angle = radians(i * 5 - 90)
        inner, outer = polar(CX, STAR_Y, 90, angle), polar(CX, STAR_Y, 124 if i % 2 else 113, angle)
        rays.append(f"M{n(inner[0])} {n(inner[1])}L{n(outer[0])} {n(outer[1])}")
    lace = rosette(CX, STAR_Y, 112, 30, 36, 6, lace=72)
    return stroked(rays, LINE_GOLD, 0.45, 0.42) + "".join(stroked([curve], GOLD, 0.28, 0.3) for curve in lace)


def _corner(x: float, y: float) -> str:
    return filled(star(x, y, 7.5, 2.2, 4), "url(#frame)") + filled(star(x, y, 4.4, 1.6, 4, -45), "url(#frame)")


def _wreath(art: Palette) -> str:
    blades, ribs, stem = laurel.branch(CX, STAR_Y, 66, 12, 25, 100, 252)
    half = (
        filled(blades, "url(#leaf)")
        + f'<path d="{stem}" fill="none" stroke="url(#leaf)" stroke-width="1.5"/>'
        + stroked([ribs], art.ground, 0.55)
    )
    return half + f'<g transform="translate({n(2 * CX)} 0) scale(-1 1)">{half}</g>'


def _star(art: Palette) -> str:
    return (
        filled(star(CX, STAR_Y, 25, 6.4, 4, -45), "url(#leaf)")
        + filled(star(CX, STAR_Y, 43, 8.6, 4), "url(#leaf)")
        + filled(facets(CX, STAR_Y, 43, 8.6), art.ground_dark, 0.55)
    )
