"""What stands around every request: too large, not text, or a database that is busy."""

from __future__ import annotations

import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

Answer = Callable[[HttpRequest], HttpResponse]
UTF_8 = ("utf-8", "utf8", "us-ascii")
DATABASE_IS_AWAY = (OperationalError, InterfaceError)


def sentence(status: int, title: str, text: str) -> HttpResponse:
    """A page that needs neither the database nor the session."""
    return HttpResponse(
        render_to_string("problem.html", {"title": title, "text": text, "status": status}), status=status
    )


class SizeGuard:
    """Refuse a body that is too large before anything reads it: the search for a form's token reads all of it.

    The same holds for text in another encoding: Django would read fields with whatever codec the sender names,
    and some make characters that no page can write.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return sentence(400, _("Not understood"), _("The request does not say how long it is."))
        if size > settings.MAX_REQUEST_BYTES:
            limit = settings.MAX_REQUEST_BYTES // (1024 * 1024)
            text = _("What you sent is larger than %(limit)d MB. Send a smaller file.") % {"limit": limit}
            return sentence(413, _("Too large"), text)
        if request.content_params.get("charset", "utf-8").lower() not in UTF_8:
            return sentence(415, _("Not understood"), _("Please send text as UTF-8."))
        return self.get_response(request)


class NoNulBytes:
    """No text of ours holds a NUL byte, and PostgreSQL cannot store one: say so instead of failing later."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or holds_nul(request.GET) or posted_nul(request):
            return sentence(400, _("Not understood"), _("The request holds a character that no text may hold."))
        return self.get_response(request)


def holds_nul(fields) -> bool:
    return any("\0" in key or any("\0" in value for value in values) for key, values in fields.lists())


def posted_nul(request: HttpRequest) -> bool:
    if request.method not in ("POST", "PUT", "PATCH"):
        return False
    if request.content_type == "application/json":
        return rb"\u0000" in request.body or b"\0" in request.body
    if request.method != "POST":
        return False
    return holds_nul(request.POST) or any("\0" in (file.name or "") for file in request.FILES.values())


class BusyDatabase:
    """A database that is locked or gone for a moment is "try again", not a failure of the portal."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return busy() if isinstance(error, DATABASE_IS_AWAY) else None


def busy() -> HttpResponse:
    text = _("The portal is very busy right now. Nothing was lost; please try again in ten seconds.")
    response = sentence(503, _("One moment"), text)
    response["Retry-After"] = "10"
    return response


def handler500(request: HttpRequest) -> HttpResponse:
    """Failures outside the innermost middleware, such as saving a session, arrive only here."""
    if isinstance(sys.exc_info()[1], DATABASE_IS_AWAY):
        return busy()
    return server_error(request)
