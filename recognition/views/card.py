"""The picture for shared links of a program's public pages."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from programs.domain import catalogue

from ..documents import card


def etag_of(request: HttpRequest, program: str) -> str:
    found = get_object_or_404(catalogue.public_programs(), slug=program)
    drawn = (found.name, found.organiser, found.colour, found.accent)
    return f'"{sha256(repr(drawn).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=etag_of)
def of_program(request: HttpRequest, program: str) -> HttpResponse:
    found = get_object_or_404(catalogue.public_programs(), slug=program)
    response = HttpResponse(card.png(found), content_type="image/png")
    patch_cache_control(response, public=True, max_age=86400)
    return response
