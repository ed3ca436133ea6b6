"""The certificate: US Letter, landscape, ivory with an engraved border, one axis, a gold seal."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import gettext as _

from ..art import curves, gold
from ..art import seal as seal_art
from ..art.curves import filled, n, star, stroked
from ..art.guilloche import band, rosette
from ..palette import Palette
from ..typography import (
    CAPITALS,
    CAPITALS_LIGHT,
    FOR_NAMES,
    HAND,
    ITALIC,
    SMALL,
    SMALL_BOLD,
    SMALL_CAPS,
    TEXT,
    WRITES_ALL,
    fit,
    lacks,
)
from .printing import Block, Page, Stamp, drawing, picture_address, print_page, qr_operators, rule_operators
from .wording import Signatory, Wording, roman

WIDTH, HEIGHT = 792, 612
IVORY = "#FCF9F1"
INK, SOFT, FAINT = "#1D1B16", "#4B4638", "#6B6250"
MARGIN = 92
TOP_OF_STORY, END_OF_STORY = 205, 443
LEFT, RIGHT = WIDTH / 2 - 249, WIDTH / 2 + 77
FLOURISH_WIDTH, FLOURISH_HEIGHT = 232, 10.83


def render(words: Wording) -> bytes:
    page = Page(WIDTH, HEIGHT, words.title, words.organiser, words.language)
    _head(page, words)
    flourish_top = _story(page, words)
    _signatures(page, words)
    _proof(page, words)
    art = words.palette
    under = [Stamp(ground(art, words.logo), 0, 0, WIDTH, HEIGHT)]
    over = [
        Stamp(
            flourish(art.rule), WIDTH / 2 - FLOURISH_WIDTH / 2, HEIGHT - flourish_top - FLOURISH_HEIGHT,
            FLOURISH_WIDTH, FLOURISH_HEIGHT,
        ),
        Stamp(
            gold_seal(words.program, words.placing if words.statement else words.category, words.placing, words.numeral, roman(int(words.year)), art),
            WIDTH / 2 - 48.5, HEIGHT - 446 - 114.46, 97, 114.46,
        ),
    ]  # fmt: skip
    qr = qr_operators(words.address, WIDTH - 62 - 84 + 16, HEIGHT - 464 - 52, 52, art.ink)
    lines = b"".join(rule_operators(x + 4, x + 168, HEIGHT - 491, "#57503F") for x in (LEFT, RIGHT))
    return print_page(page, under=under, over=over, operators=qr + lines)


def _head(page: Page, words: Wording) -> None:
    art, room = words.palette, WIDTH - 2 * 100
    name = fit(
        words.program, room, size=31, one_line_floor=19, floor=14, lines=2, faces=(CAPITALS_LIGHT, *WRITES_ALL),
        spacing=0.11,
    )  # fmt: skip
    page.put(name, 108, art.ink, left=100, width=room, spacing=name.size * 0.11, tag="h1")
    if words.subtitle:
        _subtitle(page, words, room)
    page.label(words.opening, ITALIC, 16, 180, "#3B372E", left=100, width=room)


def _subtitle(page: Page, words: Wording, room: float) -> None:
    art = words.palette
    below = fit(
        words.subtitle, room, size=15.5, one_line_floor=9, floor=9, lines=1, faces=(SMALL_CAPS, ITALIC, *WRITES_ALL),
        spacing=0.19,
    )  # fmt: skip
    page.put(below, 145, art.rule_text, left=100, width=room, spacing=below.size * 0.19)


def _story(page: Page, words: Wording) -> float:
    """Name, organisation, placing and citation in one column; answers where the flourish below the name stands."""
    art, room = words.palette, WIDTH - 2 * MARGIN
    name = fit(words.name, room, size=55, one_line_floor=38, floor=21, faces=FOR_NAMES)
    blocks = [Block(name, 4, art.ink), Block(None, 1, room=FLOURISH_HEIGHT)]
    if words.organisation:
        company = fit(
            words.organisation, WIDTH - 2 * 118, size=20.5, one_line_floor=15, floor=12, lines=2,
            faces=(ITALIC, *WRITES_ALL),
        )  # fmt: skip
        blocks.append(Block(company, 16, INK))
    if words.statement:
        said = fit(words.statement, room, size=15, one_line_floor=12, floor=10, lines=2, faces=(ITALIC, *WRITES_ALL))
        blocks.append(Block(said, 12, SOFT))
    placing = fit(
        words.placing.upper(), room, size=21, one_line_floor=13, floor=11, lines=2, faces=(CAPITALS, *WRITES_ALL),
        spacing=0.17,
    )  # fmt: skip
    category = fit(
        words.category, room, size=15.5, one_line_floor=11, floor=10, lines=2, faces=(SMALL_CAPS, *WRITES_ALL),
        spacing=0.12,
    )  # fmt: skip
    blocks += [Block(placing, 13, art.ink, 0.17), Block(category, 0, art.rule_text, 0.12)]
    if words.citation:
        said = fit(
            f"“{words.citation}”", WIDTH - 2 * 118, size=14 if not words.organisation else 12.4,
            one_line_floor=11.6, floor=9.2, lines=3, faces=(ITALIC, *WRITES_ALL),
        )  # fmt: skip
        blocks.append(Block(said, 9, SOFT))
    tops = page.column(blocks, TOP_OF_STORY, END_OF_STORY, left=MARGIN - 20, width=WIDTH - 2 * (MARGIN - 20))
    return tops[1]


def _signatures(page: Page, words: Wording) -> None:
    """Two people; or one and the date; or, where nobody is named, a line to sign for the organiser, and the date."""
    people = list(words.signatories) or [Signatory("", _("For %(organiser)s") % {"organiser": words.organiser})]
    _signature(page, words, people[0], LEFT)
    if len(people) > 1:
        _signature(page, words, people[1], RIGHT)
        page.label(words.day, SMALL_BOLD, 6.6, 500, words.palette.ink, left=62, width=84, spacing=0.3)
    else:
        date = fit(words.day, 150, size=12.5, one_line_floor=8, floor=8, lines=1, faces=(TEXT, *WRITES_ALL))
        page.put(date, 471, INK, left=RIGHT, width=172)
        page.label(_("Date"), SMALL_CAPS, 9.4, 494, FAINT, left=RIGHT, width=172, spacing=0.7)


def _signature(page: Page, words: Wording, person: Signatory, left: float) -> None:
    if person.name and not lacks(HAND, person.name):
        ink = fit(person.name, 160, size=25, one_line_floor=14, floor=14, lines=1, faces=(HAND,))
        page.put(ink, 489 - ink.size * ink.leading, "#22304F", left=left, width=172)
    top = 494.0
    if person.name:
        name = fit(person.name, 164, size=11, one_line_floor=7, floor=7, lines=1, faces=(TEXT, *WRITES_ALL))
        top = page.put(name, top, INK, left=left, width=172)
    if person.title:
        title = fit(
            person.title, 168, size=9.4, one_line_floor=6.5, floor=6.5, lines=2, faces=(SMALL_CAPS, *WRITES_ALL),
            spacing=0.07,
        )  # fmt: skip
        page.put(title, top, FAINT, left=left, width=172, spacing=title.size * 0.07)


def _proof(page: Page, words: Wording) -> None:
    left = WIDTH - 62 - 84
    page.label(
        words.code, SMALL_BOLD, 6.6, 519.5, words.palette.ink, left=left, width=84, spacing=0.35, link=words.address
    )
    page.label(_("Scan to verify"), SMALL, 6.2, 528.5, SOFT, left=left, width=84)


@lru_cache(maxsize=8)
def ground(art: Palette, logo: str) -> bytes:
    """Paper, watermark, border and the program's mark."""
    cx, cy, middle = WIDTH / 2, HEIGHT / 2 - 8, 34.5
    inner = (WIDTH - 2 * middle, HEIGHT - 2 * middle)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><defs>',
        gold.radial("paper", cx, HEIGHT * 0.46, WIDTH * 0.62, ((0, "#FFFDF8"), (0.65, IVORY), (1, "#F3EAD3"))),
        f'</defs><rect width="{WIDTH}" height="{HEIGHT}" fill="url(#paper)"/>',
        *(stroked([curve], art.watermark, 0.36, 0.55) for curve in rosette(cx, cy, 212, 92, 18, 9, steps=14, lace=54)),
        *(stroked([curve], art.watermark, 0.36, 0.55) for curve in rosette(cx, cy, 118, 66, 12, 7, steps=14, lace=36)),
        _frame(20, art.ink, 1.1),
        _frame(23, art.ink, 0.35),
        *(stroked([curve], art.rule, 0.42) for curve in band(middle, middle, *inner, 9, 8.6, 26, 5)),
        *(stroked([curve], art.ink, 0.32, 0.85) for curve in band(middle, middle, *inner, 9, 5.2, 13, 4)),
        _frame(46, art.ink, 0.35),
        _frame(49.2, art.rule, 1.15),
        *(_corner(x, y, art) for x in (middle, WIDTH - middle) for y in (middle, HEIGHT - middle)),
        "" if logo else mark(cx, 83, 20, art),
        _medallion(cx, 83, 20, art) if logo else "",
        "</svg>",
    ]
    picture = _picture(logo, cx, 83, 17.5) if logo else ""
    return drawing("".join(parts) + picture, WIDTH, HEIGHT, logo)


