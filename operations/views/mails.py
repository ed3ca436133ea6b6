"""The letters of a development site, where nothing leaves the machine. In production these pages do not exist."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ..models import OutgoingMail
from ..web import render_page

ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;)]")


def letters(request: HttpRequest):
    """All letters, some of which open accounts: on a trial site in production only its owner may read them."""
    if not settings.MAIL_STAYS_HERE or not (settings.DEBUG or request.user.is_superuser):
        raise Http404
    return OutgoingMail.objects.order_by("-created_at", "-pk")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    found = letters(request)
    to = request.GET.get("to", "").strip()
    if to:
        found = found.filter(to__icontains=to)
    page = Paginator(found.defer("text", "html"), 50).get_page(request.GET.get("page"))
    return render_page(request, "operations/mails.html", {"page": page, "to": to})


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(letters(request), pk=pk)
    return render_page(request, "operations/mail.html", {"mail": row, "text": with_links(row.text)})


@require_safe
@xframe_options_sameorigin
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part as its reader would see it: with its own styles, without scripts, in a frame of our page."""
    row = get_object_or_404(letters(request), pk=pk)
    response = HttpResponse(row.html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"
    )
    return response


def with_links(text: str) -> SafeString:
    """The text as it was sent, its addresses clickable. Everything is escaped first."""
    return mark_safe(ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', str(escape(text))))  # nosec B308 B703: escaped first
