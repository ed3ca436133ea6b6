"""Credentials to download, and the public key that anybody checks them with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.codes import normalise

from .. import access
from ..domain import credential as credentials
from ..domain import waves


@require_safe
@never_cache
def credential(request: HttpRequest, code: str) -> HttpResponse:
    """The signed credential of an honour, as a file."""
    honours = access.credentials_for(request.user).select_related("certified_by")
    honour = waves.one_as_seen(get_object_or_404(honours, code=normalise(code)))
    response = HttpResponse(credentials.sign(honour), content_type="application/vc+jwt")
    response["Content-Disposition"] = f'attachment; filename="credential-{honour.code}.jwt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def keys(request: HttpRequest) -> JsonResponse:
    return open_to_all(JsonResponse({"keys": [credentials.public_jwk()]}))


@require_safe
def did(request: HttpRequest) -> JsonResponse:
    return open_to_all(JsonResponse(credentials.did_document(), content_type="application/did+json"))


@require_safe
@never_cache
def revoked(request: HttpRequest) -> JsonResponse:
    return open_to_all(JsonResponse(credentials.revoked()))


def open_to_all(response: JsonResponse) -> JsonResponse:
    """Verifiers run in browsers as well."""
    response["Access-Control-Allow-Origin"] = "*"
    return response
