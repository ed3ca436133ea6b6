"""HTML to PDF, with everything from outside refused: a text in an entry must not fetch anything."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONT_TYPES = {".ttf": "font/ttf", ".otf": "font/otf", ".woff2": "font/woff2"}
OTHER_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".css": "text/css"}
BASE_URL = "bundled:///"


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


def render(html: str, *, stylesheets: tuple = (), font_config: FontConfiguration | None = None, **options) -> bytes:
    """The PDF of an HTML text. Addresses in it are `bundled:///` paths below `static/`; others are refused."""
    document = HTML(string=html, url_fetcher=BundledOnly(), base_url=BASE_URL)
    return document.write_pdf(stylesheets=list(stylesheets), font_config=font_config, **options)
