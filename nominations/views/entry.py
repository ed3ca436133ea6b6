"""One nomination as its writers see it: status, form, PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from operations.refusal import Refused
from operations.web import render_page

from ..access import is_nominator, nomination_for
from ..domain import attempts, deadlines, drafts, eligibility, readiness, stories, story, telling, values
from ..domain import pages as page_count
from ..domain.saving import save_form
from ..enums import NominationState
from ..forms import EntryForm
from ..models import Nomination
from .answers import conflict_in, details_words, settle
from .common import kept_report, live_report, signed_in, tell


def page_words(request: HttpRequest, nomination: Nomination) -> dict:
    """What every page about one nomination shows around its own part."""
    return {
        "nomination": nomination,
        "category": nomination.category,
        "cycle": nomination.cycle,
        "program": nomination.cycle.program,
        "closes_at": deadlines.window_for(nomination).closes_at,
        "is_mine": is_nominator(request.user, nomination),
        "is_assessment": readiness.is_assessment(nomination),
        "is_editable": drafts.is_editable(nomination),
    }


@require_GET
@signed_in
def detail(request: HttpRequest, code: str) -> HttpResponse:
    nomination = nomination_for(request.user, code)
    if readiness.is_assessment(nomination) and is_nominator(request.user, nomination):
        return redirect("nominations:assessment", nomination.enrolment.code)
    lines = readiness.lines_of(nomination)
    nomination.hides_verdict = not telling.may_know_verdict(nomination, request.user)
    missing = []
    if nomination.state == NominationState.DRAFT:
        missing = [*readiness.problems(nomination, lines), *stories.missing(nomination)]
    context = {
        **page_words(request, nomination),
        "parts": readiness.sections_of(nomination, lines),
        "missing": missing,
        "report": kept_report(nomination, request.user),
        "events": story.timeline(nomination, request.user),
        "ahead": story.ahead(nomination),
        "colleagues": list(nomination.collaborators.select_related("user")),
        "stories_rule": stories.asked_of(nomination.category),
    }
    return render_page(request, "nominations/detail.html", context)


@signed_in
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The whole form; sent as a whole by its Save button, field by field where scripts run."""
    nomination = nomination_for(request.user, code)
    if not drafts.is_editable(nomination):
        return redirect("nominations:detail", code)
    if request.method == "POST":
        return _save(request, nomination)
    return _show(request, nomination, entry_form(request, nomination))


def entry_form(request: HttpRequest, nomination: Nomination, data=None) -> EntryForm:
    return EntryForm(
        nomination,
        readiness.sections_of(nomination),
        data=data,
        conflicts=drafts.open_conflicts(nomination, request.user),
        deficient=attempts.deficient_in(nomination),
        details=None if readiness.is_assessment(nomination) else details_words(nomination, request.user),
    )


def _save(request: HttpRequest, nomination: Nomination) -> HttpResponse:
    if request.POST.get("resolve"):
        kept, choice = conflict_in(request, nomination)
        try:
            settle(request, kept, choice)
        except (Refused, values.InvalidAnswer) as refused:
            tell(request, refused if isinstance(refused, Refused) else Refused(str(refused)))
    form = entry_form(request, nomination, request.POST)
    result = save_form(form, request.POST, request.FILES, by=request.user)
    for word in result.news:
        messages.success(request, word)
    if result.is_clean:
        goes_on = "review" if request.POST.get("then") == "review" else "edit"
        return redirect(f"nominations:{goes_on}", nomination.code)
    form.conflicts = drafts.open_conflicts(nomination, request.user)
    if form.details is not None:
        form.details = details_words(nomination, request.user, errors=result.details_errors, stale=result.is_stale)
    messages.warning(request, _("Everything else is saved."))
    return _show(request, nomination, form, status=409 if form.conflicts else 422)


def _show(request: HttpRequest, nomination: Nomination, form: EntryForm, status: int = 200) -> HttpResponse:
    context = {
        **page_words(request, nomination),
        "form": form,
        "parts": form.parts,
        "report": live_report(nomination, request.user),
        "limit": page_count.limit_of(nomination.category),
    }
    return render_page(request, "nominations/edit.html", context, status=status)


@require_GET
@signed_in
def pages(request: HttpRequest, code: str) -> HttpResponse:
    """How long the application is by now, with the verdict: asked for a while after the last change."""
    nomination = nomination_for(request.user, code)
    before = nomination.pages
    counted = page_count.recount(nomination)
    if nomination.state == NominationState.SUBMITTED and counted != before:
        eligibility.check(nomination, cause=_("the application was changed"), by=request.user)
    if not request.htmx:
        return redirect("nominations:edit", code)
    context = {"nomination": nomination, "limit": page_count.limit_of(nomination.category), "oob": True}
    body = get_template("nominations/fields/pages.html").render(context, request)
    context["report"] = live_report(nomination, request.user)
    return HttpResponse(body + get_template("nominations/fields/verdict.html").render(context, request))


@require_GET
@signed_in
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The entry as it stands, made on the spot."""
    nomination = nomination_for(request.user, code)
    from ..pdf import entry_pdf, file_name  # a second of the start, for those who ask alone

    response = HttpResponse(entry_pdf(nomination), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(nomination)}"'
    response["Cache-Control"] = "private, no-store"
    return response
