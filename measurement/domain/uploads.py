"""A survey file comes in pieces, each of which names the byte at which it begins.

What is here is the truth: a sender that lost its connection asks `received` and goes on from there. A piece that came
already changes nothing, one that leaves a gap is refused, and nothing goes beyond what was announced.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock, files
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.models import Program

from ..enums import FileKind, ImportState
from ..models import SurveyImport
from .moves import move, remember

FOLDER = "surveys"
PIECE = 8 * 1024 * 1024
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".parquet")
UNFINISHED = timedelta(days=7)


class TooLarge(Refused):
    """More bytes than are allowed, or than were announced."""


class OutOfOrder(Refused):
    """The piece does not begin where the file ends so far."""


class Mangled(Refused):
    """The piece is no piece: empty, or cut off on its way."""


@transaction.atomic
def begin(
    program: Program, *, kind: str, file_name: str, size: int, by, attested_by: str = "", modified: int = 0
) -> SurveyImport:
    """Announce a file. `modified` is what the sender's machine says of its age, to know the file again."""
    name = plain_name(file_name)
    if kind not in FileKind.values:
        raise Refused(_("Please say what the file holds."))
    if PurePosixPath(name).suffix.lower() not in SUFFIXES:
        raise Refused(_("“%(name)s” is no CSV, Excel (.xlsx) or Parquet file.") % {"name": name})
    if size <= 0:
        raise Refused(_("“%(name)s” is empty.") % {"name": name})
    if size > settings.SURVEY_MAX_BYTES:
        raise TooLarge(
            _("“%(name)s” has %(size)s; a survey file may have at most %(most)s. Please send it in several files.")
            % {"name": name, "size": megabytes(size), "most": megabytes(settings.SURVEY_MAX_BYTES)}
        )
    made = SurveyImport.objects.create(
        program=program,
        kind=kind,
        file_name=name,
        declared_size=size,
        attested_by=attested_by.strip()[:200],
        uploaded_by=by,
        created_at=clock.now(),
        report={"modified": modified},
    )
    remember(made, "", ImportState.UPLOADING, by=by, change={"kind": kind, "bytes": size})
    return made


def add_piece(survey_import: SurveyImport, offset: int, data: bytes, *, by) -> int:
    """Keep one piece, and say how many bytes are here now."""
    survey_import.refresh_from_db()
    received = survey_import.received
    if survey_import.state != ImportState.UPLOADING:
        raise Refused(_("This file is here already, or was given up."))
    if not data or offset < 0:
        raise Mangled(_("This piece arrived incomplete. Please send it again."))
    if offset + len(data) > survey_import.declared_size:
        raise TooLarge(_("The file has more bytes than were announced. Please begin again with the right file."))
    if offset + len(data) <= received:
        return received
    if offset != received:
        raise OutOfOrder(_("The next piece must begin at byte %(n)d.") % {"n": received})
    saved = files.save(data, folder=FOLDER, suffix=".piece")
    try:
        with transaction.atomic():
            here = SurveyImport.objects.filter(pk=survey_import.pk, state=ImportState.UPLOADING, received=received)
            pieces = [*survey_import.pieces, [saved.path, saved.size]]
            if not here.update(received=received + saved.size, pieces=pieces):
                raise OutOfOrder(_("This piece came twice at once."))
            survey_import.received, survey_import.pieces = received + saved.size, pieces
            if survey_import.is_whole:
                ask_to_receive(survey_import, by=by)
    except BaseException:
        files.delete(saved.path)
        raise
    return survey_import.received


def ask_to_receive(survey_import: SurveyImport, *, by) -> None:
    enqueue(
        "survey_receive",
        key=f"survey_receive:{survey_import.code}",
        payload={"import": survey_import.pk},
        program=survey_import.program.slug,
        by=by,
    )


def give_up_old() -> int:
    """Uploads that were begun and never finished: their pieces need not wait for ever."""
    old = SurveyImport.objects.filter(state=ImportState.UPLOADING, created_at__lt=clock.now() - UNFINISHED)
    given_up = 0
    for survey_import in old.select_related("program"):
        if survey_import.is_whole:
            continue
        pieces = [path for path, _size in survey_import.pieces]
        with transaction.atomic():
            move(survey_import, ImportState.DISCARDED, note=_("The upload was not finished."), pieces=[])
            forget_files(*pieces)
        given_up += 1
    return given_up


def forget_files(*paths: str) -> None:
    """Stored files that no row names once this transaction is through."""
    for path in paths:
        if path:
            transaction.on_commit(lambda path=path: files.delete(path), robust=True)


def plain_name(name: str) -> str:
    """What people call the file: no folders, nothing that cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()).strip()[-200:] or "file"


def megabytes(size: int) -> str:
    for unit, worth in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if size >= worth:
            return f"{size / worth:.1f} {unit}".replace(".0 ", " ")
    return f"{size} B"