@lru_cache(maxsize=64)
def gold_seal(program: str, category: str, placing: str, numeral: str, year: str, art: Palette) -> bytes:
    """The seal of a category. Where the category's name is too long for its ring, the placing's stands there."""
    lower = category if len(category) <= 30 else placing
    return drawing(seal_art.seal(program, lower, numeral, year, art), 97, 114.46)


@lru_cache(maxsize=8)
def flourish(colour: str) -> bytes:
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 14">',
        stroked(["M6 7H126M174 7H294"], colour, 0.7),
        stroked(
            ["M126 7C134 1 141 1 145 7C141 13 134 13 126 7ZM174 7C166 1 159 1 155 7C159 13 166 13 174 7Z"], colour, 0.8
        ),
        filled(star(150, 7, 4.6, 1.5, 4), colour),
        f'<circle cx="4" cy="7" r="1.3" fill="{colour}"/><circle cx="296" cy="7" r="1.3" fill="{colour}"/></svg>',
    ]
    return drawing("".join(parts), FLOURISH_WIDTH, FLOURISH_HEIGHT)


def mark(cx: float, cy: float, r: float, art: Palette) -> str:
    """A compass star, for programs without a logo."""
    k = r / 30
    return (
        f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(27.5 * k)}" fill="{IVORY}" stroke="{art.ink}" stroke-width="{n(k)}"/>'
        f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(24.6 * k)}" fill="none" stroke="{art.rule}" stroke-width="{n(0.6 * k)}"/>'
        + "".join(stroked([curve], art.rule, 0.35 * k) for curve in rosette(cx, cy, 24 * k, 9 * k, 16, 4, steps=8))
        + filled(star(cx, cy, 21 * k, 4.6 * k, 4), art.ink)
        + filled(star(cx, cy, 12.5 * k, 3.6 * k, 4, -45), art.rule)
        + f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(2 * k)}" fill="{IVORY}"/>'
    )


