"""The entry kit: all that a category asks, to print, to pass around and to write on."""

from __future__ import annotations

from hashlib import sha256

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from operations.domain.limits import allow
from operations.web import client_address

from ..domain.palette import stylesheet
from .caching import public_page
from .public import category_or_404, shown

KEPT_SECONDS = 24 * 3600


@public_page
def kit(request: HttpRequest, program: str, cycle: str, category: str) -> HttpResponse:
    return render(request, "programs/kit.html", shown(category_or_404(program, cycle, category)))


@require_safe
def kit_pdf(request: HttpRequest, program: str, cycle: str, category: str) -> HttpResponse:
    found = category_or_404(program, cycle, category)
    html = render_to_string("programs/kit_pdf.html", shown(found))
    key = f"kit:{sha256(html.encode()).hexdigest()}"
    cache = caches["local"]
    pdf = cache.get(key)
    if pdf is None:
        if not allow(f"kit:{client_address(request)}", limit=30, seconds=600):
            return render(request, "429.html", status=429)
        pdf = made(html, found.cycle.program)
        cache.set(key, pdf, KEPT_SECONDS)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.cycle.program.slug}-{found.slug}-entry-kit.pdf"'
    return response


def made(html: str, program) -> bytes:
    """WeasyPrint is loaded here, so that the site starts without its system libraries."""
    from weasyprint import CSS

    from operations.pdf import render as pdf_of

    colours = CSS(string=stylesheet(":root", program.colour, program.accent))
    return pdf_of(html, stylesheets=(colours,), pdf_variant="pdf/ua-1")
