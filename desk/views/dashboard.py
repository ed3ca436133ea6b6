"""The way in: the programs somebody runs, and one cycle from above."""

from django.http import HttpRequest, HttpResponse

from nominations.models import NominationEvent
from operations.clock import now
from operations.enums import JobState
from operations.models import Job
from operations.web import render_page
from programs.models import Cycle

from ..access import for_administrators, for_cycle, programs_for
from ..domain import charts, overview


@for_administrators
def home(request: HttpRequest) -> HttpResponse:
    return render_page(request, "desk/home.html", {"programs": programs_for(request.user), "now": now()})


@for_cycle
def dashboard(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    days = overview.submissions_by_day(cycle)
    return render_page(
        request,
        "desk/dashboard.html",
        {
            "cycle": cycle,
            "section": "dashboard",
            "totals": overview.totals(cycle),
            "chart": charts.by_day(days),
            "days": [day for day in days if day.count],
            "rows": overview.category_rows(cycle),
            "parked": Job.objects.filter(program=cycle.program.slug, state=JobState.PARKED).count(),
            "recent": NominationEvent.objects.filter(nomination__cycle=cycle)
            .select_related("nomination", "by")
            .order_by("-at", "-pk")[:8],
            "now": now(),
        },
    )
