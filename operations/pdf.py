"""HTML to PDF, with everything from outside refused: a text in an entry must not fetch anything."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONT_TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".woff2": "font/woff2"}
OTHER_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}
BASE_URL = "bundled:///"
_kept = threading.local()


class RefusedAddress(ValueError):
    """The document asked for something that is not bundled with the portal."""


class BundledOnly(URLFetcher):
    """Serves files below `static/` by their path there (`bundled:///fonts/x.ttf`) and nothing else."""

    def fetch(self, url: str, headers=None) -> URLFetcherResponse:
        path = bundled_path(url)
        kind = {**FONT_TYPES, **OTHER_TYPES}[path.suffix]
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": kind})


def bundled_path(url: str) -> Path:
    """The bundled file that an address names, or RefusedAddress."""
    root = (Path(settings.BASE_DIR) / "static").resolve()
    if not url.startswith(BASE_URL):
        raise RefusedAddress(f"A document may not fetch {url[:80]!r}.")
    path = (root / url.removeprefix(BASE_URL)).resolve()
    if not path.is_relative_to(root) or path.suffix not in {**FONT_TYPES, **OTHER_TYPES} or not path.is_file():
        raise RefusedAddress(f"{url[:80]!r} is not bundled.")
    return path


def render(html: str, *, sheet: str = "", stylesheets: tuple = (), **options) -> bytes:
    """The PDF of an HTML text. Addresses in it are `bundled:///` paths below `static/`; others are refused."""
    return _document(html, "write_pdf", sheet, stylesheets, **options)


def pages(html: str, *, sheet: str = "") -> int:
    """How many pages that PDF has. Laying it out is enough to know."""
    return len(_document(html, "render", sheet).pages)


def _document(html: str, verb: str, sheet: str, stylesheets: tuple = (), **options) -> Any:
    config, kept = styled(sheet) if sheet else (None, ())
    document = HTML(string=html, url_fetcher=BundledOnly(), base_url=BASE_URL)
    return getattr(document, verb)(stylesheets=[*kept, *stylesheets], font_config=config, **options)


def styled(sheet: str) -> tuple[FontConfiguration, tuple[CSS, ...]]:
    """A stylesheet below `static/` with its fonts, read once: that costs ten times what an entry of two pages does.

    Each thread has its own, because a map of fonts cannot be shared between threads.
    """
    changed = bundled_path(BASE_URL + sheet).stat().st_mtime_ns
    known = _kept.__dict__.get(sheet)
    if known is None or known[0] != changed:
        config = FontConfiguration()
        known = (changed, config, (CSS(url=BASE_URL + sheet, url_fetcher=BundledOnly(), font_config=config),))
        _kept.__dict__[sheet] = known
    return known[1:]
