from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations.clock import now

from ..domain import catalogue


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/home.html", {"programs": catalogue.programs_with_cycles(), "now": now()})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for developers only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "programs/gallery.html", {"now": now()})
