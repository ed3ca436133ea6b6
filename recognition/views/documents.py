"""Files of honours: found only by whom `access` lets find them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from operations import files
from operations.codes import normalise

from .. import access
from ..domain import documents


@require_safe
def document(request: HttpRequest, code: str, kind: str) -> FileResponse:
    """The newest certificate or plaque of an honour; its name says nothing before the moment, as there is no answer."""
    found = access.documents_for(request.user).filter(honour__code=normalise(code), kind=kind).first()
    if found is None:
        raise Http404
    if request.user.is_authenticated:
        documents.note_download(found.honour, by=request.user)
    version = 1 + found.honour.corrections.count()
    name = f"{documents.ascii_name(found)}-v{version}.pdf"
    return files.serve(request, found.path, name=name, content_type="application/pdf", inline="view" in request.GET)


@require_safe
@login_required
def batch(request: HttpRequest, program: str, cycle: str) -> FileResponse:
    """All documents of a cycle as one ZIP, from the newest finished batch; for the program's administrators."""
    found = get_object_or_404(access.managed_cycles(request.user), program__slug=program, slug=cycle)
    path = documents.latest_bundle(found)
    if not path:
        raise Http404
    documents.note_download(found, by=request.user)
    return files.serve(
        request, path, name=f"{found.program.slug}-{found.slug}-documents.zip", content_type="application/zip"
    )
