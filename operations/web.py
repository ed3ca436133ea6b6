"""What every view answers with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def render_page(
    request: HttpRequest, template: str, context: dict | None = None, partial: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or for an htmx request only the named `{% partialdef %}` of the same template."""
    htmx = getattr(request, "htmx", None)
    only_part = bool(partial and htmx and not htmx.boosted and not htmx.history_restore_request)
    response = render(request, f"{template}#{partial}" if only_part else template, context, status=status)
    if partial:
        patch_vary_headers(response, ["HX-Request"])
    return response


def whole_number(typed: str | None, *, otherwise: int = 0) -> int:
    """A key or version that a form sent back. More digits than any column holds are no number of ours."""
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 19 else otherwise


def client_address(request: HttpRequest) -> str:
    """The address of who asks, counting only the proxies that the operator trusts."""
    from django.conf import settings

    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXY_COUNT
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "")
