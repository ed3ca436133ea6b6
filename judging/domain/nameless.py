"""Files without what they say of their author: properties, comments' authors, where a photo was taken.

Where judging is blind, judges get files through here. What the pages of a file show is the nominator's to leave out.
A file that cannot be cleaned is refused rather than given as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image

from operations.refusal import Refused

from . import nameless_films, nameless_pictures

OFFICE = "application/vnd.openxmlformats-officedocument."
#: Attributes and elements of office files that hold the name of whoever wrote, changed or remarked something.
WRITERS = re.compile(
    rb"(?P<before>\s(?:\w+:)?(?:author|initials|displayName|userId|providerId|lastModifiedBy|userName)=)"
    rb"(?:\"[^\"]*\"|'[^']*')"
)
WRITER_ELEMENTS = re.compile(rb"<((?:\w+:)?author)>[^<]*</\1>")
NAMED = re.compile(rb"(<(?:\w+:)?(?:cmAuthor|userInfo)\b[^>]*?\sname=)(?:\"[^\"]*\"|'[^']*')")
#: The folder a workbook was last saved in, and files of somebody's disk that a document points at.
FOLDERS = re.compile(rb"(<(?:\w+:)?absPath\b[^>]*?\surl=)(?:\"[^\"]*\"|'[^']*')")
DISKS = re.compile(rb"(\sTarget=)(?:\"file:[^\"]*\"|'file:[^']*')", re.IGNORECASE)
PROPERTIES = {
    "docprops/core.xml": b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
#: Cover page fields and properties of a document library: what a page shows of them stands on the page itself.
BESIDE_THE_PAGES = re.compile(r"customxml/item\d+\.xml")
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)
DRAWINGS = (".emf", ".wmf", ".emz", ".wmz", ".wdp")
DEEPEST = 3


def cleaned(content: bytes, content_type: str) -> bytes:
    """The same file with nobody's name in its properties."""
    clean = _cleaner(content_type)
    if clean is None:
        return content
    try:
        return clean(content)
    except (pikepdf.PdfError, zipfile.BadZipFile, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(
            _("This file cannot be shown without the name of its author. Please tell the organizer.")
        ) from error


def _cleaner(content_type: str) -> Callable[[bytes], bytes] | None:
    if content_type == "application/pdf":
        return _pdf
    if content_type.startswith(OFFICE):
        return _office
    if content_type.startswith("image/"):
        return nameless_pictures.alone
    if content_type == "video/mp4":
        return nameless_films.cleaned
    return None


def _pdf(content: bytes) -> bytes:
    """Without the document's properties, XMP of any of its parts, files it carries, and names of who remarked."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                _undescribed(found)
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                if "/T" in note and note.get("/Subtype") != "/Widget":
                    del note["/T"]
                if "/FS" in note:
                    del note["/FS"]
        pdf.save(made, fix_metadata_version=False)
    return made.getvalue()


def _undescribed(found: pikepdf.Object) -> None:
    for key in ("/Metadata", "/PieceInfo"):
        if key in found:
            del found[key]
    if isinstance(found, pikepdf.Stream) and found.get("/Filter") == pikepdf.Name.DCTDecode:
        parameters = found.get("/DecodeParms")
        found.write(
            nameless_pictures.jpeg(found.read_raw_bytes()), filter=pikepdf.Name.DCTDecode, decode_parms=parameters
        )


def _office(content: bytes, depth: int = 1) -> bytes:
    """Every part of the archive cleaned as what it is; a preview of the first page and old embedded files go."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            name = member.filename.lower()
            if not name.startswith("docprops/thumbnail"):
                body = _part(name, before.read(member), depth)
                after.writestr(zipfile.ZipInfo(member.filename, EPOCH), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _part(name: str, body: bytes, depth: int) -> bytes:
    if name in PROPERTIES:
        return DECLARATION + PROPERTIES[name]
    if BESIDE_THE_PAGES.fullmatch(name):
        return DECLARATION + b"<nothing/>"
    if name.endswith((".xml", ".rels", ".vml")):
        return _without_writers(body)
    if "/media/" in name:
        return _inner_media(name, body)
    if "/embeddings/" in name:
        return _embedded(body, depth)
    return body


def _without_writers(body: bytes) -> bytes:
    body = WRITERS.sub(rb'\g<before>""', body)
    body = WRITER_ELEMENTS.sub(rb"<\1></\1>", body)
    body = FOLDERS.sub(rb'\1""', NAMED.sub(rb'\1""', body))
    return DISKS.sub(rb'\1"about:blank"', body)


def _inner_media(name: str, body: bytes) -> bytes:
    """Pictures and films inside slides and pages; drawings of lines hold no camera's words."""
    if name.endswith(DRAWINGS):
        return body
    if name.endswith(".svg"):
        return nameless_pictures.drawn(body)
    if body[4:8] == b"ftyp":
        return nameless_films.cleaned(body)
    return nameless_pictures.inside(body)


def _embedded(body: bytes, depth: int) -> bytes:
    """A table behind a chart is an office file itself. Older kinds cannot be cleaned: their picture stays, they go."""
    if not body.startswith(b"PK\x03\x04"):
        return b""
    if depth == DEEPEST:
        raise ValueError("Files inside files inside files.")
    return _office(body, depth + 1)
