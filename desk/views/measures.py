"""What decides a measured award, on a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from operations.web import render_page
from programs.domain import measure_words
from programs.enums import SelectionMethod
from programs.measure import Measure, measure_of
from programs.models import Category, Cycle

from ..access import for_cycle
from ..domain import configuring
from ..setup_forms import MeasureForm
from .answers import attempt, to
from .judging import category_of

MEASURED = (SelectionMethod.RANKING, SelectionMethod.THRESHOLD, SelectionMethod.PANEL)


@for_cycle
def measure(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    if one.method not in MEASURED:
        raise Http404
    form = MeasureForm(request.POST or None, category=one)
    if request.method == "POST" and form.is_valid():
        done = _("What decides the award is saved. Everything that rests on it is looked at again.")
        if attempt(request, lambda: configuring.save_measure(one, form.params(), by=request.user), done):
            return to(cycle, "category", category)
    context = {
        "cycle": cycle,
        "section": "categories",
        "category": one,
        "form": form,
        "title": _("What decides the award"),
        "sentences": in_words(one),
    }
    return render_page(request, "desk/measure.html", context, status=422 if form.errors else 200)


def in_words(category: Category) -> list[str]:
    """How the award is decided now; nothing where nobody has said so, or what is stored cannot be read."""
    if not category.measure or Measure.validate(category.measure):
        return []
    return measure_words.sentences(measure_of(category.measure), method=category.method, tie_policy=category.tie_policy)
