"""One nomination as its administrator sees it, and what an administrator may do with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nominations.domain import eligibility, submission
from nominations.domain.values import grid
from nominations.models import Answer, Nomination, Override
from operations import files
from operations.web import render_page
from programs.enums import Section
from programs.models import Cycle

from ..access import for_cycle
from ..domain import checking
from ..forms import ExtensionForm, OverrideForm, QuestionToNominatorForm, ReasonForm, VisitForm, VisitNotesForm
from .answers import attempt, back, first_error


def found(cycle: Cycle, code: str) -> Nomination:
    nomination = (
        Nomination.objects.filter(cycle=cycle, code=code)
        .select_related("cycle__program", "category__cycle__program", "organisation", "nominator", "candidate")
        .first()
    )
    if nomination is None:
        raise Http404
    return nomination


def answers_by_section(nomination: Nomination) -> list[dict]:
    """Every question of the category with its answer and files, in the order of the form."""
    answers = {
        answer.question_id: answer
        for answer in Answer.objects.filter(nomination=nomination).select_related("updated_by")
    }
    attachments: dict[int, list] = {}
    for attachment in nomination.attachments.filter(removed_at=None).order_by("uploaded_at"):
        attachments.setdefault(attachment.question_id, []).append(attachment)
    sections: dict[str, list] = {value: [] for value in Section.values}
    for question in nomination.category.questions.all():
        answer = answers.get(question.pk)
        labels = {choice["value"]: choice["label"] for choice in question.choices}
        value = answer.value if answer else None
        sections[question.section].append(
            {
                "question": question,
                "value": labels.get(value, value) if isinstance(value, str) else value,
                "grid": grid(question, value),
                "files": attachments.get(question.pk, []),
            }
        )
    return [{"title": Section(value).label, "rows": rows} for value, rows in sections.items() if rows]


def visits_of(nomination: Nomination, cycle: Cycle) -> list:
    """Interviews and visits, each with the form that records it."""
    rows = list(nomination.visits.select_related("recorded_by"))
    for row in rows:
        held = (row.held_at or row.planned_at).astimezone(cycle.zone)
        row.form = VisitNotesForm(
            zone=cycle.zone, auto_id=f"visit-{row.pk}-%s",
            initial={"held_at": held.replace(tzinfo=None), "notes": row.notes},
        )  # fmt: skip
    return rows


@for_cycle
def nomination(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = found(cycle, code)
    report = one.reports.first()
    overrides = list(one.overrides.filter(revoked_at=None).select_related("rule", "by"))
    for given in overrides:
        given.dialog_id = f"revoke-{given.pk}"
    return render_page(
        request,
        "desk/nomination.html",
        {
            "cycle": cycle,
            "section": "nominations",
            "nomination": one,
            "sections": answers_by_section(one),
            "report": report,
            "overrides": overrides,
            "override_form": OverrideForm(nomination=one),
            "question_form": QuestionToNominatorForm(),
            "extension_form": ExtensionForm(nomination=one),
            "visits": visits_of(one, cycle),
            "visit_form": VisitForm(zone=cycle.zone, auto_id="visit-%s"),
            "events": one.events.select_related("by"),
            "assignments": one.assignments.select_related("judge", "scorecard", "recusal"),
        },
    )


def with_reason(request: HttpRequest, cycle: Cycle, code: str, verb, done: str) -> HttpResponse:
    """Clean the reason, call the verb, say what happened."""
    one = found(cycle, code)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "nomination", code)
    attempt(request, lambda: verb(one, by=request.user, reason=form.cleaned_data["reason"]), done)
    return back(request, cycle, "nomination", code)


@require_POST
@for_cycle
def reject(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    return with_reason(request, cycle, code, submission.reject, _("The nomination is marked as not eligible."))


@require_POST
@for_cycle
def reinstate(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    return with_reason(request, cycle, code, submission.reinstate, _("The nomination is back in, at its old place."))


@require_POST
@for_cycle
def withdraw(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    return with_reason(request, cycle, code, submission.withdraw, _("The nomination is withdrawn."))


@require_POST
@for_cycle
def extend(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = found(cycle, code)
    form = ExtensionForm(request.POST, nomination=one)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "nomination", code)
    until, reason = form.cleaned_data["until"], form.cleaned_data["reason"]
    attempt(
        request,
        lambda: submission.extend(one, until, by=request.user, reason=reason),
        _("This nomination has a deadline of its own now."),
    )
    return back(request, cycle, "nomination", code)


@require_POST
@for_cycle
def check(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = found(cycle, code)
    attempt(request, lambda: checking.check(one, by=request.user), _("Checked again."))
    return back(request, cycle, "nomination", code)


@require_POST
@for_cycle
def ask(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """A question to the nominator: it stands on the timeline and goes out as a letter."""
    one = found(cycle, code)
    form = QuestionToNominatorForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "nomination", code)
    attempt(
        request,
        lambda: eligibility.ask_nominator(one, form.cleaned_data["question"], by=request.user),
        _("Your question is on its way to %(name)s.") % {"name": one.nominator},
    )
    return back(request, cycle, "nomination", code)


@require_POST
@for_cycle
def override(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = found(cycle, code)
    form = OverrideForm(request.POST, nomination=one)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "nomination", code)
    typed = form.cleaned_data
    attempt(
        request,
        lambda: eligibility.override(one, typed["rule"], typed["verdict"], reason=typed["reason"], by=request.user),
        _("Your verdict counts now; the rule's own stays in the report."),
    )
    return back(request, cycle, "nomination", code)


@require_POST
@for_cycle
def revoke_override(request: HttpRequest, cycle: Cycle, code: str, pk: int) -> HttpResponse:
    one = found(cycle, code)
    given = get_object_or_404(Override, pk=pk, nomination=one, revoked_at=None)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return back(request, cycle, "nomination", code)
    attempt(
        request,
        lambda: eligibility.revoke_override(given, reason=form.cleaned_data["reason"], by=request.user),
        _("The rule's own verdict counts again."),
    )
    return back(request, cycle, "nomination", code)


@for_cycle
def attachment(request: HttpRequest, cycle: Cycle, code: str, file: str) -> HttpResponse:
    stored = get_object_or_404(found(cycle, code).attachments, code=file)
    return files.serve(request, stored.path, name=stored.name, content_type=stored.content_type)
