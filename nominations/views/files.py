"""Files of an entry: up, down, away and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from operations import files
from operations.refusal import Refused

from ..access import attachment_for, nomination_for
from ..domain import attachments, readiness
from ..forms import field_name, files_context
from ..models import Attachment, Nomination
from .answers import question_of, side
from .common import signed_in, tell


@require_POST
@signed_in
def upload(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Take the chosen files one by one; a bad one is named and spoils no other."""
    nomination = nomination_for(request.user, code)
    question = question_of(nomination, slug)
    errors: list[str] = []
    sent = request.FILES.getlist(field_name(slug))
    for one in sent:
        try:
            attachments.add(nomination, question, one, by=request.user)
        except Refused as refused:
            errors += refused.reasons
    if not sent:
        errors.append(_("Please choose a file first."))
    return answer(request, nomination, question, errors)


@require_GET
@signed_in
def download(request: HttpRequest, code: str, file: str) -> HttpResponse:
    """The file, for its writers and the program's administrators alone."""
    attachment = attachment_for(request.user, file)
    if attachment.nomination.code != code:
        raise Http404
    return files.serve(request, attachment.path, name=attachment.name, content_type=attachment.content_type)


@require_POST
@signed_in
def remove(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return _change(request, code, file, attachments.remove)


@require_POST
@signed_in
def restore(request: HttpRequest, code: str, file: str) -> HttpResponse:
    return _change(request, code, file, attachments.restore)


def _change(request: HttpRequest, code: str, file: str, verb) -> HttpResponse:
    nomination = nomination_for(request.user, code)
    attachment = get_object_or_404(Attachment.objects.select_related("question"), nomination=nomination, code=file)
    attachment.nomination = nomination
    errors: list[str] = []
    try:
        verb(attachment, by=request.user)
    except Refused as refused:
        errors = list(refused.reasons)
    return answer(request, nomination, attachment.question, errors, attachment if verb is attachments.remove else None)


def answer(request, nomination: Nomination, question, errors: list[str], removed=None) -> HttpResponse:
    if not request.htmx:
        if errors:
            tell(request, Refused(*errors))
        return redirect("nominations:edit", nomination.code)
    current = nomination.attachments.filter(question=question, removed_at=None).order_by("uploaded_at", "pk")
    line = readiness.Line(question, attachments=list(current))
    context = {
        **files_context(nomination, line),
        "errors": errors,
        "removed": None if errors else removed,
    }
    body = get_template("nominations/fields/files.html").render(context, request)
    return HttpResponse(body + side(request, nomination, facts_changed=False))
