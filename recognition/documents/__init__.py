"""The documents a winner frames: what is printed, where it stands, and how it becomes a PDF."""

from __future__ import annotations

from ..enums import DocumentKind
from ..models import Honour


def render(honour: Honour, kind: str) -> bytes:
    """One document of an honour as PDF. The same honour in the same version gives the same bytes."""
    from . import certificate, plaque  # what sets and draws takes a second to load: only where documents are made
    from .wording import wording_of

    designs = {
        DocumentKind.CERTIFICATE: certificate.render,
        DocumentKind.PLAQUE: plaque.render,
        DocumentKind.LARGER_PLAQUE: plaque.render_larger,
    }
    return designs[DocumentKind(kind)](wording_of(honour))
