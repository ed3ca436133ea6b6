"""“My nominations”: everything somebody writes, across programs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from operations.web import render_page
from programs.enums import SelectionMethod
from programs.models import Program

from ..domain import lists
from ..enums import AttemptState, NominationState
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
    labels = dict(AttemptState.choices)
    for row in page.object_list:
        row.is_assessed = row.category.method == SelectionMethod.ASSESSMENT
        row.attempt_label = labels.get(row.attempt_state, _("Waiting for instructions"))
    context = {
        "page_obj": page,
        "only_assessed": bool(page.object_list) and all(row.is_assessed for row in page.object_list),
        "programs": list(programs),
        "states": NominationState.choices,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "query": urlencode({name: value for name, value in chosen.items() if value}),
    }
    return render_page(request, "nominations/mine.html", context, "list")
