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
from PIL import Image, ImageOps

from operations.refusal import Refused

OFFICE = "application/vnd.openxmlformats-officedocument."
#: Attributes and elements of office files that hold the name of whoever wrote, changed or remarked something.
WRITERS = re.compile(
    rb"(?P<before>\s(?:\w+:)?(?:author|initials|displayName|userId|providerId|lastModifiedBy|userName)=)"
    rb"(?:\"[^\"]*\"|'[^']*')"
)
WRITER_ELEMENTS = re.compile(rb"<((?:\w+:)?author)>[^<]*</\1>")
COMMENT_AUTHORS = re.compile(rb"(<(?:\w+:)?cmAuthor\b[^>]*?\sname=)(?:\"[^\"]*\"|'[^']*')")
PROPERTIES = {
    "docprops/core.xml": b"<cp:coreProperties xmlns:cp="
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docprops/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)


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
        return _image
    return None


def _pdf(content: bytes) -> bytes:
    """Without the document's properties, XMP of any of its parts, and the names of who remarked something."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for found in pdf.objects:
            if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                continue
            for key in ("/Metadata", "/PieceInfo"):
                if key in found:
                    del found[key]
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                if "/T" in note and note.get("/Subtype") != "/Widget":
                    del note["/T"]
        pdf.save(made, fix_metadata_version=False)
    return made.getvalue()


def _office(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            name = member.filename.lower()
            body = before.read(member)
            if name in PROPERTIES:
                body = DECLARATION + PROPERTIES[name]
            elif name.endswith(".xml"):
                body = COMMENT_AUTHORS.sub(
                    rb'\1""', WRITER_ELEMENTS.sub(rb"<\1></\1>", WRITERS.sub(rb'\g<before>""', body))
                )
            if not name.startswith("docprops/thumbnail"):
                after.writestr(zipfile.ZipInfo(member.filename, EPOCH), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _image(content: bytes) -> bytes:
    """Upright as its camera meant it, in its colours, and nothing else of what the camera wrote."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(content)) as image:
        kind, profile = image.format, image.info.get("icc_profile")
        upright = ImageOps.exif_transpose(image)
        upright.info = {}
        upright.save(made, format=kind, quality=95, exif=b"", icc_profile=profile)
    return made.getvalue()
