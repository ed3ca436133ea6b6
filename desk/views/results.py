"""Standings and the decision of each category."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.domain import appointment, decisions, measuring, progress, review
from judging.domain.sealing import canonical
from judging.domain.standings import NotConfigured, standings
from judging.models import Decision, DecisionPlacing, Proposal
from measurement.domain.results import is_measured
from nominations.models import Candidate
from operations.clock import now
from operations.web import render_page
from programs.enums import SelectionMethod
from programs.models import Category, Cycle

from ..access import for_cycle
from ..domain import record as records
from ..domain.measured import leader
from ..forms import PlaceForm, ProposeForm, RationaleForm, ReasonForm
from . import measured
from .answers import attempt, cleaned, to
from .judging import category_of


@for_cycle
def results(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    decided = {
        decision.category_id: decision
        for decision in Decision.objects.filter(category__cycle=cycle).prefetch_related(
            "placings__candidate", "placings__placing"
        )
    }
    standing = {
        category.pk: {"field": field, "leader": leader(category, field.placed)}
        for category, field in measuring.fields_of(cycle).items()
    }
    rows = [
        {
            "category": row.category,
            "progress": row,
            "decision": decided.get(row.category.pk),
            "measured": standing.get(row.category.pk),
        }
        for row in progress.by_category(cycle)
    ]
    context = {"cycle": cycle, "section": "results", "rows": rows, "has_measured": bool(standing)}
    return render_page(request, "desk/results.html", context)


@for_cycle
def result(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    if one.method == SelectionMethod.ASSESSMENT:  # each attempt is decided by itself
        return to(cycle, "assessments")
    return result_page(request, cycle, one)


def result_page(request: HttpRequest, cycle: Cycle, one: Category, **forms) -> HttpResponse:
    """Standings and decision of a category; a form that was refused keeps what was typed."""
    decision = Decision.objects.filter(category=one).select_related("sealed_by").first()
    if is_measured(one):
        return measured.page(request, cycle, one, decision, **forms)
    context = {"cycle": cycle, "section": "results", "category": one, "decision": decision}
    status = 422 if forms else 200
    try:
        found = standings(one)
    except NotConfigured as missing:
        return render_page(request, "desk/result.html", {**context, "missing": str(missing)}, status=status)
    placed: dict[int, DecisionPlacing] = {}
    if decision:
        decision.category = one
        placed = {each.candidate_id: each for each in decision.placings.select_related("placing", "candidate")}
        context |= {
            "review": review.of(decision) if not decision.is_sealed else None,
            "recomputed": decisions.recompute(decision) if decision.is_sealed else None,
            "placed": list(placed.values()),
            "rationale_form": RationaleForm(initial={"rationale": decision.rationale}),
        }
    context["rows"] = [
        {"standing": each, "placed": placed.get(each.candidate.pk) if each.candidate else None} for each in found
    ]
    if one.method == SelectionMethod.APPOINTMENT:
        context |= {
            "propose_form": ProposeForm(category=one),
            "deciders": appointment.deciders(one),
            "proposals": one.proposals.filter(withdrawn_at=None).select_related("candidate", "by"),
        }
    context |= {"placings": list(one.placings.all()), **forms}
    return render_page(request, "desk/result.html", context, status=status)


@for_cycle
def record(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """Everything that led to the decision, to be printed and filed."""
    one = category_of(cycle, category)
    decision = Decision.objects.filter(category=one).select_related("sealed_by").first()
    if decision:
        decision.category = one
    context = {
        "cycle": cycle,
        "section": "results",
        "category": one,
        "decision": decision,
        "record": records.record_of(one, decision),
        "recomputed": decisions.recompute(decision) if decision and decision.is_sealed else None,
        "now": now(),
    }
    return render_page(request, "desk/record.html", context)


@for_cycle
def inputs(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """The sealed inputs byte for byte: the SHA-256 of this file is the one on the record."""
    decision = get_object_or_404(Decision, category=category_of(cycle, category), state="sealed")
    response = HttpResponse(canonical(decision.inputs), content_type="application/json; charset=utf-8")
    name = f"decision-{cycle.program.slug}-{cycle.slug}-{category}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def decision_of(cycle: Cycle, category: str) -> Decision:
    one = category_of(cycle, category)
    decision = get_object_or_404(Decision, category=one)
    decision.category = one
    return decision


def version_of(request: HttpRequest) -> int | None:
    """The version that the form was opened with, so that two administrators do not decide over each other."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


