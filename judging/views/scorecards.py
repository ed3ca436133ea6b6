"""One entry and its rubric: the statement that opens it, marking, submitting, stepping back.

Every view finds the assignment through what this judge may read; anything else is a 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nominations.models import Attachment
from operations import files
from operations.refusal import Refused
from operations.web import render_page

from ..domain import queue, reading, recusals, rubric, scoring, terms, window
from ..forms import RecusalForm, typed_marks
from ..models import Assignment, Scorecard
from . import marking


def assignment_for(request: HttpRequest, code: str) -> Assignment:
    return get_object_or_404(queue.opened_by(request.user), code=code.upper())


def scorecard_for(request: HttpRequest, code: str) -> Scorecard:
    """The scorecard of an entry that this judge has opened: terms accepted, no conflict stated."""
    assignment = assignment_for(request, code)
    if assignment.no_conflict_at is None or not hasattr(assignment, "scorecard"):
        raise Http404
    assignment.scorecard.assignment = assignment
    return assignment.scorecard


@require_safe
@login_required
def show(request: HttpRequest, code: str) -> HttpResponse:
    """The entry beside its rubric; before that the statement of no conflict, before that the terms."""
    assignment = assignment_for(request, code)
    program = assignment.nomination.category.cycle.program
    terms_first = marking.terms_first(request, program)
    if terms_first:
        return terms_first
    if assignment.no_conflict_at is None or not hasattr(assignment, "scorecard"):
        return ask_for_conflicts(request, assignment, RecusalForm())
    assignment.scorecard.assignment = assignment
    return marking.whole_page(request, SHEET, assignment.scorecard)


def ask_for_conflicts(request: HttpRequest, assignment: Assignment, form: RecusalForm, status: int = 200):
    cycle = assignment.nomination.category.cycle
    context = {
        **frame_of(assignment),
        "form": form,
        "reasons": recusals.REASONS_TO_CHOOSE,
        "not_yet": window.not_yet(cycle),
        "closed": not window.is_open(cycle, getattr(assignment, "scorecard", None)) and not window.not_yet(cycle),
        "is_opened": assignment.no_conflict_at is not None,
    }
    return render_page(request, "judging/conflict.html", context, status=status)


def frame_of(assignment: Assignment) -> dict:
    """What every page about one assignment shows around it."""
    nomination = assignment.nomination
    return {
        "assignment": assignment,
        "heading": reading.heading_of(nomination),
        "category": nomination.category,
        "cycle": nomination.category.cycle,
        "program": nomination.category.cycle.program,
    }


def page_of(scorecard: Scorecard, lacking: dict[str, str] | None = None, reasons: list[str] | None = None) -> dict:
    """The whole scorecard page. A judge never sees another judge's marks, before or after."""
    assignment = scorecard.assignment
    nomination = assignment.nomination
    category = nomination.category
    panel = getattr(category, "panel", None)
    return {
        **frame_of(assignment),
        "scorecard": scorecard,
        "rubric": rubric.of(scorecard, category, lacking),
        "reading": reading.read(nomination),
        "instructions": panel.instructions if panel else "",
        "is_open": not scorecard.is_submitted and window.is_open(category.cycle, scorecard),
        "closes_at": scorecard.open_until or category.cycle.judging_closes_at,
        "reasons": reasons or [],
    }


@require_POST
@login_required
def state_no_conflict(request: HttpRequest, code: str) -> HttpResponse:
    assignment = assignment_for(request, code)
    return marking.state_no_conflict(
        request, SHEET, assignment.code, lambda: recusals.state_no_conflict(assignment, by=request.user)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recuse(request: HttpRequest, code: str) -> HttpResponse:
    """Step back, before or after the entry was opened."""
    assignment = assignment_for(request, code)
    return marking.recuse(
        request,
        SHEET,
        partial(recusals.recuse, assignment),
        partial(ask_for_conflicts, request, assignment),
        _("You stepped back from this entry. Another judge will read it. Thank you."),
    )


@require_POST
@login_required
def save_mark(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Autosave of one criterion; answers with what the page has to show anew."""
    scorecard = scorecard_for(request, code)
    criterion = get_object_or_404(scorecard.assignment.nomination.category.criteria, slug=slug)
    typed = typed_marks(request.POST, [criterion])

    def context_of(answers: dict) -> dict:
        row = rubric.row_after(criterion, typed.get(criterion), answers.get(criterion.pk), scorecard)
        return {"row": row, "assignment": scorecard.assignment, "is_open": True}

    verb = partial(scoring.save_marks, scorecard, typed, by=request.user)
    return marking.save_one(request, SHEET, "saved_mark", verb, context_of)


@require_POST
@login_required
def save_note(request: HttpRequest, code: str) -> HttpResponse:
    """Autosave of the overall note."""
    scorecard = scorecard_for(request, code)
    return marking.save_note(request, SHEET, scorecard, scorecard=scorecard, assignment=scorecard.assignment)


@require_POST
@login_required
def save(request: HttpRequest, code: str) -> HttpResponse:
    """The plain Save button: everything on the page at once."""
    return marking.save(request, SHEET, scorecard_for(request, code))


@require_POST
@login_required
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Save what the page holds, then submit; after that comes the next entry."""
    scorecard = scorecard_for(request, code)
    not_yet = marking.submit(request, SHEET, scorecard)
    if not_yet:
        return not_yet
    following = queue.following(request.user, scorecard.assignment)
    messages.success(
        request,
        _("Submitted. Here is the next entry.") if following else _("Submitted. Thank you for your judgment."),
    )
    return redirect("judging:scorecard", following) if following else redirect("judging:queue")


def keep_marks(scorecard: Scorecard, data: QueryDict, *, by) -> Iterable:
    criteria = list(scorecard.assignment.nomination.category.criteria.all())
    return scoring.save_marks(scorecard, typed_marks(data, criteria), by=by).values()


SHEET = marking.Sheet(
    template="judging/scorecard.html",
    queue="judging:queue",
    address="judging:scorecard",
    verbs=scoring,
    code_of=lambda scorecard: scorecard.assignment.code,
    page_of=page_of,
    keep=keep_marks,
)


@require_POST
@login_required
def resolve(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The judge chooses between what was saved and what came later from another tab."""
    scorecard = scorecard_for(request, code)
    kept = get_object_or_404(scorecard.versions.filter(is_conflict=True).select_related("criterion"), pk=pk)
    kept.scorecard = scorecard
    return marking.resolve(request, SHEET, scorecard, kept, kept.criterion.slug if kept.criterion else "note")


@require_safe
@login_required
def attachment(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """A file of the entry, for the judge who opened it; never one the judge must not see."""
    scorecard = scorecard_for(request, code)
    nomination = scorecard.assignment.nomination
    if terms.outstanding(request.user, nomination.category.cycle.program):
        raise Http404
    for place, found in enumerate(reading.files_of(nomination), start=1):
        if found.code == file.upper():
            name = reading.name_for(found, place, nomination.category)
            if nomination.category.is_blind:
                return _without_names(request, scorecard, found, name)
            return files.serve(request, found.path, name=name, content_type=found.content_type)
    raise Http404


def _without_names(request: HttpRequest, scorecard: Scorecard, found: Attachment, name: str) -> HttpResponse:
    try:
        content = reading.nameless(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging:scorecard", scorecard.assignment.code)
    return files.hand_over(BytesIO(content), name=name, content_type=found.content_type)
