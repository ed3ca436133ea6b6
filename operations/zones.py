"""The reader's time zone: from the account, else from the `tz` cookie that static/js/timezone.js sets."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE = "tz"


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """A zone by its name, or nothing when no such zone exists. Cookies may hold anything."""
    if not name or len(name) > 64:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def reader_zone(request: HttpRequest) -> ZoneInfo | None:
    user = getattr(request, "user", None)
    chosen = user.time_zone if user is not None and user.is_authenticated else ""
    return zone_named(chosen) or zone_named(request.COOKIES.get(COOKIE, ""))


class ReaderZone:
    """Show times in the reader's zone where a page names no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = reader_zone(request)
        if zone is None:
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)
