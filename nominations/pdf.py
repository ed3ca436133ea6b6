"""The entry as a PDF: what was submitted, as its writers and the organiser read it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.text import slugify

from operations import clock, pdf

from .domain import readiness, stories
from .models import Nomination


def entry_pdf(nomination: Nomination) -> bytes:
    """All sections with their answers, the files by name and fingerprint, and when it was received."""
    parts = [part for part in readiness.sections_of(nomination) if part.lines or part.slug == "eligibility"]
    context = {
        "nomination": nomination,
        "category": nomination.category,
        "cycle": nomination.cycle,
        "program": nomination.cycle.program,
        "parts": parts,
        "stories": stories.signed_for(nomination),
        "printed_at": clock.now(),
        "zone": nomination.cycle.zone,
    }
    return pdf.render(render_to_string("nominations/entry.pdf.html", context), pdf_tags=True)


def file_name(nomination: Nomination) -> str:
    title = slugify(nomination.title)[:60] or "entry"
    return f"{nomination.code}-{title}.pdf"
