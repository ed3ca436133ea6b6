"""The way in: the programs somebody runs, and one cycle from above."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from judging.domain import window
from nominations.models import NominationEvent
from operations.clock import now
from operations.web import render_page
from programs.models import Cycle

from ..access import for_administrators, for_cycle, programs_for
from ..domain import charts, overview, reminders, waiting
from ..domain import launch as launching


@for_administrators
def home(request: HttpRequest) -> HttpResponse:
    programs = programs_for(request.user)
    counts = overview.submitted_by_cycle([cycle for program in programs for cycle in program.cycles.all()])
    for program in programs:
        for cycle in program.cycles.all():
            cycle.submitted = counts.get(cycle.pk, 0)
    return render_page(request, "desk/home.html", {"programs": programs, "now": now()})


@for_cycle
def dashboard(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    days = overview.submissions_by_day(cycle)
    piles = overview.piles(cycle)
    totals, rows = overview.totals(piles), overview.category_rows(cycle, piles)
    behind = reminders.behind(cycle)
    return render_page(
        request,
        "desk/dashboard.html",
        {
            "cycle": cycle,
            "section": "dashboard",
            "totals": totals,
            "chart": charts.by_day(days),
            "days": [day for day in days if day.count],
            "rows": rows,
            "is_judged": any(row.is_judged for row in rows),
            "tasks": waiting.tasks(cycle, totals, rows, behind.count),
            "assigned": sum(row.assignments for row in rows),
            "scorecards": sum(row.scorecards for row in rows),
            "behind": behind,
            "is_judging": window.is_open(cycle) and not cycle.is_rolling,
            "takes_entries": cycle.opens_at <= now() <= cycle.accepts_until and not cycle.is_rolling,
            "here": request.path,
            "recent": NominationEvent.objects.filter(nomination__cycle=cycle)
            .select_related("nomination", "by")
            .order_by("-at", "-pk")[:8],
            "now": now(),
        },
    )


@for_cycle
def launch(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What is missing before the cycle can open, be judged and be announced."""
    parts = launching.check(cycle)
    where = [cycle.program.slug, cycle.slug]
    for part in parts:
        for finding in part.findings:
            finding.url = reverse(f"desk:{finding.page}", args=[*where, *finding.args])
            finding.url += f"#{finding.anchor}" if finding.anchor else ""
    context = {
        "cycle": cycle,
        "section": "launch",
        "parts": parts,
        "must": sum(part.must for part in parts),
        "should": sum(part.should for part in parts),
    }
    return render_page(request, "desk/launch.html", context)
