"""The public quick check: "could I enter?", answered without an account by the rules that the form asks later."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from operations.clock import now
from operations.domain.limits import allow
from operations.web import client_address, render_page
from programs.domain.catalogue import public_categories
from programs.domain.phases import takes_nominations

from ..quick_check import QuickCheckForm

ASKED_AT_MOST, IN_SECONDS = 60, 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quick_check(request: HttpRequest, program: str, cycle: str, category: str) -> HttpResponse:
    found = get_object_or_404(public_categories(), cycle__program__slug=program, cycle__slug=cycle, slug=category)
    if request.method == "POST" and not allow(
        f"check:{client_address(request)}", limit=ASKED_AT_MOST, seconds=IN_SECONDS
    ):
        return render(request, "429.html", status=429)
    questions = list(found.questions.exclude(fact="").order_by("position", "pk"))
    form = QuickCheckForm(found, questions, request.POST if request.method == "POST" else None)
    context = {
        "category": found,
        "cycle": found.cycle,
        "program": found.cycle.program,
        "form": form,
        "report": form.report if form.is_bound and form.is_valid() else None,
        "takes_nominations": takes_nominations(found, now()),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render_page(request, "programs/check.html", context, "answer", status=status)
