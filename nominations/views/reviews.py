"""A manager's review by private link: read, comment section by section, sign off. No account, one document."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from operations import files
from operations.refusal import Refused
from operations.web import render_page, whole_number

from ..domain import private_links, readiness
from ..enums import LinkPurpose
from ..forms import SignOffForm
from ..models import Attachment, PrivateLink
from .common import private_link, tell

STATEMENT = "I have read this Performance Assessment and discussed its goals with the candidate."


@require_GET
@never_cache
def review(request: HttpRequest, token: str) -> HttpResponse:
    link = private_link(request, token, LinkPurpose.MANAGER_REVIEW)
    if link is None:
        return render(request, "429.html", status=429)
    return shown(request, link, token, SignOffForm(initial={"name": link.name}))


def shown(request: HttpRequest, link: PrivateLink, token: str, form, status: int = 200) -> HttpResponse:
    comments = {comment.question_id: comment for comment in link.comments.all()}
    parts = readiness.sections_of(link.nomination)
    for part in parts:
        for line in part.lines:
            line.comment = comments.get(line.question.pk)
    context = {
        "link": link,
        "token": token,
        "nomination": link.nomination,
        "category": link.nomination.category,
        "program": link.nomination.cycle.program,
        "parts": parts,
        "form": form,
        "statement": _(STATEMENT),
        "sign_off": getattr(link, "sign_off", None),
    }
    response = render_page(request, "nominations/manager_review.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"  # the secret stays here; "no-referrer" would void the form's origin
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def comment(request: HttpRequest, token: str, slug: str) -> HttpResponse:
    """Save one comment, by itself where scripts run; a late save keeps what was typed and says so."""
    link = private_link(request, token, LinkPurpose.MANAGER_REVIEW)
    if link is None:
        return HttpResponse(status=429)
    question = get_object_or_404(link.nomination.category.questions, slug=slug)
    words, status, version = _("Saved."), 200, whole_number(request.POST.get("version"))
    try:
        row, is_saved = private_links.comment(link, question, request.POST.get("text", ""), base_version=version)
        version = row.version
        if not is_saved:
            words, status = _("Changed in another window: “%(text)s” is saved there.") % {"text": row.text[:200]}, 409
    except Refused as refused:
        words, status = " ".join(refused.reasons), 422
    if request.htmx:
        context = {"slug": slug, "version": version, "words": words}
        return render(request, "nominations/fields/comment_saved.html", context, status=status)
    (messages.success if status == 200 else messages.error)(request, words)
    return redirect("nominations:manager_review", token)


@require_POST
def sign_off(request: HttpRequest, token: str) -> HttpResponse:
    link = private_link(request, token, LinkPurpose.MANAGER_REVIEW)
    if link is None:
        return HttpResponse(status=429)
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return shown(request, link, token, form, status=422)
    try:
        private_links.sign_off(link, name=form.cleaned_data["name"], statement=_(STATEMENT))
        messages.success(request, _("Thank you. Your review is signed off."))
    except Refused as refused:
        tell(request, refused)
    return redirect("nominations:manager_review", token)


@require_GET
def download(request: HttpRequest, token: str, file: str) -> HttpResponse:
    link = private_link(request, token, LinkPurpose.MANAGER_REVIEW)
    if link is None:
        return HttpResponse(status=429)
    found = get_object_or_404(Attachment, nomination=link.nomination, code=file, removed_at=None)
    return files.serve(request, found.path, name=found.name, content_type=found.content_type)
