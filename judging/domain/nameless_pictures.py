"""Pictures without what camera, program and place wrote into them, alone and inside other files.

A picture that stands alone is written again, upright. One inside a document keeps every pixel where it is, since the
page around it was laid out for it: only the segments that describe it go.
"""

from __future__ import annotations

import io
import re
import zlib

from PIL import Image, ImageOps

ALONE = ("PNG", "JPEG", "WEBP")
INSIDE = (*ALONE, "GIF", "TIFF", "BMP")
#: Of a JPEG's segments for programs: the density, the colors, and how its colors were turned.
KEPT_SEGMENTS = {0xE0, 0xE2, 0xEE}
DESCRIBING_CHUNKS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
ORIENTATION = 0x0112
REMARKS = re.compile(rb"<!--.*?-->|<((?:\w+:)?(?:metadata|title|desc))\b[^>]*?(?:/>|>.*?</\1\s*>)", re.DOTALL)
PROGRAMS = re.compile(rb"\s(?:sodipodi|inkscape|adobe|i):[\w-]+=(?:\"[^\"]*\"|'[^']*')")


def alone(content: bytes, kinds: tuple[str, ...] = ALONE) -> bytes:
    """Upright as its camera meant it, in its colours, and nothing else of what the camera wrote."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=kinds) as image:
        kind, profile = "JPEG" if image.format == "MPO" else image.format, image.info.get("icc_profile")
        if getattr(image, "n_frames", 1) > 1 and kind != "JPEG":
            return _moving(image, kind)
        upright = ImageOps.exif_transpose(image)
        upright.info = {}
        written = {"quality": 95, "exif": b"", "icc_profile": profile} if kind in ALONE else {}
        upright.save(made, format=kind, **written)
    return made.getvalue()


def inside(content: bytes) -> bytes:
    """A picture of a page or slide. ValueError or OSError for what is none."""
    if content.startswith(b"\xff\xd8\xff"):
        return jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    return alone(content, INSIDE)


def drawn(content: bytes) -> bytes:
    """An SVG without what its program wrote beside the lines."""
    return PROGRAMS.sub(b"", REMARKS.sub(b"", content))


def jpeg(content: bytes) -> bytes:
    """Without Exif, XMP, IPTC and comments; which side is up is said again."""
    made, at = bytearray(content[:2]), 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xDA:  # the picture itself
            break
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in KEPT_SEGMENTS:
            made += content[at:end]
        elif marker == 0xE1 and content[at + 4 : at + 10] == b"Exif\x00\x00":
            made += _which_side_is_up(content[at + 4 : end])
        at = end
    else:
        raise ValueError("A JPEG without a picture.")
    last = content.rfind(b"\xff\xd9")
    return bytes(made + content[at : last + 2 if last > at else None])


def _which_side_is_up(segment: bytes) -> bytes:
    properties = Image.Exif()
    properties.load(segment)
    side = properties.get(ORIENTATION, 1)
    if side == 1:
        return b""
    bare = Image.Exif()
    bare[ORIENTATION] = side
    said = bare.tobytes()
    said = said if said.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + said
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said


def _png(content: bytes) -> bytes:
    made, at = bytearray(content[:8]), 8
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4], "big")
        kind, body = content[at + 4 : at + 8], content[at + 8 : end - 4]
        if end > len(content) or zlib.crc32(kind + body) != int.from_bytes(content[end - 4 : end], "big"):
            raise ValueError("A damaged PNG.")
        if kind not in DESCRIBING_CHUNKS:
            made += content[at:end]
        at = end
        if kind == b"IEND":
            return bytes(made)
    raise ValueError("A PNG that ends early.")


def _moving(image: Image.Image, kind: str) -> bytes:
    """A picture that moves, frame by frame."""
    made, frames, lengths = io.BytesIO(), [], []
    for place in range(image.n_frames):
        image.seek(place)
        frame = image.copy()
        lengths.append(image.info.get("duration", 100))
        frame.info = {}
        frames.append(frame)
    timed = {"duration": lengths, "loop": image.info.get("loop", 0)} if kind != "TIFF" else {}
    frames[0].save(made, format=kind, save_all=True, append_images=frames[1:], **timed)
    return made.getvalue()
