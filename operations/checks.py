"""What `manage.py check` says about this machine."""

from __future__ import annotations

import contextlib
import io
import platform

from django.core.checks import Tags, Warning, register

PDF_HINTS = {
    "Linux": "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Darwin": 'brew install pango; export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"',
}


def pdf_fault() -> str:
    """Why no PDF can be made on this machine; '' where it can."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # noqa: F401
    except OSError as error:
        return str(error).splitlines()[0]
    return ""


@register(Tags.compatibility, deploy=True)
def check_pdf(app_configs, **options) -> list[Warning]:
    fault = pdf_fault()
    if not fault:
        return []
    return [Warning(f"PDF documents are off: {fault}", hint=PDF_HINTS.get(platform.system()), id="awards.W010")]
