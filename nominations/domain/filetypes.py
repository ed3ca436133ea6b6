"""Which files may stand beside an entry, found out from their content and never from their name.

Every refusal is a sentence that names the file and the reason.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.utils.translation import gettext as _

from operations.refusal import Refused

from . import inspection

MOST_MEMBERS = 1_000
MOST_DIRECTORY = 512 * 1024
LONGEST_END = 22 + 65_535 + 20
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
DEFAULT_MEGABYTES = 20
HEAD = 64

OFFICE = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
    "pptx": OFFICE + "presentationml.presentation",
}
SUFFIXES = {kind: f".{'jpg' if kind == 'jpeg' else kind}" for kind in CONTENT_TYPES}
ENDINGS = {**{suffix: kind for kind, suffix in SUFFIXES.items()}, ".jpeg": "jpeg", ".m4v": "mp4"}
OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
    b"mmp4",
}
ACCEPT = ",".join(ENDINGS)
IN_WORDS = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG, JPEG, WebP, MP4"


@dataclass(frozen=True)
class FileType:
    """What a file really is."""

    kind: str
    pages: int | None = None

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]

    @property
    def suffix(self) -> str:
        return SUFFIXES[self.kind]


def identify(upload: File, *, megabytes: int = DEFAULT_MEGABYTES) -> FileType:
    """The type of an upload, or Refused with the sentence for whoever sent it."""
    name = display_name(upload.name or "")
    if not upload.size:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    if upload.size > megabytes * 1024 * 1024:
        raise Refused(
            _("“%(name)s” has %(size).1f MB; at most %(most)d MB are allowed.")
            % {"name": name, "size": upload.size / 1024 / 1024, "most": megabytes}
        )
    kind = kind_of(upload, name)
    ending = PurePosixPath(name.lower()).suffix
    if ENDINGS.get(ending) != kind:
        raise Refused(
            _("“%(name)s” is really a %(kind)s file. Please give it the ending %(suffix)s, or send another file.")
            % {"name": name, "kind": kind.upper(), "suffix": SUFFIXES[kind]}
        )
    if kind in ("docx", "xlsx", "pptx", "mp4"):
        return FileType(kind)
    return FileType(kind, pages=_pages(upload, kind, name))


def display_name(name: str) -> str:
    """The name as people called it, without folders, control characters and tricks of direction."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in bare if letter.isprintable() and not "\u202a" <= letter <= "\u202e")
    stem, dot, ending = kept.strip().rpartition(".")
    return (f"{stem[:180]}{dot}{ending[:12]}" if dot else kept.strip()[:190]) or _("unnamed file")


def kind_of(upload: File, name: str) -> str:
    """From the first bytes, and for office files from the parts inside."""
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in MP4_BRANDS:
        return "mp4"
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(upload, name)
    raise _unknown(name)


def _unknown(name: str) -> Refused:
    return Refused(
        _("“%(name)s” is not a file we can take. Allowed are: %(kinds)s.") % {"name": name, "kinds": IN_WORDS}
    )


def _office_kind(upload: File, name: str) -> str:
    """Read the directory alone: what it declares must be small enough, honest and without macros."""
    damaged = Refused(_("“%(name)s” is damaged and cannot be opened.") % {"name": name})
    if not _directory_is_small(upload):
        raise Refused(_("“%(name)s” unpacks to far more than its size and is refused.") % {"name": name})
    try:
        with zipfile.ZipFile(upload) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged from None
    finally:
        upload.seek(0)
    names = {member.filename.lower() for member in members}
    kinds = {kind for part, kind in OFFICE_PARTS.items() if part in names}
    if "[content_types].xml" not in names or len(kinds) != 1:
        raise _unknown(name)
    if any(part.endswith(MACRO_PARTS) for part in names):
        raise Refused(_("“%(name)s” contains macros. Please save it without macros.") % {"name": name})
    if any(_leaves_the_folder(member.filename) or member.flag_bits & 1 for member in members):
        raise damaged
    if _unpacks_too_large(members) or _overlaps(members):
        raise Refused(_("“%(name)s” unpacks to far more than its size and is refused.") % {"name": name})
    return kinds.pop()


def _directory_is_small(upload: File) -> bool:
    """Whether the list of members may be read at all: a file of 20 MB can hold one that takes hundreds in memory.

    Told from the archive's last record, the way it will be read; the large form of it (ZIP64) is refused.
    """
    upload.seek(max(0, upload.size - LONGEST_END))
    end = upload.read(LONGEST_END)
    upload.seek(0)
    place = end.rfind(b"PK\x05\x06")
    if place < 0 or len(end) - place < 22:
        return True  # no archive at all, as its reader will say
    size = int.from_bytes(end[place + 12 : place + 16], "little")
    return size <= MOST_DIRECTORY and b"PK\x06\x07" not in end[max(0, place - 20) : place]


def _leaves_the_folder(path: str) -> bool:
    path = path.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]


def _unpacks_too_large(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    return len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1)


def _overlaps(members: list[zipfile.ZipInfo]) -> bool:
    """Whether members share bytes, the trick of small bombs: each must end before the next begins."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    return any(
        one.header_offset + 30 + one.compress_size > other.header_offset
        for one, other in zip(ordered, ordered[1:], strict=False)
    )


PROBLEMS = {
    "locked": "“%(name)s” is locked with a password. Please send it without one.",
    "broken": "“%(name)s” is damaged and cannot be opened.",
    "empty": "“%(name)s” has no pages.",
    "too_many_pixels": "“%(name)s” has too many pixels. Please send a smaller picture.",
    "too_large_inside": "“%(name)s” takes too much to open and is refused.",
}


def _pages(upload: File, kind: str, name: str) -> int | None:
    """Open it in a child with limits of its own, and hear what it found."""
    with tempfile.NamedTemporaryFile(suffix=SUFFIXES[kind]) as copy:
        upload.seek(0)
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        upload.seek(0)
        found = look_inside(kind, copy.name)
    if problem := found.get("problem"):
        raise Refused(_(PROBLEMS[problem]) % {"name": name})
    return found.get("pages")


def look_inside(kind: str, path: str) -> dict:
    command = [sys.executable, str(Path(inspection.__file__)), kind, path]
    try:
        done = subprocess.run(command, capture_output=True, timeout=inspection.SECONDS + 5, check=True)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"problem": "too_large_inside"}
