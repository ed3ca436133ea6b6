"""Panels, judges and who reads what."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from judging.domain import assigning, invitations, panels, progress, recusals, scoring, window
from judging.models import Assignment, JudgeInvitation, Scorecard
from nominations.models import Nomination
from operations.web import render_page
from programs.domain.assessment import settings_of
from programs.enums import SelectionMethod
from programs.models import Category, Cycle

from ..access import for_cycle
from ..domain import reminders
from ..forms import InstructionsForm, InviteJudgeForm, ReasonForm, SeatForm
from .answers import attempt, back, first_error, to

PAGE = 40


def category_of(cycle: Cycle, slug: str) -> Category:
    category = get_object_or_404(cycle.categories, slug=slug)
    category.cycle = cycle
    return category


@for_cycle
def judging(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    return judging_page(request, cycle, InviteJudgeForm(cycle=cycle))


def judging_page(request: HttpRequest, cycle: Cycle, form: InviteJudgeForm) -> HttpResponse:
    """Every panel, every judge with what is left, and who has not answered yet."""
    rows = progress.by_category(cycle)
    works = reminders.work_of_judges(cycle)
    context = {
        "cycle": cycle,
        "section": "judging",
        "rows": [row for row in rows if row.category.method == SelectionMethod.PANEL],
        "designations": [row for row in rows if row.category.method == SelectionMethod.ASSESSMENT],
        "works": works,
        "behind": sum(work.is_behind for work in works),
        "is_open": window.is_open(cycle),
        "invitations": waiting_invitations(cycle),
        "form": form,
    }
    return render_page(request, "desk/judging.html", context, status=422 if form.errors else 200)


def waiting_invitations(cycle: Cycle) -> list[JudgeInvitation]:
    rows = JudgeInvitation.objects.filter(program=cycle.program, accepted_at=None).prefetch_related("categories")
    found = list(rows.order_by("invited_at", "pk"))
    for invitation in found:
        invitation.dialog_id = f"take-back-{invitation.pk}"
    return found


@require_POST
@for_cycle
def invite(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = InviteJudgeForm(request.POST, cycle=cycle)
    if not form.is_valid():
        return judging_page(request, cycle, form)
    asked, categories = form.cleaned_data["asked"], list(form.cleaned_data["categories"])
    if len(asked) == 1:
        done = _("The invitation to %(email)s is on its way.") % {"email": next(iter(asked))}
    else:
        done = _("%(n)d invitations are on their way.") % {"n": len(asked)}
    attempt(request, lambda: invitations.invite_all(cycle.program, categories, asked, by=request.user), done)
    return to(cycle, "judging")


def invitation_of(cycle: Cycle, pk: int) -> JudgeInvitation:
    return get_object_or_404(JudgeInvitation.objects.select_related("program"), program=cycle.program, pk=pk)


@require_POST
@for_cycle
def invite_again(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    """The same invitation with a new link, whether it got lost or was declined."""
    one = invitation_of(cycle, pk)
    attempt(
        request,
        lambda: invitations.invite_again(one, by=request.user),
        _("The invitation to %(email)s is on its way again.") % {"email": one.email},
    )
    return to(cycle, "judging")


@require_POST
@for_cycle
def revoke_invitation(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    one = invitation_of(cycle, pk)
    attempt(
        request,
        lambda: invitations.revoke(one, by=request.user),
        _("The invitation of %(email)s leads nowhere any more.") % {"email": one.email},
    )
    return to(cycle, "judging")


@for_cycle
def panel(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    seats = panels.members(one)
    works = {row.judge.pk: row for row in progress.by_judge([one])}
    for each in seats:
        each.dialog_id = f"leave-{each.pk}"
        each.progress = in_words(works.get(each.judge_id))
    is_assessed = one.method == SelectionMethod.ASSESSMENT
    to_judge = Nomination.objects.filter(category=one).to_be_judged().order_by("receipt_number", "pk")
    to_judge = to_judge.none() if is_assessed else to_judge  # its experts are asked under Assessments
    page = Paginator(to_judge.only("pk", "code", "title", "receipt_number"), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    return render_page(
        request,
        "desk/panel.html",
        {
            "cycle": cycle,
            "section": "judging",
            "category": one,
            "is_assessed": is_assessed,
            "wanted": settings_of(one).evaluators if is_assessed else 0,
            "seats": seats,
            "seat_form": SeatForm(program=cycle.program, seated=[seat.judge_id for seat in seats]),
            "instructions_form": InstructionsForm(initial={"instructions": panels.panel_of(one).instructions}),
            "page": page,
            "rows": readers_of(shown),
            "marks": progress.of_marks(one),
            "plan": assigning.plan(one, seed=0) if seats and shown else None,
            "here": request.get_full_path(),
        },
    )


def in_words(row: progress.JudgeProgress | None) -> str:
    if row is None or not row.assigned:
        return _("nothing to read yet")
    return _("%(done)d of %(all)d done") % {"done": row.submitted, "all": row.assigned}


def readers_of(nominations: list[Nomination]) -> list[dict]:
    """Each nomination with its assignments, by judge."""
    by_nomination: dict[int, list[Assignment]] = {}
    reading = Assignment.objects.filter(nomination__in=nominations)
    for assignment in reading.select_related("judge", "scorecard", "recusal").order_by("judge__name", "pk"):
        by_nomination.setdefault(assignment.nomination_id, []).append(assignment)
    return [{"nomination": each, "assignments": by_nomination.get(each.pk, [])} for each in nominations]


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
    return back(request, cycle, "panel", category)


@require_POST
@for_cycle
def undo_recusal(request: HttpRequest, cycle: Cycle, category: str, code: str) -> HttpResponse:
    assignment = assignment_of(cycle, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "panel", category)
    attempt(
        request,
        lambda: recusals.undo(assignment, reason=form.cleaned_data["reason"], by=request.user),
        _("The judge may read it again."),
    )
    return back(request, cycle, "panel", category)


@require_POST
@for_cycle
def reopen(request: HttpRequest, cycle: Cycle, category: str, code: str) -> HttpResponse:
    scorecard = get_object_or_404(Scorecard, code=code, assignment__nomination__cycle=cycle)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "panel", category)
    attempt(
        request,
        lambda: scoring.reopen(scorecard, reason=form.cleaned_data["reason"], by=request.user),
        _("The judge can change this scorecard again."),
    )
    return back(request, cycle, "panel", category)
