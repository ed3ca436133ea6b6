"""Which characters a text file's bytes are. What is not UTF-8 is written anew as UTF-8; what cannot be told is refused."""

from __future__ import annotations

import codecs
from pathlib import Path

from django.utils.translation import gettext as _

from .refusals import Unreadable

BLOCK = 4 * 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"cp1252": "Windows-1252", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32": "UTF-32"}


def of_start(path: Path) -> str:
    """What the first bytes of a file tell of its encoding: "utf-8" where they tell nothing."""
    with path.open("rb") as file:
        start = file.read(64 * 1024)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    return utf16_without_mark(start) or "utf-8"


def as_utf8(path: Path, folder: Path) -> tuple[Path, ...]:
    """The file itself, or a copy of it in UTF-8 followed by what to say about it."""
    encoding = of_start(path)
    if encoding == "utf-8":
        with path.open("rb") as file:
            encoding = utf8_or_windows(file)
    if encoding == "utf-8":
        return (path,)
    copy = folder / "in-utf-8.csv"
    try:
        with path.open(encoding=encoding, newline="") as before, copy.open("w", encoding="utf-8", newline="") as after:
            while part := before.read(BLOCK):
                after.write(part)
    except UnicodeDecodeError as error:
        raise Unreadable(
            _(
                "The file looks like %(name)s, but some of its bytes are no %(name)s text. Please save it as “CSV UTF-8”."
            )
            % {"name": NAMES[encoding]}
        ) from error
    said = _("The file is in %(name)s and was read as such.") % {"name": NAMES[encoding]}
    if encoding == "cp1252":
        said += " " + _("Please look whether names with accents came out right.")
    return copy, said


def with_line_feeds(path: Path, folder: Path) -> Path:
    """A copy whose lines end as they do today, of a file in UTF-8 in which they end as on an old Macintosh."""
    copy = folder / "in-lines.csv"
    with path.open(encoding="utf-8-sig") as before, copy.open("w", encoding="utf-8", newline="") as after:
        while part := before.read(BLOCK):
            after.write(part)
    return copy


def utf16_without_mark(start: bytes) -> str:
    """Western text in UTF-16 has a NUL in every second byte."""
    if len(start) < 4:
        return ""
    even, odd, half = start[::2].count(0), start[1::2].count(0), len(start) // 4
    if odd > half and even < half // 4:
        return "utf-16-le"
    return "utf-16-be" if even > half and odd < half // 4 else ""


def utf8_or_windows(file) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    accents, lines = False, 1
    while block := file.read(BLOCK):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            if accents or not error.object[: error.start].isascii():
                raise Unreadable(mixed(lines + error.object[: error.start].count(b"\n"))) from error
            return windows(file)
        accents = accents or not text.isascii()
        lines += block.count(b"\n")
    return windows(file) if decoder.getstate()[0] else "utf-8"


def mixed(line: int) -> str:
    return _(
        "Most of this file is UTF-8, but line %(line)d has bytes that are not. Please save it once more as “CSV UTF-8”."
    ) % {"line": line}


def windows(file) -> str:
    """Windows-1252, unless bytes stand in the file that no text of it has."""
    file.seek(0)
    while block := file.read(BLOCK):
        if any(byte in block for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")):
            raise Unreadable(
                _(
                    "The characters of this file are neither UTF-8, UTF-16 nor Windows-1252. Please save it as “CSV UTF-8”."
                )
            )
    return "cp1252"
