"""The eligibility queue: what waits for a person's eye, and checking a whole cycle again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nominations.enums import CapPlace, Eligibility
from nominations.models import EligibilityReport, Nomination
from operations import clock
from operations.domain.jobs import enqueue
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle

PAGE = 30
UNCLEAR = [Eligibility.INELIGIBLE, Eligibility.NEEDS_INFORMATION, Eligibility.NOT_CHECKED]


@for_cycle
def queue(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What waits for an administrator: failed, unclear or not judged, each with the reasons of its newest report."""

    waiting = (
        Nomination.objects.filter(cycle=cycle)
        .submitted()
        .filter(Q(eligibility__in=UNCLEAR) | Q(cap_place__in=[CapPlace.OVER, CapPlace.QUEUED]))
        .select_related("category", "organisation")
        .order_by("eligibility", "first_submitted_at", "receipt_number")
    )
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    newest: dict[int, EligibilityReport] = {}
    for report in EligibilityReport.objects.filter(nomination__in=rows).order_by("made_at", "pk"):
        newest[report.nomination_id] = report
    for row in rows:
        report = newest.get(row.pk)
        row.reasons = [line for line in report.lines if line["verdict"] in ("fail", "unknown")] if report else []
    return render_page(
        request,
        "desk/eligibility.html",
        {"cycle": cycle, "section": "eligibility", "page": page, "rows": rows, "page_query": ""},
    )


@require_POST
@for_cycle
def check_cycle(request: HttpRequest, cycle: Cycle) -> HttpResponse:

    enqueue(
        "check_cycle",
        key=f"check_cycle:{cycle.pk}:{clock.now():%Y%m%d%H%M%S}",
        payload={"cycle": cycle.pk},
        program=cycle.program.slug,
        by=request.user,
    )
    messages.success(request, _("The whole cycle is being checked. Progress stands here."))
    return redirect("desk:jobs", cycle.program.slug, cycle.slug)
