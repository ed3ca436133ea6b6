"""Panels, judges and who reads what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.domain import assigning, invitations, panels, progress, recusals, scoring
from judging.models import Assignment, JudgeInvitation, Scorecard
from nominations.models import Nomination
from operations.web import render_page
from programs.enums import SelectionMethod
from programs.models import Category, Cycle

from ..access import for_cycle
from ..forms import InstructionsForm, InviteJudgeForm, ReasonForm, SeatForm
from .answers import attempt, first_error, to


def category_of(cycle: Cycle, slug: str) -> Category:
    category = get_object_or_404(cycle.categories, slug=slug)
    category.cycle = cycle
    return category


@for_cycle
def judging(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    categories = [each for each in cycle.categories.all() if each.method == SelectionMethod.PANEL]
    return render_page(
        request,
        "desk/judging.html",
        {
            "cycle": cycle,
            "section": "judging",
            "rows": [row for row in progress.by_category(cycle) if row.category.method == SelectionMethod.PANEL],
            "judges": progress.by_judge(categories),
            "invitations": JudgeInvitation.objects.filter(program=cycle.program, accepted_at=None).prefetch_related(
                "categories"
            ),
            "form": InviteJudgeForm(cycle=cycle),
        },
    )


@require_POST
@for_cycle
def invite(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = InviteJudgeForm(request.POST, cycle=cycle)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "judging")
    typed = form.cleaned_data
    attempt(
        request,
        lambda: invitations.invite(
            cycle.program, typed["categories"], typed["email"], by=request.user, name=typed["name"]
        ),
        _("The invitation to %(email)s is on its way.") % {"email": typed["email"]},
    )
    return to(cycle, "judging")


@for_cycle
def panel(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    seats = panels.members(one)
    for each in seats:
        each.dialog_id = f"leave-{each.pk}"
    reading = (
        Assignment.objects.filter(nomination__category=one)
        .select_related("judge", "nomination", "scorecard", "recusal")
        .order_by("nomination__receipt_number", "judge__name", "pk")
    )
    by_nomination: dict[int, list[Assignment]] = {}
    for assignment in reading:
        by_nomination.setdefault(assignment.nomination_id, []).append(assignment)
    to_judge = list(Nomination.objects.filter(category=one).to_be_judged().order_by("receipt_number"))
    return render_page(
        request,
        "desk/panel.html",
        {
            "cycle": cycle,
            "section": "judging",
            "category": one,
            "seats": seats,
            "seat_form": SeatForm(program=cycle.program, seated=[seat.judge_id for seat in seats]),
            "instructions_form": InstructionsForm(initial={"instructions": panels.panel_of(one).instructions}),
            "rows": [{"nomination": each, "assignments": by_nomination.get(each.pk, [])} for each in to_judge],
            "marks": progress.of_marks(one),
            "judge_rows": progress.by_judge([one]),
            "plan": assigning.plan(one, seed=0) if seats and to_judge else None,
        },
    )


@require_POST
@for_cycle
def seat(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = SeatForm(request.POST, program=cycle.program, seated=[])
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "panel", category)
    judge = form.cleaned_data["judge"]
    attempt(
        request,
        lambda: panels.add_member(one, judge, by=request.user),
        _("%(judge)s is on the panel.") % {"judge": judge},
    )
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def unseat(request: HttpRequest, cycle: Cycle, category: str, pk: int) -> HttpResponse:
    one = category_of(cycle, category)
    judge = get_object_or_404(panels.panel_of(one).members, pk=pk)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: panels.remove_member(one, judge, by=request.user, reason=reason),
        _("%(judge)s left the panel. Submitted scorecards still count.") % {"judge": judge},
    )
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def instruct(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    form = InstructionsForm(request.POST)
    if form.is_valid():
        panels.set_instructions(category_of(cycle, category), form.cleaned_data["instructions"], by=request.user)
        messages.success(request, _("The judges see the new instructions."))
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def assign_all(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    attempt(
        request,
        lambda: assigning.apply(one, seed=0, by=request.user),
        _("Assigned. The judges find the new entries in their queue."),
    )
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def assign_one(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    nomination = get_object_or_404(Nomination, category=one, code=request.POST.get("nomination", ""))
    judge = get_object_or_404(panels.panel_of(one).members, pk=number(request.POST.get("judge", "")))
    attempt(
        request,
        lambda: assigning.assign(judge, nomination, by=request.user),
        _("%(judge)s reads it now.") % {"judge": judge},
    )
    return to(cycle, "panel", category)


def number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def assignment_of(cycle: Cycle, code: str) -> Assignment:
    return get_object_or_404(
        Assignment.objects.select_related("nomination__category__cycle__program", "judge"),
        nomination__cycle=cycle,
        code=code,
    )


@require_POST
@for_cycle
def unassign(request: HttpRequest, cycle: Cycle, category: str, code: str) -> HttpResponse:
    assignment = assignment_of(cycle, code)
    attempt(request, lambda: assigning.unassign(assignment, by=request.user), _("The assignment is gone."))
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def undo_recusal(request: HttpRequest, cycle: Cycle, category: str, code: str) -> HttpResponse:
    assignment = assignment_of(cycle, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "panel", category)
    attempt(
        request,
        lambda: recusals.undo(assignment, reason=form.cleaned_data["reason"], by=request.user),
        _("The judge may read it again."),
    )
    return to(cycle, "panel", category)


@require_POST
@for_cycle
def reopen(request: HttpRequest, cycle: Cycle, category: str, code: str) -> HttpResponse:
    scorecard = get_object_or_404(Scorecard, code=code, assignment__nomination__cycle=cycle)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "panel", category)
    attempt(
        request,
        lambda: scoring.reopen(scorecard, reason=form.cleaned_data["reason"], by=request.user),
        _("The judge can change this scorecard again."),
    )
    return to(cycle, "panel", category)
