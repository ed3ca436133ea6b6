"""What the views of this app share: the sign-in door for htmx, the verdict as typed, and refusals as messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from operations.domain import limits
from operations.refusal import Refused
from operations.web import client_address
from programs.rules.report import Report

from ..domain import eligibility, facts, private_links, telling
from ..models import EligibilityReport, Nomination, PrivateLink

#: How often a minute one address may open private links: whoever guesses tokens is stopped, nobody who reads is.
LOOKS = 120


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for people who are signed in. htmx gets a plain 401, so that a page keeps what was typed."""
    guarded = login_required(view)

    @wraps(view)
    def door(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if getattr(request, "htmx", False) and not request.user.is_authenticated:
            return HttpResponse(status=401)
        return guarded(request, *args, **kwargs)

    return door


def live_report(nomination: Nomination, reader) -> Report:
    """What the rules say of the entry as it is typed right now, as this person may read it."""
    report = eligibility.evaluate(nomination.category, facts.facts_of([nomination])[nomination.pk])
    return telling.told(nomination, report, reader)


def kept_report(nomination: Nomination, reader) -> Report | EligibilityReport | None:
    """What the rules said of it the last time, as this person may read it."""
    report = eligibility.newest_report(nomination)
    return report and telling.told(nomination, report, reader)


def tell(request: HttpRequest, refused: Refused) -> None:
    for reason in refused.reasons:
        messages.error(request, reason)


def private_link(request: HttpRequest, token: str, purpose: str) -> PrivateLink | None:
    """What the token opens for this purpose; 404 for any other token, None where too many were tried."""
    if not limits.allow(f"private-link:{client_address(request)}", limit=LOOKS, seconds=60):
        return None
    return private_links.open_link(token, purpose)
