"""The entry as a PDF: what was submitted, as its writers and the organiser read it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.text import slugify

from operations import clock, pdf

from .domain import pages, readiness, stories
from .models import Nomination

SHEET = "css/entry-pdf.css"


def entry_pdf(nomination: Nomination) -> bytes:
    """All sections with their answers, the files by name and fingerprint, and when it was received.

    Where pages count, the application comes first and everything else on pages after it.
    """
    parts = parts_of(nomination)
    if pages.limit_of(nomination.category) is None:
        html = _html(nomination, parts)
    else:
        application, around = parted(parts)
        html = _html(nomination, application, around, is_apart=True)
    return pdf.render(html, sheet=SHEET, pdf_tags=True)


def application_pdf(nomination: Nomination) -> bytes:
    """The application alone, as its pages are counted: they are the first pages of the entry's PDF."""
    return pdf.render(_application(nomination), sheet=SHEET, pdf_tags=True)


def application_pages(nomination: Nomination) -> int:
    """How many pages that has, without writing it."""
    return pdf.pages(_application(nomination), sheet=SHEET)


def _application(nomination: Nomination) -> str:
    application, _around = parted(parts_of(nomination))
    return _html(nomination, application, is_alone=True)


def parts_of(nomination: Nomination) -> list[readiness.SectionPart]:
    return [part for part in readiness.sections_of(nomination) if part.lines or part.slug == "eligibility"]


def parted(parts: list[readiness.SectionPart]) -> tuple[list[readiness.SectionPart], list[readiness.SectionPart]]:
    """The application, without what it may leave out and did, and what stands around it."""
    application = [part for part in parts if part.slug not in pages.AROUND]
    for part in application:
        part.lines = [line for line in part.lines if line.is_answered or line.question.required]
    return application, [part for part in parts if part.slug in pages.AROUND]


def _html(nomination: Nomination, parts: list, around: list = (), *, is_apart=False, is_alone=False) -> str:
    context = {
        "nomination": nomination,
        "category": nomination.category,
        "cycle": nomination.cycle,
        "program": nomination.cycle.program,
        "parts": parts,
        "around": around,
        "is_apart": is_apart,
        "is_alone": is_alone,
        "stories": stories.signed_for(nomination),
        "printed_at": clock.now(),
        "zone": nomination.cycle.zone,
    }
    return render_to_string("nominations/entry.pdf.html", context)


def file_name(nomination: Nomination) -> str:
    title = slugify(nomination.title)[:60] or "entry"
    return f"{nomination.code}-{title}.pdf"
