"""The door that the web server knows."""

import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "awards_portal.settings")
portal = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - all views are loaded now, so the first visitor does not wait for them


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Django looks the named encoding up before any middleware, and some codecs fail on what they read.

    Text of forms is UTF-8, so what else a sender claims is not passed on; the middleware answers it.
    """
    kind, semicolon, claims = environ.get("CONTENT_TYPE", "").partition(";")
    if semicolon and "charset" in claims.lower() and "utf-8" not in claims.lower():
        environ["CONTENT_TYPE"] = f"{kind}; charset=unknown"
    return portal(environ, start_response)