@require_POST
@for_cycle
def prepare(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    attempt(
        request,
        lambda: decisions.prepare(one, by=request.user),
        _("A draft of the decision stands below. Nothing is decided until you seal it."),
    )
    return to(cycle, "result", category)


@require_POST
@for_cycle
def place(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision = decision_of(cycle, category)
    said = cleaned(request, PlaceForm(request.POST, category=decision.category))
    if said is None:
        return to(cycle, "result", category)
    candidate = get_object_or_404(Candidate, pk=said["candidate"], program=cycle.program)
    if said["placing"] is None:
        attempt(
            request,
            lambda: decisions.unplace(decision, candidate, by=request.user, base_version=version_of(request)),
            _("%(candidate)s has no placing now.") % {"candidate": candidate},
        )
        return to(cycle, "result", category)
    attempt(
        request,
        lambda: decisions.place(
            decision,
            said["placing"],
            candidate=candidate,
            citation=said["citation"],
            by=request.user,
            base_version=version_of(request),
        ),
        _("%(candidate)s: %(placing)s.") % {"candidate": candidate, "placing": said["placing"].name},
    )
    return to(cycle, "result", category)


@require_POST
@for_cycle
def consider(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """Make a candidate of somebody the standing does not place, so that a person can."""
    decision = decision_of(cycle, category)
    key = request.POST.get("subject", "")
    attempt(
        request,
        lambda: decisions.consider(decision, key, by=request.user),
        _("You can give a placing in the table now. It needs your reason."),
    )
    return to(cycle, "result", category)


@require_POST
@for_cycle
def explain(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision = decision_of(cycle, category)
    form = RationaleForm(request.POST)
    if form.is_valid() and attempt(
        request,
        lambda: decisions.explain(
            decision, form.cleaned_data["rationale"], by=request.user, base_version=version_of(request)
        ),
        _("The reason is saved."),
    ):
        return to(cycle, "result", category)
    return result_page(request, cycle, decision.category, rationale_form=form)


@require_POST
@for_cycle
def withhold(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision = decision_of(cycle, category)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: decisions.withhold(decision, reason=reason, by=request.user),
        _("The award is not given this time. Seal the decision to make it final."),
    )
    return to(cycle, "result", category)


@require_POST
@for_cycle
def give_again(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision = decision_of(cycle, category)
    attempt(request, lambda: decisions.give_again(decision, by=request.user), _("The award is given after all."))
    return to(cycle, "result", category)


@require_POST
@for_cycle
def seal(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision = decision_of(cycle, category)
    attempt(
        request,
        lambda: decisions.seal(decision, by=request.user, base_version=version_of(request)),
        _("The decision is sealed. Set its announcement moment next."),
    )
    return to(cycle, "result", category)


@require_POST
@for_cycle
def reopen(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    decision, said = decision_of(cycle, category), cleaned(request, ReasonForm(request.POST))
    if said:
        attempt(request, lambda: decisions.reopen(decision, by=request.user, **said), _("The decision is open again."))
    return to(cycle, "result", category)


@require_POST
@for_cycle
def propose(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = ProposeForm(request.POST, category=one)
    if form.is_valid() and attempt(
        request,
        lambda: appointment.propose(one, by=request.user, **form.cleaned_data),
        _("%(name)s is proposed.") % form.cleaned_data,
    ):
        return to(cycle, "result", category)
    return result_page(request, cycle, one, propose_form=form)


@require_POST
@for_cycle
def withdraw_proposal(request: HttpRequest, cycle: Cycle, category: str, pk: int) -> HttpResponse:
    one = category_of(cycle, category)
    proposal = get_object_or_404(Proposal.objects.select_related("candidate"), category=one, pk=pk, withdrawn_at=None)
    proposal.category = one
    attempt(
        request,
        lambda: appointment.withdraw(proposal, by=request.user),
        _("%(name)s is not proposed any more.") % {"name": proposal.candidate},
    )
    return to(cycle, "result", category)
