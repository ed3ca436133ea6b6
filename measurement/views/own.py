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
from programs.models import Cycle

from ..domain import entering, own


def found_for(user, pk: int, program: str, cycle: str) -> tuple[Organisation, Cycle]:
    """The organisation if this person belongs to it, and a public cycle with a survey year."""
    organisation = get_object_or_404(Organisation.objects.filter(memberships__user=user), pk=pk)
    cycles = Cycle.objects.public().exclude(survey_year=None).select_related("program")
    return organisation, get_object_or_404(cycles, program__slug=program, slug=cycle)


@require_safe
@login_required
def awards(request: HttpRequest, pk: int, program: str, cycle: str) -> HttpResponse:
    organisation, one = found_for(request.user, pk, program, cycle)
    rows = [{"award": award, "mine": [row_of(each) for each in award.mine]} for award in own.awards(one, pk)]
    context = {"organisation": organisation, "cycle": one, "rows": rows, "may_choose": may_choose(request.user, pk)}
    return render_page(request, "measurement/own.html", context)


def row_of(each) -> dict:
    samples = [each.sample(place) for place in range(len(each.measure.asked))]
    return {
        "name": each.name,
        "rates": [own.shown(share) for share in each.rates],
        "samples": [(sample.top, sample.n) for sample in samples],
        "shortfalls": each.shortfalls,
    }


def may_choose(user, pk: int) -> bool:
    """Owners speak for their organisation; a member reads."""
    return access.organisations_managed_by(user).filter(pk=pk).exists()


@require_POST
@login_required
def choose(request: HttpRequest, pk: int, program: str, cycle: str) -> HttpResponse:
    organisation, one = found_for(request.user, pk, program, cycle)
    if not may_choose(request.user, pk):
        raise Http404
    category = get_object_or_404(one.categories.select_related("cycle__program"), slug=request.POST.get("category", ""))
    try:
        entering.choose(
            category,
            organisation,
            request.POST.get("choice", ""),
            reason=request.POST.get("reason", ""),
            by=request.user,
        )
        messages.success(request, _("%(award)s: your choice is saved.") % {"award": category.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("measurement:own", pk=pk, program=program, cycle=cycle)
