"""Is this certificate real? The answer before the moment is that of a code nobody knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.codes import grouped, normalise
from operations.domain import limits
from operations.web import client_address, render_page

from ..domain.verification import look_up

LOOKS = 60
SECONDS = 60
LONGEST = 40


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in; works without scripts."""
    typed = request.GET.get("code", "").strip()
    if typed:
        letters = "".join(letter for letter in normalise(typed) if letter.isalnum())
        return redirect("recognition:verify", code=letters[:LONGEST] or "0")
    return render_page(request, "recognition/ask.html")


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """One code: valid, corrected, revoked or unknown; as JSON for who asks for it."""
    if not limits.allow(f"verify:{client_address(request)}", limit=LOOKS, seconds=SECONDS):
        return HttpResponse(
            _("Too many codes in a minute. Please wait a moment."), status=429, content_type="text/plain"
        )
    typed = normalise(code)[:LONGEST]
    answer = look_up(typed)
    status = 200 if answer.honour else 404
    if wants_json(request):
        response: HttpResponse = JsonResponse(answer.as_json(), status=status)
    else:
        program = answer.honour.category.cycle.program if answer.honour else None
        context = {"answer": answer, "honour": answer.honour, "typed": grouped(typed), "program": program}
        response = render_page(request, "recognition/verify.html", context, status=status)
    response["Vary"] = "Accept, Cookie"
    response["X-Robots-Tag"] = "noindex"
    return response


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
