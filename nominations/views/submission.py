"""From the review page to the receipt, and back out again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from operations.refusal import Refused
from operations.web import render_page, whole_number
from programs.models import Category

from ..access import nomination_for, own_nomination
from ..domain import copying, pages, readiness, stories, story
from ..domain import submission as verbs
from ..enums import NominationState
from ..forms import ReasonForm
from .common import kept_report, live_report, signed_in, tell
from .entry import page_words
from .start import open_categories


@require_GET
@signed_in
def review(request: HttpRequest, code: str) -> HttpResponse:
    """Everything as judges will read it, what is missing, and what the rules say."""
    nomination = nomination_for(request.user, code)
    pages.recount(nomination)
    lines, lacking = readiness.lines_of(nomination), stories.missing(nomination)
    context = {
        **page_words(request, nomination),
        "parts": readiness.sections_of(nomination, lines),
        "problems": [*readiness.problems(nomination, lines), *lacking],
        "missing_stories": lacking,
        "report": live_report(nomination, request.user),
    }
    return render_page(request, "nominations/review.html", context)


@require_POST
@signed_in
def submit(request: HttpRequest, code: str) -> HttpResponse:
    nomination = own_nomination(request.user, code)
    try:
        verbs.submit(nomination, by=request.user)
    except Refused as refused:
        tell(request, refused)
        return redirect("nominations:review", code)
    if readiness.is_assessment(nomination):
        messages.success(request, _("Received. You find here by when you will be told the result."))
        return redirect("nominations:assessment", nomination.enrolment.code)
    return redirect("nominations:thanks", code)


@require_GET
@signed_in
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    nomination = nomination_for(request.user, code)
    if nomination.state != NominationState.SUBMITTED:
        return redirect(nomination)
    context = {
        **page_words(request, nomination),
        "ahead": story.ahead(nomination),
        "report": kept_report(nomination, request.user),
    }
    return render_page(request, "nominations/thanks.html", context)


@require_POST
@signed_in
def confirm_changes(request: HttpRequest, code: str) -> HttpResponse:
    """Send the confirmation once more, for the entry as it now stands."""
    nomination = own_nomination(request.user, code)
    try:
        verbs.finish_editing(nomination, by=request.user)
        messages.success(request, _("The entry as it now stands is on its way to you by e-mail."))
    except Refused as refused:
        tell(request, refused)
    return redirect(nomination)


@signed_in
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    nomination = own_nomination(request.user, code)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        was_draft = nomination.state == NominationState.DRAFT
        try:
            verbs.withdraw(nomination, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Your draft is discarded.") if was_draft else _("Your entry is withdrawn."))
        except Refused as refused:
            tell(request, refused)
        return redirect("nominations:mine" if was_draft else nomination)
    return render_page(request, "nominations/withdraw.html", {**page_words(request, nomination), "form": form})


@signed_in
def copies(request: HttpRequest, code: str) -> HttpResponse:
    """Choose another open category and get a draft there with what fits."""
    nomination = nomination_for(request.user, code)
    if request.method == "POST":
        category = _category(request)
        try:
            made = copying.copy(nomination, category, by=request.user)
        except Refused as refused:
            tell(request, refused)
            return redirect("nominations:copies", code)
        messages.success(request, _("Copied. Please check what was taken over and write what is new."))
        return redirect("nominations:edit", made.code)
    categories = [category for category in open_categories() if category.pk != nomination.category_id]
    return render_page(request, "nominations/copy.html", {**page_words(request, nomination), "categories": categories})


@require_POST
@signed_in
def change_category(request: HttpRequest, code: str) -> HttpResponse:
    """Take a draft to the category that the rules propose."""
    nomination = own_nomination(request.user, code)
    try:
        category = get_object_or_404(nomination.cycle.categories, slug=request.POST.get("slug", ""))
        made = copying.change_category(nomination, category, by=request.user)
    except Refused as refused:
        tell(request, refused)
        return redirect("nominations:edit", code)
    messages.success(request, _("Your draft is now in %(category)s.") % {"category": made.category})
    return redirect("nominations:edit", made.code)


def _category(request: HttpRequest) -> Category:
    pk = request.POST.get("category", "")
    return get_object_or_404(
        Category.objects.filter(cycle__is_public=True).select_related("cycle__program"),
        pk=whole_number(pk),
    )
