"""Awards that are given by appointment: proposals of the panel, and the final word of who has it.

Administrators have the same under /manage/. Who only proposes never learns here who was appointed.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from operations.refusal import Refused
from operations.web import render_page
from programs.models import Category

from .. import access
from ..domain import appointment, decisions, terms
from ..domain.standings import standings
from ..forms import ProposalForm
from ..models import Decision, Proposal


def category_for(request: HttpRequest, pk: int) -> Category:
    found = access.appointed_for(request.user).select_related("cycle__program")
    return get_object_or_404(found, pk=pk)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    category = category_for(request, pk)
    if terms.outstanding(request.user, category.cycle.program):
        return redirect(f"{reverse('judging:terms')}?next={request.path}")
    return page_of(request, category, ProposalForm(category=category))


def page_of(request: HttpRequest, category: Category, form: ProposalForm, status: int = 200) -> HttpResponse:
    decides = access.may_decide(request.user, category)
    decision = Decision.objects.filter(category=category).first() if decides else None
    proposals = Proposal.objects.filter(category=category, withdrawn_at=None)
    own = dict(proposals.filter(by=request.user).values_list("candidate", "pk"))
    rows = sorted(standings(category), key=lambda row: row.name.casefold())
    context = {
        "category": category,
        "program": category.cycle.program,
        "decides": decides,
        "sealed": decision if decision and decision.is_sealed else None,
        "rows": [{"standing": row, "own": own.get(row.candidate.pk)} for row in rows],
        "form": form,
    }
    return render_page(request, "judging/appointment.html", context, status=status)


@require_POST
@login_required
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    category = category_for(request, pk)
    form = ProposalForm(request.POST, category=category)
    if form.is_valid():
        try:
            appointment.propose(category, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
    if not form.is_valid():
        return page_of(request, category, form, status=422)
    messages.success(request, _("%(name)s is proposed.") % form.cleaned_data)
    return redirect("judging:appointment", pk)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    category = category_for(request, pk)
    found = get_object_or_404(Proposal, category=category, withdrawn_at=None, pk=proposal)
    return answered(request, pk, lambda: appointment.withdraw(found, by=request.user), _("The proposal is taken back."))


@require_POST
@login_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The final word."""
    category = category_for(request, pk)
    candidates = {str(row.candidate.pk): row.candidate for row in standings(category)}
    candidate = candidates.get(request.POST.get("candidate", ""))
    reason = request.POST.get("reason", "").strip()

    def verb() -> None:
        if candidate is None:
            raise Refused(_("Choose one of the people proposed."))
        decisions.appoint(category, candidate, reason=reason, by=request.user)

    return answered(request, pk, verb, _("Decided and sealed. Nobody else learns of it before the announcement."))


def answered(request: HttpRequest, pk: int, verb: Callable[[], object], done: str) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("judging:appointment", pk)
