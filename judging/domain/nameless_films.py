"""Films (MP4) without what camera and editor wrote into them: names, places, programs, comments.

A film is a row of boxes in boxes. Boxes that describe it are renamed `free` and filled with zeros where they stand, so
that nothing moves and every table of places stays true. A film with a track of anything but picture, sound and
subtitles (a camera's course, say) holds its words among the pictures, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Boxes that hold boxes and are looked into.
HOLDERS = {b"moov", b"trak", b"mdia", b"minf", b"edts", b"moof", b"traf", b"mvex", b"dinf"}
#: Boxes that describe: user data, its kinds of list, XMP and what else programs leave behind.
REMARKS = {b"udta", b"meta", b"uuid", b"ilst", b"free", b"skip", b"wide"}
NEEDED = {b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"ssix", b"prft", b"emsg", b"pdin"}
TRACKS = {b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"}
HANDLER_NAME = 24


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    body: int
    end: int


def cleaned(content: bytes) -> bytes:
    """The same film, byte for byte where pictures and sound are. ValueError for one that cannot be cleaned."""
    film = bytearray(content)
    found = list(_boxes(film, 0, len(film)))
    if not found or found[0].kind != b"ftyp" or b"moov" not in {box.kind for box in found}:
        raise ValueError("This is no film.")
    for box in found:
        if box.kind in NEEDED:
            _look_into(film, box)
        else:
            _wipe(film, box)
    return bytes(film)


def _look_into(film: bytearray, holder: Box) -> None:
    if holder.kind == b"emsg":
        _wipe(film, holder)
    if holder.kind not in HOLDERS:
        return
    for box in _boxes(film, holder.body, holder.end):
        if box.kind in REMARKS:
            _wipe(film, box)
        elif box.kind == b"hdlr":
            _wipe_name(film, box)
        else:
            _look_into(film, box)


def _wipe_name(film: bytearray, box: Box) -> None:
    """A handler says which kind of track this is, and then, for people, who made it."""
    kind = bytes(film[box.body + 8 : box.body + 12])
    if kind not in TRACKS | {b"alis", b"url ", b"hint"}:
        raise ValueError(f"A track of {kind!r}.")
    start = box.body + HANDLER_NAME
    film[start : box.end] = bytes(max(box.end - start, 0))


def _wipe(film: bytearray, box: Box) -> None:
    film[box.start + 4 : box.start + 8] = b"free"
    film[box.body : box.end] = bytes(box.end - box.body)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[Box]:
    at = start
    while at + 8 <= end:
        size, kind, body = int.from_bytes(film[at : at + 4], "big"), bytes(film[at + 4 : at + 8]), at + 8
        if size == 1:
            size, body = int.from_bytes(film[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise ValueError("A box that is larger than its place.")
        yield Box(kind, at, body, at + size)
        at += size
    if any(film[at:end]):
        raise ValueError("Something that is no box.")
