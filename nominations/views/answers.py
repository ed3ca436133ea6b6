"""Autosave: one answer, one conflict, one detail at a time, each answered with its own fragment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Organisation
from operations.refusal import Refused
from operations.web import whole_number
from programs.enums import QuestionKind
from programs.models import Question

from ..access import nomination_for
from ..domain import drafts, organisations, readiness, tables, values
from ..enums import Relation
from ..forms import VERSION_PREFIX, DetailsForm, draw_question, field_name
from ..models import AnswerVersion, Nomination
from .common import live_report, signed_in, tell


def question_of(nomination: Nomination, slug: str) -> Question:
    return get_object_or_404(nomination.category.questions.select_related("criterion"), slug=slug)


@require_POST
@signed_in
def save(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Save one field. A late save comes back as 409 with both texts."""
    nomination = nomination_for(request.user, code)
    question = question_of(nomination, slug)
    if question.kind == QuestionKind.ATTACHMENTS:
        raise Http404
    raw = typed(request, question)
    version = request.POST.get(f"{VERSION_PREFIX}{slug}", "0")
    try:
        outcome = drafts.save_answer(
            nomination,
            question,
            raw,
            base_version=whole_number(version),
            by=request.user,
        )
    except (Refused, values.InvalidAnswer) as refused:
        return refusal(request, slug, refused)
    if not request.htmx:
        return redirect("nominations:edit", code)
    return conflict(nomination, question, outcome.kept) if outcome.is_conflict else saved(request, nomination, outcome)


def typed(request: HttpRequest, question: Question):
    if question.kind == QuestionKind.TABLE:
        return tables.typed(question, request.POST)
    return request.POST.get(field_name(question.slug))


