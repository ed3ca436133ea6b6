"""An expert's own list of assessments, and one of them: the instrument beside the frozen workbook.

Every view finds the evaluation through what this expert may open; anything else is a 404.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from operations import files
from operations.refusal import Refused
from operations.web import render_page

from ..access import evaluations_for
from ..domain import dossier, evaluating, experts, findings, notices, terms
from ..enums import EvaluationState
from ..forms import RecusalForm, text, typed_findings, whole
from ..models import Evaluation

PAGE = "judging/evaluation.html"


def found_for(request: HttpRequest):
    return evaluations_for(request.user).select_related(
        "expert",
        "attempt__instrument",
        "attempt__enrolment__candidate",
        "attempt__enrolment__employer",
        "attempt__enrolment__program",
        "attempt__enrolment__category__cycle__program",
        "attempt__enrolment__category__panel",
        "attempt__enrolment__nomination__candidate__organisation",
        "attempt__enrolment__nomination__organisation",
        "attempt__enrolment__nomination__nominator",
    )


def evaluation_for(request: HttpRequest, code: str) -> Evaluation:
    return get_object_or_404(found_for(request), code=code.upper())


def opened_for(request: HttpRequest, code: str) -> Evaluation:
    """An evaluation whose workbook is open to this expert: no conflict stated."""
    evaluation = evaluation_for(request, code)
    if evaluation.state == EvaluationState.ASKED:
        raise Http404
    return evaluation


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What is to be evaluated, the soonest due first; below it what was done."""
    rows = list(found_for(request).order_by("attempt__notice_due_on", "asked_at", "pk"))
    for row in rows:
        row.notice = notices.notice_of(row.attempt, row.attempt.enrolment.category)
    to_do = [row for row in rows if not row.is_submitted and row.attempt.state in experts.UNDECIDED]
    context = {
        "to_do": to_do,
        "done": [row for row in rows if row not in to_do][::-1],
        "outstanding": terms.outstanding(request.user) if rows else [],
    }
    return render_page(request, "judging/evaluations.html", context)


@require_safe
@login_required
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook beside the instrument; before that the statement of no conflict, before that the terms."""
    evaluation = evaluation_for(request, code)
    if terms.outstanding(request.user, evaluation.attempt.enrolment.program):
        return redirect(f"{reverse('judging:terms')}?{urlencode({'next': request.path})}")
    if evaluation.state == EvaluationState.ASKED:
        return ask_for_conflicts(request, evaluation, RecusalForm())
    return render_page(request, PAGE, page_of(evaluation))


def ask_for_conflicts(request: HttpRequest, evaluation: Evaluation, form: RecusalForm, status: int = 200):
    context = {**frame_of(evaluation), "form": form, "reasons": experts.REASONS_TO_CHOOSE}
    return render_page(request, "judging/evaluation_conflict.html", context, status=status)


def frame_of(evaluation: Evaluation) -> dict:
    """What every page about one evaluation shows around it: no name but the candidate's."""
    enrolment = evaluation.attempt.enrolment
    return {
        "evaluation": evaluation,
        "attempt": evaluation.attempt,
        "category": enrolment.category,
        "program": enrolment.program,
        "candidate": str(enrolment.candidate),
        "employer": enrolment.employer.name if enrolment.employer else "",
        "notice": notices.notice_of(evaluation.attempt, enrolment.category),
        "is_opened": evaluation.state != EvaluationState.ASKED,
    }


def page_of(evaluation: Evaluation, lacking: dict[str, str] | None = None, reasons: list[str] | None = None) -> dict:
    """The whole page. An expert never sees another expert's findings."""
    read = dossier.read(evaluation.attempt)
    panel = getattr(evaluation.attempt.enrolment.category, "panel", None)
    return {
        **frame_of(evaluation),
        "dossier": read,
        "sheet": findings.of(evaluation, read, lacking),
        "instructions": panel.instructions if panel else "",
        "is_open": not evaluation.is_submitted and evaluation.attempt.state in experts.UNDECIDED,
        "reasons": reasons or [],
    }


