"""Adding and removing categories, criteria and placings; new versions of the terms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.web import render_page
from programs.enums import TermsKind
from programs.models import Category, Criterion, Cycle, Placing, Terms

from ..access import for_cycle
from ..domain import structure
from ..setup_forms import NewCategoryForm, NewCriterionForm, NewPlacingForm, TermsForm
from .answers import attempt, to
from .judging import category_of


def new_row(request: HttpRequest, cycle: Cycle, form, *, title: str, category: Category | None = None) -> HttpResponse:
    context = {"cycle": cycle, "section": "categories", "category": category, "form": form, "title": title}
    return render_page(request, "desk/row.html", context, status=422 if form.errors else 200)


@for_cycle
def new_category(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = NewCategoryForm(request.POST or None, instance=Category(cycle=cycle))
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        done = _("%(name)s is there. Add its criteria, questions and rules.") % {"name": made.name}
        if attempt(request, lambda: structure.add_category(cycle, made, by=request.user), done):
            return to(cycle, "category", made.slug)
    return new_row(request, cycle, form, title=_("A new category"))


@require_POST
@for_cycle
def remove_category(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    done = _("%(name)s is gone.") % {"name": one.name}
    if attempt(request, lambda: structure.remove_category(one, by=request.user), done):
        return to(cycle, "categories")
    return to(cycle, "category", category)


@for_cycle
def new_criterion(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = NewCriterionForm(request.POST or None, instance=Criterion(category=one))
    if request.method == "POST" and form.is_valid():
        made, asks = form.save(commit=False), form.cleaned_data["with_question"]
        done = _("The criterion is in the rubric.")
        if attempt(
            request, lambda: structure.add_criterion(one, made, with_question=asks, by=request.user), done
        ):  # fmt: skip
            return to(cycle, "category", category)
    return new_row(request, cycle, form, title=_("A new criterion"), category=one)


@require_POST
@for_cycle
def remove_criterion(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    one = category_of(cycle, category)
    row = get_object_or_404(one.criteria, slug=slug)
    row.category = one
    attempt(request, lambda: structure.remove_criterion(row, by=request.user), _("The criterion is gone."))
    return to(cycle, "category", category)


@for_cycle
def new_placing(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = NewPlacingForm(request.POST or None, instance=Placing(category=one, places=1), cycle=cycle)
    if request.method == "POST" and form.is_valid():
        made = form.unsaved()
        done = _("The category awards it from now on.")
        if attempt(request, lambda: structure.add_placing(one, made, by=request.user), done):
            return to(cycle, "category", category)
    return new_row(request, cycle, form, title=_("A new placing"), category=one)


@require_POST
@for_cycle
def remove_placing(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    one = category_of(cycle, category)
    row = get_object_or_404(one.placings, slug=slug)
    row.category = one
    attempt(request, lambda: structure.remove_placing(row, by=request.user), _("The placing is gone."))
    return to(cycle, "category", category)


@for_cycle
def terms(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """The terms in force with their earlier versions, and a new version on top of them."""
    typed = TermsForm(request.POST, auto_id=f"{request.POST.get('kind', '')}-%s") if request.method == "POST" else None
    if typed is not None and typed.is_valid():
        kind, text = typed.cleaned_data["kind"], typed.cleaned_data["text"]
        done = _("The new version is in force.")
        if attempt(request, lambda: structure.publish_terms(cycle, kind, text, by=request.user), done):
            return to(cycle, "terms")
    versions: dict[str, list[Terms]] = {kind: [] for kind in TermsKind.values}
    for row in Terms.objects.filter(program=cycle.program).order_by("kind", "-version"):
        versions[row.kind].append(row)
    kinds = [
        {
            "kind": kind,
            "label": TermsKind(kind).label,
            "newest": rows[0] if rows else None,
            "earlier": rows[1:],
            "form": typed if typed is not None and typed.data.get("kind") == kind else form_for(kind, rows),
        }
        for kind, rows in versions.items()
    ]
    context = {"cycle": cycle, "section": "terms", "kinds": kinds, "wrong": typed}
    return render_page(request, "desk/terms.html", context, status=422 if typed is not None and typed.errors else 200)


def form_for(kind: str, rows: list[Terms]) -> TermsForm:
    return TermsForm(initial={"kind": kind, "text": rows[0].text if rows else ""}, auto_id=f"{kind}-%s")
