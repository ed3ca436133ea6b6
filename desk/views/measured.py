"""Standings of measured awards: one award's page and files, and deciding at once all that are beyond doubt."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from judging.domain import decisions, measuring, review, settling
from judging.models import Decision
from measurement.domain import results
from operations.domain import audit
from operations.web import render_page
from programs.models import Category, Cycle

from ..access import for_cycle
from ..domain import exports, field_chart, measured
from ..forms import RationaleForm
from .answers import attempt, to
from .judging import category_of


def page(request: HttpRequest, cycle: Cycle, one: Category, decision: Decision | None, **forms) -> HttpResponse:
    """Standings with rates and samples, a page at a time, and the decision."""
    rows = measuring.standings_of(one, results.results(one))
    filters = measured.read_filters(request.GET)
    shown = Paginator(measured.chosen(rows, filters), measured.PAGE).get_page(request.GET.get("page"))
    placed = {}
    context = {
        "cycle": cycle,
        "section": "results",
        "category": one,
        "decision": decision,
        "page": shown,
        "filters": filters,
        "shown": measured.SHOWN,
        "sorts": measured.SORTS,
        "field": measured.field(rows),
        "chart": field_chart.of(rows),
        "placings": list(one.placings.all()),
    }
    if decision:
        decision.category = one
        found = list(decision.placings.select_related("placing", "candidate__organisation"))
        placed = {each.candidate_id: each for each in found}
        context |= {
            "review": review.of(decision, rows) if not decision.is_sealed else None,
            "recomputed": decisions.recompute(decision) if decision.is_sealed else None,
            "placed": found[: measured.PAGE],
            "placed_more": max(len(found) - measured.PAGE, 0),
            "rationale_form": RationaleForm(initial={"rationale": decision.rationale}),
        }
    context["lines"] = [
        {"line": measured.line(cycle, row), "placed": placed.get(row.candidate.pk) if row.candidate else None}
        for row in shown
    ]
    context |= forms
    return render_page(request, "desk/measured_result.html", context, status=422 if forms else 200)


@for_cycle
def export(request: HttpRequest, cycle: Cycle, category: str, kind: str) -> HttpResponse:
    one = category_of(cycle, category)
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    if writer is None or not results.is_measured(one):
        raise Http404
    filters = measured.read_filters(request.GET)
    rows = measured.chosen(measuring.standings_of(one, results.results(one)), filters)
    audit.record("standings exported", f"category:{one.pk}", by=request.user, program=cycle.program.slug,
                 change={"kind": kind, "filters": filters.as_query()})  # fmt: skip
    return writer(f"standings-{cycle.slug}-{one.slug}", measured.HEADER, measured.export_rows(cycle, rows))


@for_cycle
def beyond_doubt(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What would be decided, to be looked at first; decided once it is confirmed."""
    if request.method == "POST":
        done: list[Decision] = []
        attempt(
            request, lambda: done.extend(settling.decide(cycle, request.POST.getlist("award"), by=request.user)), ""
        )
        if done:
            messages.success(
                request,
                ngettext("%(n)d award is decided and sealed.", "%(n)d awards are decided and sealed.", len(done))
                % {"n": len(done)},
            )
        return to(cycle, "results")
    found = settling.look(cycle)
    context = {
        "cycle": cycle,
        "section": "results",
        "clear": [
            {"one": each, "leader": measured.leader(each.category, each.rows)} for each in found if each.is_clear
        ],
        "open": [each for each in found if not each.is_clear],
        "title": _("Awards beyond doubt"),
    }
    return render_page(request, "desk/beyond_doubt.html", context)