def _medallion(cx: float, cy: float, r: float, art: Palette) -> str:
    """A dark disc behind a logo: logos are drawn for the dark head of the program's pages."""
    return (
        f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r)}" fill="{art.ground}" stroke="{art.rule}" stroke-width="1"/>'
        f'<circle cx="{n(cx)}" cy="{n(cy)}" r="{n(r + 2)}" fill="none" stroke="{art.ink}" stroke-width=".5"/>'
    )


def _picture(path: str, cx: float, cy: float, r: float) -> str:
    box = f"left:{n(cx - r)}pt;top:{n(cy - r)}pt;width:{n(2 * r)}pt;height:{n(2 * r)}pt"
    return f'<img src="{picture_address(path)}" alt="" style="{box};object-fit:contain">'


def _frame(inset: float, colour: str, width: float) -> str:
    return (
        f'<rect x="{n(inset)}" y="{n(inset)}" width="{n(WIDTH - 2 * inset)}" height="{n(HEIGHT - 2 * inset)}"'
        f' fill="none" stroke="{colour}" stroke-width="{n(width)}"/>'
    )


def _corner(x: float, y: float, art: Palette) -> str:
    """A block with a small rosette: it hides where the bands turn."""
    return (
        f'<rect x="{n(x - 15.4)}" y="{n(y - 15.4)}" width="30.8" height="30.8" fill="{IVORY}" stroke="{art.ink}" stroke-width="1.1"/>'
        f'<rect x="{n(x - 12.9)}" y="{n(y - 12.9)}" width="25.8" height="25.8" fill="none" stroke="{art.rule}" stroke-width=".5"/>'
        + "".join(stroked([curve], art.ink, 0.3) for curve in rosette(x, y, 11.6, 7.6, 12, 5, lace=24))
        + filled(curves.star(x, y, 3.9, 1.5, 8), art.rule)
    )
