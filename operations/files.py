"""Stored files: random names outside any web root, and one way out that never lets a browser run them.

Save the file first, then commit the row that names it; a file without a row is swept, a row without a file is a loss.
Who may read is the caller's lookup.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from typing import IO, NamedTuple

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Saved(NamedTuple):
    path: str
    sha256: str
    size: int


def save(content: File | bytes, *, folder: str, suffix: str = "") -> Saved:
    """Store an upload or bytes under a name that nobody can guess; `suffix` like ".pdf" is the caller's, not the user's."""
    stored = ContentFile(content) if isinstance(content, bytes) else content
    digest, size = hashlib.sha256(), 0
    for chunk in stored.chunks():
        digest.update(chunk)
        size += len(chunk)
    stored.seek(0)
    name = secrets.token_hex(16)
    path = default_storage.save(f"{folder}/{name[:2]}/{name}{suffix}", stored)
    return Saved(path, digest.hexdigest(), size)


def open(path: str) -> File:
    return default_storage.open(path, "rb")


def exists(path: str) -> bool:
    return default_storage.exists(path)


def delete(path: str) -> None:
    default_storage.delete(path)


def serve(request: HttpRequest, path: str, *, name: str, content_type: str, inline: bool = False) -> FileResponse:
    """The file under the name people know. `inline` only for types that our own code made or re-encoded."""
    try:
        stored = open(path)
    except FileNotFoundError as missing:
        log.error("A stored file is missing: %s", path)
        raise Http404(_("This file is missing from the store. Please tell the organizer.")) from missing
    return hand_over(stored, name=name, content_type=content_type, inline=inline)


def hand_over(stored: IO[bytes], *, name: str, content_type: str, inline: bool = False) -> FileResponse:
    """The same for what was read from the store and changed on the way."""
    response = FileResponse(stored, as_attachment=not inline, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
