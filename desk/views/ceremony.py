"""The evening: a script to read from and a list to order and engrave from. Both are secret until the moment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from operations.domain import audit
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import ceremony, exports


@require_safe
@for_cycle
def script(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    note(request, cycle, "ceremony script opened")
    context = {"cycle": cycle, "section": "documents", "parts": ceremony.script(cycle)}
    return render_page(request, "desk/script.html", context)


@require_safe
@for_cycle
def order_list(request: HttpRequest, cycle: Cycle, kind: str) -> HttpResponse:
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    if writer is None:
        raise Http404
    note(request, cycle, "order list exported")
    return writer(f"orders-{cycle.program.slug}-{cycle.slug}", ceremony.ORDER_HEADER, ceremony.order_rows(cycle))


def note(request: HttpRequest, cycle: Cycle, what: str) -> None:
    """Who has seen the placings before their moment stands in the trail."""
    audit.record(what, f"cycle:{cycle.pk}", by=request.user, program=cycle.program.slug)
