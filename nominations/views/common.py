"""What the views of this app share: the sign-in door for htmx, the verdict as typed, and refusals as messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from operations.refusal import Refused

from ..domain import eligibility, facts
from ..models import Nomination


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for people who are signed in. htmx gets a plain 401, so that a page keeps what was typed."""
    guarded = login_required(view)

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "htmx", False) and not request.user.is_authenticated:
            return HttpResponse(status=401)
        return guarded(request, *args, **kwargs)

    return door


def live_report(nomination: Nomination):
    """What the rules say of the entry as it is typed right now."""
    return eligibility.evaluate(nomination.category, facts.facts_of([nomination])[nomination.pk])


def tell(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.error(request, reason)
