"""An expert's own list of assessments, and one of them: the instrument beside the frozen workbook.

Every view finds the evaluation through what this expert may open; anything else is a 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from operations import files
from operations.web import render_page

from ..access import evaluations_for
from ..domain import dossier, evaluating, experts, findings, notices, terms
from ..enums import EvaluationState
from ..forms import RecusalForm, typed_findings
from ..models import Evaluation
from . import marking


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
    terms_first = marking.terms_first(request, evaluation.attempt.enrolment.program)
    if terms_first:
        return terms_first
    if evaluation.state == EvaluationState.ASKED:
        return ask_for_conflicts(request, evaluation, RecusalForm())
    return marking.whole_page(request, SHEET, evaluation)


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
    return marking.state_no_conflict(
        request, SHEET, evaluation.code, lambda: evaluating.open_for(evaluation, by=request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recuse(request: HttpRequest, code: str) -> HttpResponse:
    """Step back, before or after the workbook was opened."""
    evaluation = evaluation_for(request, code)
    return marking.recuse(
        request,
        SHEET,
        partial(experts.recuse, evaluation),
        partial(ask_for_conflicts, request, evaluation),
        _("You stepped back. Another expert is asked. Thank you."),
    )


@require_POST
@login_required
def save_finding(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Autosave of one section; answers with what the page has to show anew."""
    evaluation = opened_for(request, code)
    section = next((one for one in evaluation.attempt.instrument.sections if one["slug"] == slug), None)
    if section is None:
        raise Http404
    typed = typed_findings(request.POST, [slug])

    def context_of(answers: dict) -> dict:
        row = findings.row_after(slug, section, typed.get(slug), answers.get(slug))
        return {"row": row, "evaluation": evaluation}

    verb = partial(evaluating.save, evaluation, typed, by=request.user)
    return marking.save_one(request, SHEET, "saved_finding", verb, context_of)


@require_POST
@login_required
def save_note(request: HttpRequest, code: str) -> HttpResponse:
    """Autosave of the overall note."""
    evaluation = opened_for(request, code)
    return marking.save_note(request, SHEET, evaluation, evaluation=evaluation)


@require_POST
@login_required
def save(request: HttpRequest, code: str) -> HttpResponse:
    """The plain Save button: everything on the page at once."""
    return marking.save(request, SHEET, opened_for(request, code))


@require_POST
@login_required
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Save what the page holds, then submit."""
    not_yet = marking.submit(request, SHEET, opened_for(request, code))
    if not_yet:
        return not_yet
    messages.success(request, _("Submitted. Thank you for your evaluation."))
    return redirect("judging:evaluations")


def keep_findings(evaluation: Evaluation, data: QueryDict, *, by) -> Iterable:
    return evaluating.save(evaluation, typed_findings(data, evaluating.sections_of(evaluation)), by=by).values()


SHEET = marking.Sheet(
    template="judging/evaluation.html",
    queue="judging:evaluations",
    address="judging:evaluation",
    verbs=evaluating,
    code_of=lambda evaluation: evaluation.code,
    page_of=page_of,
    keep=keep_findings,
)


@require_POST
@login_required
def resolve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The expert chooses between what was saved and what came later from another tab."""
    evaluation = opened_for(request, code)
    kept = get_object_or_404(evaluation.versions.filter(is_conflict=True), pk=pk)
    kept.evaluation = evaluation
    return marking.resolve(request, SHEET, evaluation, kept, kept.section or "note")


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
