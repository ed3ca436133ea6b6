"""The evening: a script to read from, secret until the moment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from operations.domain import audit
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import ceremony


@require_safe
@for_cycle
def script(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Who has seen the placings before their moment stands in the trail."""
    audit.record("ceremony script opened", f"cycle:{cycle.pk}", by=request.user, program=cycle.program.slug)
    context = {"cycle": cycle, "section": "documents", "parts": ceremony.script(cycle)}
    return render_page(request, "desk/script.html", context)
