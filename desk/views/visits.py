"""Phone interviews and site visits of one nomination."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.domain import visits
from programs.models import Cycle

from ..access import for_cycle
from ..forms import VisitForm, VisitNotesForm
from .answers import attempt, first_error, to
from .nomination import found


@require_POST
@for_cycle
def plan(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    nomination = found(cycle, code)
    form = VisitForm(request.POST, zone=cycle.zone)
    if form.is_valid():
        attempt(request, lambda: visits.plan(nomination, **form.cleaned_data, by=request.user), _("Planned."))
    else:
        messages.error(request, first_error(form))
    return to(cycle, "nomination", code)


@require_POST
@for_cycle
def record(request: HttpRequest, cycle: Cycle, code: str, pk: int) -> HttpResponse:
    visit = get_object_or_404(found(cycle, code).visits, pk=pk)
    form = VisitNotesForm(request.POST, zone=cycle.zone)
    if form.is_valid():
        said = _("Recorded. The judges of this entry read it beside the entry.")
        attempt(request, lambda: visits.record(visit, **form.cleaned_data, by=request.user), said)
    else:
        messages.error(request, first_error(form))
    return to(cycle, "nomination", code)