@require_POST
@signed_in
def resolve(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Answer a conflict: keep mine, keep theirs, or both one under the other."""
    nomination = nomination_for(request.user, code)
    question = question_of(nomination, slug)
    kept, choice = conflict_in(request, nomination)
    if kept.answer.question_id != question.pk:
        raise Http404
    errors: list[str] = []
    try:
        outcome = settle(request, kept, choice)
    except (Refused, values.InvalidAnswer) as refused:
        errors = list(getattr(refused, "reasons", [str(refused)]))
        outcome = None
    if not request.htmx:
        return redirect("nominations:edit", code)
    if outcome is None or outcome.is_conflict:
        return conflict(nomination, question, outcome.kept if outcome else kept, errors=errors, status=200)
    line = line_of(nomination, question)
    body = draw_question(nomination, line, value=line.value)
    return HttpResponse(body + side(request, nomination, facts_changed=bool(question.fact)))


def conflict_in(request: HttpRequest, nomination: Nomination) -> tuple[AnswerVersion, str]:
    """The own text that a pressed button `resolve=<pk>:<choice>` speaks of, and the choice."""
    pk, _colon, choice = request.POST.get("resolve", "").partition(":")
    kept = get_object_or_404(
        AnswerVersion.objects.select_related("answer__question__criterion", "answer__updated_by"),
        pk=whole_number(pk),
        answer__nomination=nomination,
        saved_by=request.user,
        is_conflict=True,
    )
    kept.answer.nomination = nomination
    return kept, choice


def settle(request: HttpRequest, kept: AnswerVersion, choice: str) -> drafts.Saved | drafts.Conflict:
    slug = kept.answer.question.slug
    mine = None if isinstance(kept.value, list) else request.POST.get(f"mine-{slug}")
    text = drafts.chosen(kept, choice, mine)
    version = request.POST.get(f"{VERSION_PREFIX}{slug}", "0")
    return drafts.resolve(kept, text, base_version=whole_number(version), by=request.user)


@require_POST
@signed_in
def details(request: HttpRequest, code: str) -> HttpResponse:
    """Save who is nominated and what the nominator is to them."""
    nomination = nomination_for(request.user, code)
    form = DetailsForm(request.POST)
    stale = False
    try:
        if form.is_valid():
            outcome = save_details(nomination, form, by=request.user)
            stale = isinstance(outcome, drafts.StaleDetails)
    except Refused as refused:
        form.add_error(None, " ".join(refused.reasons))
        nomination.refresh_from_db()
    if not request.htmx:
        return redirect("nominations:edit", code)
    words = details_words(nomination, request.user, errors=form.non_field_errors(), stale=stale, look=True)
    body = get_template("nominations/fields/details.html").render({"nomination": nomination, "details": words})
    return HttpResponse(body + side(request, nomination, facts_changed=True))


def save_details(nomination: Nomination, form: DetailsForm, *, by):
    name = form.cleaned_data["organisation"]
    return drafts.save_details(
        nomination,
        by=by,
        base_version=form.cleaned_data.get("details_version") or 0,
        relation=form.cleaned_data["relation"],
        organisation=organisations.named(name, by=by) if name else None,
    )


def details_words(nomination: Nomination, user, *, errors=(), stale: bool = False, look: bool = False) -> dict:
    """What the details part of the form shows; just after a change also names that are spelled almost alike."""
    organisation: Organisation | None = nomination.organisation
    return {
        "relations": Relation.choices,
        "own": list(user.organisations.all()),
        "similar": organisations.similar(organisation) if organisation and look else [],
        "errors": errors,
        "stale": stale,
    }


def saved(request: HttpRequest, nomination: Nomination, outcome: drafts.Saved) -> HttpResponse:
    question, value = outcome.answer.question, outcome.answer.value
    is_blank, is_table = values.is_blank(value), question.kind == QuestionKind.TABLE
    context = {
        "slug": question.slug,
        "version": outcome.version,
        "at": outcome.answer.updated_at,
        # Whoever is filling in a table is told how much is left, not that the next cell is empty.
        "problems": []
        if is_blank
        else tables.too_early(question, value)
        if is_table
        else values.problems(question, value),
        "left": tables.left(question, value) if is_table and not is_blank else 0,
    }
    body = get_template("nominations/fields/saved.html").render(context)
    return HttpResponse(body + side(request, nomination, facts_changed=bool(question.fact and outcome.changed)))


def side(request: HttpRequest, nomination: Nomination, *, facts_changed: bool) -> str:
    """What changes beside the field: progress always, the verdict when a fact changed."""
    parts = readiness.sections_of(nomination)
    context = {"nomination": nomination, "parts": parts, "oob": True}
    body = get_template("nominations/fields/progress.html").render(context, request)
    if facts_changed:
        context["report"] = live_report(nomination, request.user)
        body += get_template("nominations/fields/verdict.html").render(context, request)
    return body


def conflict(
    nomination: Nomination,
    question: Question,
    kept: AnswerVersion,
    *,
    errors: list[str] | tuple = (),
    status: int = 409,
) -> HttpResponse:
    line = line_of(nomination, question)
    response = HttpResponse(draw_question(nomination, line, value=line.value, kept=kept, errors=errors), status=status)
    response["HX-Retarget"] = f"#question-{question.slug}"
    response["HX-Reswap"] = "outerHTML"
    return response


def line_of(nomination: Nomination, question: Question) -> readiness.Line:
    answer = nomination.answers.filter(question=question).first()
    return readiness.Line(question, value=answer.value if answer else None, version=answer.version if answer else 0)


def refusal(request: HttpRequest, slug: str, refused: Exception) -> HttpResponse:
    reasons = getattr(refused, "reasons", None) or [str(refused)]
    if not request.htmx:
        tell(request, Refused(*reasons))
        return redirect("nominations:edit", request.resolver_match.kwargs["code"])
    words = {"slug": slug, "errors": reasons, "kept": _("What you typed stays here, but it is not saved.")}
    return render(request, "nominations/fields/refused.html", words, status=422)
