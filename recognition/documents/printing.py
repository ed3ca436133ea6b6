"""HTML to PDF for documents of this portal, and art stamped onto it.

The art of a design is drawn once and kept; each document is only its words, set on a page of their own,
with the art laid under and over them. That makes a certificate in a tenth of a second instead of one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

import pikepdf
import segno
from django.template.loader import render_to_string
from pikepdf import Array, Dictionary, Name
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from operations.pdf import RefusedAddress, bundled_path

from ..art.curves import n
from ..typography import ALL, SMALL, Face, Setting

FONTS = "font:///"
MOST_SHARED = 13


class OnlyBundled(URLFetcher):
    """Serves the bundled fonts by name and, where a design names it, one picture below `static/`; refuses the rest."""

    def __init__(self, picture: str = "") -> None:
        super().__init__()
        self.picture = picture

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        for face in ALL:
            if url == f"{FONTS}{face.file}":
                return URLFetcherResponse(url, body=face.path.read_bytes(), headers={"Content-Type": "font/ttf"})
        if self.picture and url == picture_address(self.picture):
            path = bundled_path(url)
            kind = {".svg": "image/svg+xml", ".png": "image/png"}[path.suffix]
            return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})
        raise RefusedAddress(f"A document may not fetch {url[:80]!r}.")


def picture_address(path: str) -> str:
    return f"bundled:///{path}"


@dataclass(frozen=True)
class Line:
    """One line of text in its place: `top` and `left` of its box in points, centred unless `align` says else."""

    text: str
    top: float
    size: float
    colour: str
    families: str
    left: float
    width: float
    height: float
    align: str = "center"
    spacing: float = 0.0
    tag: str = "p"
    link: str = ""

    @property
    def style(self) -> str:
        """For the style attribute; families hold bundled names and colours come from a palette, never user text."""
        # Letterspacing also follows the last letter: as much before the first keeps the line on the axis.
        before = f"padding-left:{n(self.spacing)}pt;" if self.spacing and self.align == "center" else ""
        return (
            f"left:{n(self.left)}pt;top:{n(self.top)}pt;width:{n(self.width - (self.spacing if before else 0))}pt;"
            f"height:{n(self.height)}pt;line-height:{n(self.height)}pt;{before}"
            f"font-family:{self.families};font-size:{n(self.size)}pt;letter-spacing:{n(self.spacing)}pt;"
            f"color:{self.colour};text-align:{self.align}"
        )


@dataclass(frozen=True)
class Block:
    """Something in a column: a set text with its colour, or room for art; and how far it stands from what is above."""

    setting: Setting | None
    gap: float
    colour: str = ""
    spacing: float = 0.0
    room: float = 0.0

    @property
    def height(self) -> float:
        return len(self.setting.lines) * self.setting.size * self.setting.leading if self.setting else self.room


@dataclass
class Page:
    """The words of a document, in reading order."""

    width: float
    height: float
    title: str
    author: str
    language: str
    lines: list[Line] = field(default_factory=list)
    faces: set[Face] = field(default_factory=set)

    def put(self, setting: Setting, top: float, colour: str, *, left: float, width: float, **more) -> float:
        """Place a set text, line below line; answers where it ends."""
        height = setting.size * setting.leading
        for text in setting.lines:
            self.lines.append(
                Line(
                    text,
                    top + setting.size * setting.drop,
                    setting.size,
                    colour,
                    setting.families,
                    left,
                    width,
                    height,
                    **more,
                )
            )
            top += height
        self.faces |= set(setting.faces)
        return top

    def column(self, blocks: list[Block], top: float, end: float, *, left: float, width: float) -> list[float]:
        """Place blocks below each other, spare room shared out between them; answers where each one stands."""
        gaps = [block.gap for block in blocks]
        spare = end - top - sum(block.height for block in blocks) - sum(gaps)
        if spare < 0:
            gaps = [gap * max(0.0, 1 + spare / sum(gaps)) for gap in gaps]
        opened = sum(1 for gap in gaps if gap)
        share = min(max(spare, 0) / (opened + 1), MOST_SHARED)
        top += max(0.0, spare - share * opened) * 0.42
        tops = []
        for block, gap in zip(blocks, gaps, strict=True):
            top += gap + (share if gap else 0)
            tops.append(top)
            if block.setting:
                spacing = block.setting.size * block.spacing
                self.put(block.setting, top, block.colour, left=left, width=width, spacing=spacing)
            top += block.height
        return tops

    def label(self, text: str, face: Face, size: float, top: float, colour: str, *, left: float, width: float, **more):
        """One line of plain small print in a face that has its letters."""
        self.put(Setting((text,), size, (face,)), top, colour, left=left, width=width, **more)


@dataclass(frozen=True)
class Stamp:
    """Drawn art as a one-page PDF, laid onto a page: its lower left corner and its width and height in points."""

    pdf: bytes
    x: float
    y: float
    width: float
    height: float


def drawing(svg: str, width: float, height: float, picture: str = "") -> bytes:
    """SVG art as a PDF page of that size, its gradients said plainly."""
    html = (
        f"<html><style>@page{{size:{n(width)}pt {n(height)}pt;margin:0}}body{{margin:0}}"
        f"svg{{display:block;width:{n(width)}pt;height:{n(height)}pt}}img{{position:absolute}}</style>"
        f"<body>{svg}</body></html>"
    )
    written = HTML(string=html, url_fetcher=OnlyBundled(picture), base_url=FONTS).write_pdf()
    with pikepdf.open(BytesIO(written)) as pdf:
        plain_gradients(pdf)
        pdf.remove_unreferenced_resources()  # once for each drawing: it reads all of a page, every curve of it
        return saved(pdf)


def print_page(page: Page, *, under: list[Stamp], over: list[Stamp], operators: bytes = b"") -> bytes:
    """The finished document: words as tagged text, art as artifacts around them. Same input, same bytes."""
    html = render_to_string("recognition/documents/page.html", {"page": page})
    config, faces = fonts(frozenset(page.faces))
    written = HTML(string=html, url_fetcher=OnlyBundled(), base_url=FONTS).write_pdf(
        stylesheets=[faces], font_config=config, pdf_variant="pdf/ua-1"
    )
    with pikepdf.open(BytesIO(written)) as pdf:
        target = pdf.pages[0]
        # WeasyPrint turns the page upside down for itself: its words stand inside a saved state of their own.
        target.contents_add(_artifacts(pdf, under, "U") + b"q\n", prepend=True)
        target.contents_add(b"\nQ\n" + _artifacts(pdf, over, "O") + _artifact(operators))
        return saved(pdf)


def enlarged(document: bytes, factor: float) -> bytes:
    """The same page, larger: everything on it is drawn in vectors, and links keep their place."""
    with pikepdf.open(BytesIO(document)) as pdf:
        page = pdf.pages[0]
        for box in ("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
            if box in page.obj:
                page.obj[box] = Array([round(float(side) * factor, 3) for side in page.obj[box]])
        for link in page.obj.get("/Annots", []):
            link["/Rect"] = Array([round(float(side) * factor, 3) for side in link["/Rect"]])
        page.contents_add(f"q {factor} 0 0 {factor} 0 0 cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        return saved(pdf)


@lru_cache(maxsize=16)
def fonts(faces: frozenset[Face]) -> tuple[FontConfiguration, CSS]:
    """The faces of a document, read once for all documents that use the same."""
    config = FontConfiguration()
    rules = "".join(
        f"@font-face{{font-family:'{face.family}';src:url({FONTS}{face.file})}}"
        for face in sorted(faces | {SMALL}, key=lambda face: face.file)
    )
    return config, CSS(string=rules, font_config=config, url_fetcher=OnlyBundled(), base_url=FONTS)


def qr_operators(address: str, left: float, bottom: float, side: float, colour: str) -> bytes:
    """A QR code as filled rectangles, one for each run of dark modules."""
    matrix = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    module = side / len(matrix)
    parts = [rgb(colour)]
    for at, row in enumerate(matrix):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                x, y = left + start * module, bottom + side - (at + 1) * module
                parts.append(f"{x:.3f} {y:.3f} {(end - start) * module:.3f} {module:.3f} re")
            start = max(end, start + 1)
    return " ".join([*parts, "f"]).encode()


def rule_operators(left: float, right: float, bottom: float, colour: str) -> bytes:
    """A thin line to sign on."""
    return f" {rgb(colour)} {left:.2f} {bottom:.2f} {right - left:.2f} 0.6 re f".encode()


def rgb(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"


def plain_gradients(pdf: pikepdf.Pdf) -> None:
    """Say gradients as shading patterns. WeasyPrint writes tiling patterns, which some viewers clip or coarsen."""
    plain = {}
    for pattern in pdf.objects:
        if not (isinstance(pattern, pikepdf.Stream) and pattern.get("/PatternType") == 1):
            continue
        forms = list(pattern.Resources.get("/XObject", {}).values())
        if len(forms) != 1:
            continue
        shadings = list(forms[0].Resources.get("/Shading", {}).values())
        drawn = [str(step.operator) for step in pikepdf.parse_content_stream(forms[0])]
        if drawn == ["sh"] and len(shadings) == 1:
            matrix = pattern.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))
            shading = Dictionary(Type=Name.Pattern, PatternType=2, Shading=shadings[0], Matrix=matrix)
            plain[pattern.objgen] = pdf.make_indirect(shading)
    for thing in pdf.objects:
        resources = thing.get("/Resources") if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) else None
        patterns = resources.get("/Pattern") if resources is not None else None
        for key in list(patterns.keys()) if patterns is not None else []:
            patterns[key] = plain.get(patterns[key].objgen, patterns[key])


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _artifacts(pdf: pikepdf.Pdf, stamps: list[Stamp], prefix: str) -> bytes:
    """Content that draws the stamps, outside the tagged text: decoration is not read aloud."""
    page = pdf.pages[0]
    content = b""
    for number, stamp in enumerate(stamps):
        with pikepdf.open(BytesIO(stamp.pdf)) as art:
            form = pdf.copy_foreign(art.pages[0].as_form_xobject())
        name = f"{prefix}{number}"
        if "/XObject" not in page.obj.Resources:
            page.obj.Resources.XObject = Dictionary()
        page.obj.Resources.XObject[f"/{name}"] = form
        _x0, _y0, width, height = (float(v) for v in form.BBox)
        across, up = stamp.width / width, stamp.height / height
        content += _artifact(f"{across:.5f} 0 0 {up:.5f} {stamp.x:.3f} {stamp.y:.3f} cm /{name} Do".encode())
    return content


def _artifact(operators: bytes) -> bytes:
    return b"\n/Artifact <</Type /Layout>> BDC q " + operators + b" Q EMC\n" if operators else b""
