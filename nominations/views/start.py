"""From “which award?” to a draft: the cards, and the questions that decide before anything is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from operations import clock
from operations.refusal import Refused
from operations.web import render_page
from programs.enums import QuestionKind, Section, SelectionMethod
from programs.models import Category

from ..domain import deadlines, drafts, eligibility, facts, organisations, readiness
from ..enums import Relation
from ..forms import StartForm, draw_question, field_name
from ..models import Nomination
from .common import signed_in, tell


def open_categories() -> list[Category]:
    """Categories that take entries now, with what their cards show."""
    at = clock.now()
    found = (
        Category.objects.filter(cycle__is_public=True, cycle__opens_at__lte=at, accepts_nominations=True)
        .exclude(method=SelectionMethod.APPOINTMENT)
        .select_related("cycle__program")
        .order_by("cycle__program__position", "cycle__program__name", "cycle_id", "position", "pk")
    )
    return [category for category in found if deadlines.window_of(category).takes(at)]


@require_GET
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Programs and their open categories as cards."""
    categories = open_categories()
    wanted = request.GET.get("q", "").strip()[:100].casefold()
    if wanted:
        categories = [
            category
            for category in categories
            if wanted in " ".join([category.name, category.summary, *category.aliases]).casefold()
        ]
    cycles: dict[int, dict] = {}
    for category in categories:
        row = cycles.setdefault(category.cycle_id, {"cycle": category.cycle, "groups": {}})
        row["groups"].setdefault(category.group, []).append(category)
    context = {"cycles": list(cycles.values()), "q": request.GET.get("q", "")}
    return render_page(request, "nominations/choose.html", context, "cards")


@signed_in
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """The eligibility questions first, with the verdict beside them; then a draft with what was told."""
    category = get_object_or_404(Category.objects.filter(cycle__is_public=True).select_related("cycle__program"), pk=pk)
    lines = asked_first(category)
    form = StartForm(category, lines, request.POST or None, initial=_initial(request))
    context = {
        "category": category,
        "cycle": category.cycle,
        "program": category.cycle.program,
        "form": form,
        "relations": Relation.choices,
        "own": list(request.user.organisations.all()),
        "closes_at": deadlines.window_of(category).closes_at,
    }
    try:
        drafts.refuse_unless_open(category)
    except Refused as refused:
        return render_page(request, "nominations/start.html", {**context, "closed": refused.reasons})
    if request.method == "POST" and form.is_valid() and not request.htmx:
        return _begin(request, category, form)
    report = _verdict(category, form)
    context |= {"report": report, "proposal_url": _proposed(category, report)}
    context["questions"] = [_drawn(form, line) for line in lines]
    context["drafts"] = Nomination.objects.filter(nominator=request.user, category=category, state="draft")[:5]
    return render_page(request, "nominations/start.html", context, "verdict")


def asked_first(category: Category) -> list[readiness.Line]:
    """The questions of the first section, whose answers rules look at."""
    asked = category.questions.filter(section=Section.ELIGIBILITY).select_related("criterion")
    return [readiness.Line(question) for question in asked if question.kind != QuestionKind.ATTACHMENTS]


def _initial(request: HttpRequest) -> dict:
    own = list(request.user.organisations.all()[:2])
    return {"organisation": own[0].name if len(own) == 1 else "", "relation": ""}


def _verdict(category: Category, form: StartForm):
    told = form.facts() if form.is_bound and form.is_valid() else {}
    if not any(value not in (None, "") for value in told.values()):
        return None
    try:
        return eligibility.evaluate(category, facts.facts_from(category, told))
    except facts.UnreadableFacts:
        return None


def _proposed(category: Category, report) -> str:
    """Where to start in the category that the rules find right, a smaller or larger size for one."""
    if report is None or not report.proposal:
        return ""
    right = Category.objects.filter(cycle=category.cycle, slug=report.proposal["slug"]).first()
    return reverse("nominations:start", args=[right.pk]) if right else ""


def _drawn(form: StartForm, line: readiness.Line):
    name = field_name(line.question.slug)
    value = form.data.get(name, "") if form.is_bound else form.initial.get(name, "")
    errors = form.errors.get(name, []) if form.is_bound else []
    return draw_question(None, line, value=value, errors=list(errors))


def _begin(request: HttpRequest, category: Category, form: StartForm) -> HttpResponse:
    try:
        name = form.cleaned_data["organisation"]
        nomination = drafts.start(
            category,
            by=request.user,
            organisation=organisations.named(name, by=request.user) if name else None,
            relation=form.cleaned_data["relation"],
        )
        for question, value in form.answers().items():
            drafts.save_answer(nomination, question, value, base_version=0, by=request.user)
    except Refused as refused:
        tell(request, refused)
        return redirect("nominations:start", category.pk)
    messages.success(request, _("Your draft is saved. You can leave at any time and go on later."))
    if alike := organisations.mistakable(nomination.organisation):
        words = {"name": nomination.organisation.name, "others": ", ".join(f"“{one.name}”" for one in alike)}
        messages.warning(
            request, _("“%(name)s” is new here. Did you mean %(others)s? Please correct it below.") % words
        )
    return redirect("nominations:edit", nomination.code)
