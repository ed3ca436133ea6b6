"""“My nominations”: everything somebody writes, across programs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from operations.web import render_page
from programs.models import Program

from ..domain import lists
from ..enums import NominationState
from ..models import Nomination
from .common import signed_in

A_PAGE = 30


@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    chosen = {name: request.GET.get(name, "").strip()[:100] for name in ("program", "state", "q")}
    rows = lists.filtered(lists.mine(request.user), **chosen)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    programs = Program.objects.filter(pk__in=Nomination.objects.visible_to(request.user).values("cycle__program"))
    context = {
        "page_obj": page,
        "programs": list(programs),
        "states": NominationState.choices,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
    }
    return render_page(request, "nominations/mine.html", context, "list")
