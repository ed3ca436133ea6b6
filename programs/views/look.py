"""Program colours as stylesheets of their own, since pages may carry no inline style."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from ..domain.palette import stylesheet
from ..models import Program


@require_safe
@conditional_page
def look(request: HttpRequest, program: str) -> HttpResponse:
    """The colours of one program, for all of a page."""
    found = get_object_or_404(Program.objects.only("colour", "accent"), slug=program)
    return css(stylesheet(":root", found.colour, found.accent), max_age=86400)


@require_safe
@conditional_page
def looks(request: HttpRequest) -> HttpResponse:
    """The colours of every program, each for what stands inside `.look-<slug>`."""
    rows = Program.objects.filter(cycles__is_public=True).distinct().values_list("slug", "colour", "accent")
    return css("".join(stylesheet(f".look-{slug}", colour, accent) for slug, colour, accent in rows), max_age=300)


def css(text: str, *, max_age: int) -> HttpResponse:
    response = HttpResponse(text, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=max_age)
    return response