@require_POST
@login_required
def state_no_conflict(request: HttpRequest, code: str) -> HttpResponse:
    evaluation = evaluation_for(request, code)
    try:
        evaluating.open_for(evaluation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging:evaluations")
    return redirect("judging:evaluation", evaluation.code)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recuse(request: HttpRequest, code: str) -> HttpResponse:
    """Step back, before or after the workbook was opened."""
    evaluation = evaluation_for(request, code)
    if request.method != "POST":
        return ask_for_conflicts(request, evaluation, RecusalForm())
    form = RecusalForm(request.POST)
    if not form.is_valid():
        return ask_for_conflicts(request, evaluation, form, status=422)
    try:
        experts.recuse(evaluation, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ask_for_conflicts(request, evaluation, form, status=422)
    messages.success(request, _("You stepped back. Another expert is asked. Thank you."))
    return redirect("judging:evaluations")


@require_POST
@login_required
def save_finding(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Autosave of one section; answers with what the page has to show anew."""
    evaluation = opened_for(request, code)
    section = next((one for one in evaluation.attempt.instrument.sections if one["slug"] == slug), None)
    if section is None:
        raise Http404
    typed = typed_findings(request.POST, [slug])
    try:
        answer = evaluating.save(evaluation, typed, by=request.user).get(slug)
    except Refused as refusal:
        return refused(request, refusal)
    row = findings.row_after(slug, section, typed.get(slug), answer)
    context = {"row": row, "evaluation": evaluation}
    return render_page(request, PAGE, context, "saved_finding", status=409 if row.undecided else 200)


@require_POST
@login_required
def save_note(request: HttpRequest, code: str) -> HttpResponse:
    """Autosave of the overall note."""
    evaluation = opened_for(request, code)
    base = whole(request.POST.get("version-note")) or 0
    note = text(request.POST.get("note", ""))
    try:
        answer = evaluating.save_note(evaluation, note=note, base_version=base, by=request.user)
    except Refused as refusal:
        return refused(request, refusal)
    kept = [answer.kept] if isinstance(answer, evaluating.Conflict) else []
    context = {"evaluation": evaluation, "note_version": answer.version, "undecided": kept, "base": base}
    return render_page(request, PAGE, context, "saved_note", status=409 if kept else 200)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return render_page(request, PAGE, {"reasons": refusal.reasons}, "refusal", status=422)


@require_POST
@login_required
def save(request: HttpRequest, code: str) -> HttpResponse:
    """The plain Save button: everything on the page at once."""
    evaluation = opened_for(request, code)
    try:
        is_clean = keep_all(request, evaluation)
    except Refused as refusal:
        return render_page(request, PAGE, page_of(evaluation, reasons=refusal.reasons), status=422)
    if is_clean:
        messages.success(request, _("Saved."))
    return redirect("judging:evaluation", evaluation.code)


@require_POST
@login_required
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Save what the page holds, then submit."""
    evaluation = opened_for(request, code)
    try:
        if not evaluation.is_submitted:
            keep_all(request, evaluation)
        evaluating.submit(evaluation, by=request.user)
    except evaluating.NotReady as refusal:
        context = page_of(evaluation, refusal.missing, refusal.others)
        return render_page(request, PAGE, context, status=422)
    except Refused as refusal:
        return render_page(request, PAGE, page_of(evaluation, reasons=refusal.reasons), status=422)
    messages.success(request, _("Submitted. Thank you for your evaluation."))
    return redirect("judging:evaluations")


def keep_all(request: HttpRequest, evaluation: Evaluation) -> bool:
    """Save findings and note as typed; False where something was saved elsewhere in between."""
    typed = typed_findings(request.POST, evaluating.sections_of(evaluation))
    answers = list(evaluating.save(evaluation, typed, by=request.user).values())
    if "version-note" in request.POST:
        base = whole(request.POST["version-note"]) or 0
        note = text(request.POST.get("note", ""))
        answers.append(evaluating.save_note(evaluation, note=note, base_version=base, by=request.user))
    return not any(isinstance(answer, evaluating.Conflict) for answer in answers)


@require_POST
@login_required
def resolve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The expert chooses between what was saved and what came later from another tab."""
    evaluation = opened_for(request, code)
    kept = get_object_or_404(evaluation.versions.filter(is_conflict=True), pk=pk)
    kept.evaluation = evaluation
    try:
        evaluating.resolve(kept, take_kept=request.POST.get("take") == "kept", by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('judging:evaluation', args=[evaluation.code])}#{kept.section or 'note'}")


@require_safe
@login_required
def attachment(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """A file that was handed in with this attempt, for the expert who opened it."""
    evaluation = opened_for(request, code)
    if terms.outstanding(request.user, evaluation.attempt.enrolment.program):
        raise Http404
    for found in dossier.files_of(evaluation.attempt):
        if found.code == file.upper():
            return files.serve(request, found.path, name=found.name, content_type=found.content_type)
    raise Http404
