"""Pieces become one file: hashed, kept compressed, recognised where it was here before, and its columns read."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations import files
from operations.domain.jobs import Progress

from .. import surveys
from ..enums import ImportState
from ..models import SurveyImport
from ..surveys import formats
from . import mappings, studies, uploads
from .moves import move

BLOCK = 1024 * 1024
COMPRESSION = 4
SECONDS = 900


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder on the disk of the uploads, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="survey-") as folder:
        yield Path(folder)


def receive(survey_import: SurveyImport, progress: Progress) -> dict:
    """Put an uploaded file together. A second run finds the first one's work done, or begins anew."""
    if survey_import.state != ImportState.UPLOADING or not survey_import.is_whole:
        return {"state": survey_import.state}
    progress.start(survey_import.declared_size, note=_("Putting the file together"))
    pieces = [path for path, _size in survey_import.pieces]
    with workspace() as folder:
        raw, packed = folder / "raw", folder / "packed.gz"
        sha256 = join(pieces, raw, packed, progress)
        header = header_of(raw, survey_import.file_name, progress)
        with packed.open("rb") as content:
            original = files.save(File(content), folder=uploads.FOLDER, suffix=".gz").path
    with studies.held(survey_import.program, progress):
        settle(survey_import, sha256, original, header)
        uploads.forget_files(*pieces)
    return {"state": survey_import.state}


def join(pieces: list[str], raw: Path, packed: Path, progress: Progress) -> str:
    """The file as it was sent, beside it compressed, and its SHA-256."""
    digest = hashlib.sha256()
    with raw.open("wb") as out, gzip.GzipFile(packed, "wb", compresslevel=COMPRESSION, mtime=0) as archive:
        for path in pieces:
            with files.open(path) as piece:
                while block := piece.read(BLOCK):
                    digest.update(block)
                    out.write(block)
                    archive.write(block)
                    progress.advance(len(block))
    return digest.hexdigest()


def header_of(raw: Path, file_name: str, progress: Progress) -> surveys.Header:
    """The columns, read by a process that a hostile file may not take down with it. No columns: it cannot be read."""
    with raw.open("rb") as file:
        is_text = not file.read(4).startswith((b"PK", b"PAR1"))
    try:
        if is_text:  # its first line is read as it stands; what must be unpacked first may be a bomb
            return surveys.header(raw, file_name, folder=raw.parent)
        limits = {"memory_bytes": surveys.memory_for(raw), "disk_bytes": surveys.disk_for(raw), "seconds": SECONDS}
        alive = partial(progress.advance, 0)
        return surveys.in_child(surveys.header, raw, file_name, folder=raw.parent, alive=alive, **limits)
    except surveys.Unreadable as unreadable:
        return surveys.Header([], 0, list(unreadable.reasons))


def settle(survey_import: SurveyImport, sha256: str, original: str, header: surveys.Header) -> None:
    """Where the file goes from here: nowhere if it is here already, to a person, or straight to the check."""
    from . import imports

    found = {"sha256": sha256, "original": original, "pieces": [], "columns": header.columns}
    if (same := twin(survey_import, sha256)) is not None:
        uploads.forget_files(original)
        report = {**survey_import.report, "same_as": same.code}
        move(survey_import, ImportState.DISCARDED, note=as_known(same), report=report, **{**found, "original": ""})
        return
    if not header.columns:
        report = {**survey_import.report, "problems": header.problems}
        move(survey_import, ImportState.UNREADABLE, note=header.problems[0], report=report, **found)
        return
    proposal = mappings.propose(survey_import.program, survey_import.kind, header.columns)
    move(survey_import, ImportState.UPLOADED, mapping=proposal.mapping, change={"sha256": sha256}, **found)
    if proposal.is_sure and not formats.missing(survey_import.kind, proposal.mapping):
        imports.check(survey_import, by=survey_import.uploaded_by)


def twin(survey_import: SurveyImport, sha256: str) -> SurveyImport | None:
    """The very same bytes in this program, unless they were thrown away."""
    gone = [ImportState.DISCARDED, ImportState.UNREADABLE]
    same = SurveyImport.objects.filter(program=survey_import.program, sha256=sha256)
    return same.exclude(pk=survey_import.pk).exclude(state__in=gone).order_by("pk").first()


def as_known(same: SurveyImport) -> str:
    """ "This very file was taken in on March 3, 2018." """
    if same.state == ImportState.TAKEN and same.taken_at:
        on = date_format(same.taken_at, "F j, Y")
        return _("This very file was taken in on %(date)s. Nothing was changed.") % {"date": on}
    on = date_format(same.created_at, "F j, Y")
    return _("This very file was uploaded on %(date)s already (%(state)s). Nothing was changed.") % {
        "date": on,
        "state": ImportState(same.state).label.lower(),
    }


def unpack(survey_import: SurveyImport, folder: Path) -> Path:
    """The original as it was sent, on this machine's disk."""
    raw = folder / "original"
    with files.open(survey_import.original) as packed, gzip.GzipFile(fileobj=packed) as content, raw.open("wb") as out:
        shutil.copyfileobj(content, out, BLOCK)
    return raw
