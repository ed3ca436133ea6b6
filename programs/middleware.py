"""No administrator's page opens without the second factor that a program demands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.access import ask_for_second_factor, proved_second_factor

from .access import second_factor_demanded

GUARDED = {"desk", "admin"}
"""The URL namespaces of administrators' pages: /manage/ and /admin/."""

SHARED = {
    "recognition:batch",
    "recognition:document",
    "nominations:file",
    "accounts:organisation",
    "accounts:organisation_edit",
    "accounts:invite",
    "accounts:invitation_withdraw",
    "accounts:membership_role",
    "accounts:membership_transfer",
    "accounts:membership_remove",
    "accounts:request_approve",
    "accounts:request_decline",
}
"""Pages of everybody on which an administrator finds more than others: embargoed files, entries, organisations."""


class SecondFactorOfAdministrators:
    """Stands after authentication; one query on guarded pages, none elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        is_guarded = GUARDED.intersection(match.namespaces) or match.view_name in SHARED
        if not is_guarded or not request.user.is_authenticated:
            return None
        if match.view_name == "admin:logout" or proved_second_factor(request):
            return None
        return ask_for_second_factor(request) if second_factor_demanded(request.user) else None
