"""What an organisation's own members see of its measured awards."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.models import Organisation
from operations.refusal import Refused
from operations.web import render_page
from programs.enums import Metric
from programs.models import Cycle

from ..domain import entering, own
from ..domain.measured import Measured


def found_for(user, pk: int, program: str, cycle: str) -> tuple[dict[int, Organisation], Cycle]:
    """The organisations of this person, if this is one of them, and a public cycle with a survey year."""
    theirs = {one.pk: one for one in access.organisations_of(user)}
    if pk not in theirs:
        raise Http404
    cycles = Cycle.objects.public().exclude(survey_year=None).select_related("program")
    return theirs, get_object_or_404(cycles, program__slug=program, slug=cycle)


@require_safe
@login_required
def awards(request: HttpRequest, pk: int, program: str, cycle: str) -> HttpResponse:
    theirs, one = found_for(request.user, pk, program, cycle)
    found = own.of(one, pk, known=theirs)
    context = {
        "organisation": theirs[pk],
        "cycle": one,
        "found": found,
        "figures": [figure_of(each) for each in found.figures],
        "groups": [
            (state, [row_of(award) for award in found.of_state(state)]) for state in (own.REACHED, own.IN_REACH)
        ],
        "may_choose": may_choose(request.user, pk),
        "closed": [row_of(award) for award in found.of_state(own.CLOSED)],
    }
    return render_page(request, "measurement/own.html", context)


def figure_of(each: own.Figure) -> dict:
    sample = each.mine.sample(each.place) if each.mine else None
    return {"figure": each, "rate": own.shown(each.rate), "sample": sample}


def row_of(award: own.Award) -> dict:
    return {"award": award, "mine": [line_of(each) for each in award.mine]}


def line_of(each: Measured) -> dict:
    samples = [each.sample(place) for place in range(len(each.measure.asked))]
    return {
        "name": each.name,
        "rates": [
            (str(Metric(metric).label), own.shown(share), sample)
            for (metric, _surveys), share, sample in zip(each.measure.asked, each.rates, samples, strict=True)
        ],
        "shortfalls": each.shortfalls,
    }


def may_choose(user, pk: int) -> bool:
    """Owners speak for their organisation; a member reads."""
    return access.organisations_managed_by(user).filter(pk=pk).exists()


@require_POST
@login_required
def choose(request: HttpRequest, pk: int, program: str, cycle: str) -> HttpResponse:
    theirs, one = found_for(request.user, pk, program, cycle)
    if not may_choose(request.user, pk):
        raise Http404
    category = get_object_or_404(one.categories.select_related("cycle__program"), slug=request.POST.get("category", ""))
    try:
        entering.choose(
            category,
            theirs[pk],
            request.POST.get("choice", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
        messages.success(request, _("%(award)s: your choice is saved.") % {"award": category.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("measurement:own", pk=pk, program=program, cycle=cycle)
