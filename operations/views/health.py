"""Two answers for whoever watches the portal: is the process alive, and can it do its work."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..domain import health


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Alive. Asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    parts = health.report()
    ready = all(said == "ok" for said in parts.values())
    return JsonResponse({"status": "ok" if ready else "not ready", **parts}, status=200 if ready else 503)
