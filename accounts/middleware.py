"""What slows down guessing by machine."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .domain import guesses


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
