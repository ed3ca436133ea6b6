"""The documents a winner frames: what is printed, where it stands, and how it becomes a PDF."""

from __future__ import annotations

from ..enums import DocumentKind
from ..models import Honour
from . import certificate, plaque
from .wording import wording_of

DESIGNS = {
    DocumentKind.CERTIFICATE: certificate.render,
    DocumentKind.PLAQUE: plaque.render,
    DocumentKind.LARGER_PLAQUE: plaque.render_larger,
}


def render(honour: Honour, kind: str) -> bytes:
    """One document of an honour as PDF. The same honour in the same version gives the same bytes."""
    return DESIGNS[DocumentKind(kind)](wording_of(honour))
