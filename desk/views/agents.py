"""CSRs and supervisors: their teams, and the names that may be published."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from measurement.domain import agents as verbs
from measurement.enums import AgentRole
from measurement.models import Agent
from operations.refusal import Refused
from operations.web import render_page, whole_number
from programs.models import Cycle

from ..access import for_cycle
from ..survey_forms import AgentForm
from .answers import attempt, back, to
from .eligibility import query_of

PAGE = 50
NAMES = {"open": Q(confirmed_at=None), "confirmed": Q(confirmed_at__isnull=False)}


def matching(cycle: Cycle, data) -> tuple[QuerySet[Agent], dict[str, str]]:
    """The agents that the filters leave, and the filters."""
    chosen = {
        "q": data.get("q", "").replace("\x00", "").strip()[:80],
        "role": data.get("role", "") if data.get("role") in AgentRole.values else "",
        "names": data.get("names", "") if data.get("names") in NAMES else "",
        "organization": str(whole_number(data.get("organization")) or ""),
    }
    found = Agent.objects.filter(program=cycle.program)
    if chosen["q"]:
        text = chosen["q"]
        found = found.filter(Q(name__icontains=text) | Q(number__iexact=text) | Q(organisation__name__icontains=text))
    if chosen["role"]:
        found = found.filter(role=chosen["role"])
    if chosen["names"]:
        found = found.filter(NAMES[chosen["names"]])
    if chosen["organization"]:
        found = found.filter(organisation=int(chosen["organization"]))
    return found, chosen


@for_cycle
def agents(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found, chosen = matching(cycle, request.GET)
    rows = found.select_related("organisation").prefetch_related("stints")
    page = Paginator(rows.order_by("organisation__name", "number", "pk"), PAGE).get_page(request.GET.get("page"))
    one = Organisation.objects.filter(pk=chosen["organization"]).first() if chosen["organization"] else None
    context = {
        "cycle": cycle,
        "section": "agents",
        "page": page,
        "page_query": query_of(**chosen),
        "chosen": chosen,
        "roles": AgentRole.choices,
        "organisation": one,
        "open": found.filter(confirmed_at=None).exclude(name="").count() if one else 0,
        "here": request.get_full_path(),
    }
    return render_page(request, "desk/agents.html", context)


@require_POST
@for_cycle
def confirm(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """The ticked names, or all of an organization, are right and may be published."""
    rows = Agent.objects.filter(program=cycle.program)
    if "all" in request.POST:
        rows = rows.filter(organisation=whole_number(request.POST.get("organization")))
    else:
        rows = rows.filter(pk__in=[whole_number(value) for value in request.POST.getlist("agent")])
    try:
        done = verbs.confirm(rows, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return back(request, cycle, "agents")
    if done:
        text = ngettext("One name is confirmed.", "%(n)d names are confirmed.", done) % {"n": done}
        messages.success(request, text)
    else:
        messages.error(request, _("Tick at least one name that is not confirmed yet."))
    return back(request, cycle, "agents")


@require_http_methods(["GET", "POST"])
@for_cycle
def agent(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    """One agent: the name as it shall stand on a certificate, and the teams over time."""
    rows = Agent.objects.select_related("organisation", "program", "confirmed_by")
    one = get_object_or_404(rows, program=cycle.program, pk=pk)
    form = AgentForm(request.POST or None, initial={"name": one.name, "email": one.email})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.correct(one, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", list(refused.reasons))
        else:
            messages.success(request, _("The name is confirmed as you wrote it."))
            return to(cycle, "agent", pk)
    context = {
        "cycle": cycle,
        "section": "agents",
        "agent": one,
        "form": form,
        "stints": list(one.stints.select_related("source").order_by("-since")),
    }
    return render_page(request, "desk/agent.html", context, status=422 if form.errors else 200)


@require_POST
@for_cycle
def take_back(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    one = get_object_or_404(Agent.objects.select_related("organisation", "program"), program=cycle.program, pk=pk)
    attempt(request, lambda: verbs.take_back(one, by=request.user), _("The name is not published any more."))
    return to(cycle, "agent", pk)
