"""A program's colours as a stylesheet of its own, since pages may carry no inline style."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from ..domain.palette import palette
from ..models import Program

RULE = """:root {{
  --program: {p.program};
  --on-program: {p.on_program};
  --program-text: {p.program_text};
  --program-deep: {p.program_deep};
  --program-tint: {p.program_tint};
  --accent: {p.accent};
  --on-accent: {p.on_accent};
  --accent-text: {p.accent_text};
  --accent-on-program: {p.accent_on_program};
}}
"""


@require_safe
@conditional_page
def look(request: HttpRequest, program: str) -> HttpResponse:
    found = get_object_or_404(Program.objects.only("colour", "accent"), slug=program)
    response = HttpResponse(RULE.format(p=palette(found.colour, found.accent)), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=86400)
    return response
