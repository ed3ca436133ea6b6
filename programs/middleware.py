"""No administrator's page opens without the second factor that a program demands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.access import ask_for_second_factor, proved_second_factor

from .access import second_factor_demanded

GUARDED = {"desk", "admin"}
"""The URL namespaces of administrators' pages: /manage/ and /admin/."""


class SecondFactorOfAdministrators:
    """Stands after authentication; one query on guarded pages, none elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not GUARDED.intersection(request.resolver_match.namespaces) or not request.user.is_authenticated:
            return None
        if request.resolver_match.view_name == "admin:logout" or proved_second_factor(request):
            return None
        return ask_for_second_factor(request) if second_factor_demanded(request.user) else None
