"""What every request brings along about its reader, and what slows down guessing by machine."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .domain import guesses
from .domain.zones import zone_or_none

COOKIE = "tz"
"""The browser's own zone, written by static/js/time-zone.js."""


class ReadersTimeZone:
    """Sets `request.time_zone`, "" where it is unknown, and shows times in it: the profile's, else the browser's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = request.user.time_zone if request.user.is_authenticated else ""
        zone = zone_or_none(own) or zone_or_none(unquote(request.COOKIES.get(COOKIE, "")))
        request.time_zone = zone.key if zone else ""
        with timezone.override(zone):
            return self.get_response(request)


class SlowDown:
    """Answers 429 to one address that posts to the sign-in pages faster than people type."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method != "POST" or guesses.may_post(request, request.resolver_match.view_name):
            return None
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(guesses.WINDOW)
        return response
