"""Setting up a cycle without a developer: dates, look, categories and everything in them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations import clock
from operations.web import render_page
from programs.calendars import coming
from programs.domain import instruments
from programs.enums import SelectionMethod
from programs.models import Category, Cycle, EligibilityRule, Question
from programs.rules import kinds, rule_from, validate

from ..access import for_cycle
from ..domain import configuring, structure
from ..setup_forms import (
    CategoryForm,
    CriterionForm,
    CycleForm,
    LookForm,
    NewRuleForm,
    NextCycleForm,
    PlacingForm,
    QuestionForm,
    RuleForm,
)
from . import designations
from .answers import attempt, to
from .judging import category_of
from .measures import MEASURED, in_words

QUESTION = "desk/question.html"


@for_cycle
def settings(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = CycleForm(request.POST or None, instance=cycle, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        configuring.save(form, cycle, what="cycle", by=request.user)
        messages.success(request, _("The cycle is saved."))
        return to(cycle, "settings")
    return settings_page(request, cycle, form=form)


def settings_page(request: HttpRequest, cycle: Cycle, **forms) -> HttpResponse:
    """The three forms of the page, those given with what was typed and what is wrong with it."""
    stored = Cycle.objects.select_related("program").get(pk=cycle.pk)
    calendar = stored.program.holiday_calendar
    context = {
        "cycle": stored,
        "section": "settings",
        "form": CycleForm(instance=stored, cycle=stored),
        "look_form": LookForm(instance=stored.program, auto_id="look-%s"),
        "next_form": NextCycleForm(cycle=stored, auto_id="next-%s"),
        "calendar": calendar,
        "holidays": coming(calendar, clock.now().astimezone(stored.zone).date()) if stored.is_rolling else [],
        **forms,
    }
    context["wrong_form"] = next((form for form in forms.values() if form.errors), None)
    return render_page(request, "desk/settings.html", context, status=422 if context["wrong_form"] else 200)


@require_POST
@for_cycle
def look(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = LookForm(request.POST, instance=cycle.program, auto_id="look-%s")
    if not form.is_valid():
        return settings_page(request, cycle, look_form=form)
    configuring.save(form, cycle, what="program", by=request.user)
    messages.success(request, _("The program is saved."))
    return to(cycle, "settings")


@require_POST
@for_cycle
def next_cycle(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = NextCycleForm(request.POST, cycle=cycle, auto_id="next-%s")
    if not form.is_valid():
        return settings_page(request, cycle, next_form=form)
    made: list[Cycle] = []

    def copy() -> None:
        made.append(
            configuring.next_cycle(
                cycle,
                slug=form.slug(),
                name=form.cleaned_data["name"],
                award_year=form.cleaned_data["award_year"],
                dates=form.dates(),
                by=request.user,
            )
        )

    if attempt(request, copy, _("The new cycle is there, with all categories and rules, hidden until you show it.")):
        return to(made[0], "launch")
    return to(cycle, "settings")


@for_cycle
def categories(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    rows = cycle.categories.prefetch_related("criteria", "questions", "rules", "placings")
    return render_page(
        request,
        "desk/categories.html",
        {
            "cycle": cycle,
            "section": "categories",
            "rows": rows,
            "rules": described(cycle.rules.filter(category=None)),
            "new_rule_form": NewRuleForm(caps=True),
        },
    )


def described(rules) -> list[dict]:
    """Rules with their kind's title and what they say in plain English."""
    return [
        {
            "rule": rule,
            "title": kinds()[rule.kind].title if rule.kind in kinds() else rule.kind,
            "says": says(rule),
            "wrong": validate(rule.kind, rule.params),
        }
        for rule in rules
    ]


def says(rule: EligibilityRule) -> str:
    """The rule in plain English; nothing where its parameters cannot be read."""
    return "" if validate(rule.kind, rule.params) else rule_from(rule.kind, rule.params).describe()


@for_cycle
def category(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = CategoryForm(request.POST or None, instance=one, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        configuring.save(form, cycle, what="category", by=request.user)
        messages.success(request, _("The category is saved."))
        return to(cycle, "category", one.slug)
    return render_page(
        request,
        "desk/category.html",
        {
            "cycle": cycle,
            "section": "categories",
            "category": one,
            "form": form,
            "rules": described(one.rules.all()),
            "new_rule_form": NewRuleForm(caps=False),
            "criteria": one.criteria.all(),
            "questions": one.questions.all(),
            "placings": one.placings.all(),
            "may_measure": one.method in MEASURED,
            "is_designation": one.method == SelectionMethod.ASSESSMENT,
            "instrument": instruments.newest(one),
            "assessment_words": designations.in_words(one) if one.method == SelectionMethod.ASSESSMENT else [],
            "measured": in_words(one),
            "why_it_stays": structure.why_category_stays(one),
        },
        status=422 if form.errors else 200,
    )


def edited(
    request: HttpRequest, cycle: Cycle, form, *, title: str, category: Category, what: str,
    template: str = "desk/row.html", **more,
) -> HttpResponse:  # fmt: skip
    """One row of a category on a page of its own: shown, or saved and back to the category."""
    may_save = request.method == "POST" and form.is_valid()
    if may_save and attempt(
        request, lambda: configuring.save(form, cycle, what=what, by=request.user), _("Saved.")
    ):  # fmt: skip
        return to(cycle, "category", category.slug)
    context = {"cycle": cycle, "section": "categories", "category": category, "form": form, "title": title, **more}
    return render_page(request, template, context, status=422 if form.errors else 200)


@for_cycle
def criterion(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    one = category_of(cycle, category)
    row = get_object_or_404(one.criteria, slug=slug)
    form = CriterionForm(request.POST or None, instance=row)
    return edited(
        request, cycle, form, title=row.name, category=one, what="criterion", removes="criterion_remove", row=row
    )


@for_cycle
def placing(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    one = category_of(cycle, category)
    row = get_object_or_404(one.placings, slug=slug)
    form = PlacingForm(request.POST or None, instance=row, cycle=cycle)
    return edited(request, cycle, form, title=row.name, category=one, what="placing", removes="placing_remove", row=row)


@for_cycle
def question(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    one = category_of(cycle, category)
    row = get_object_or_404(one.questions, slug=slug)
    form = QuestionForm(request.POST or None, instance=row, category=one)
    more = {"template": QUESTION, "removes": "question_remove", "row": row}
    return edited(request, cycle, form, title=row.label, category=one, what="question", **more)


@for_cycle
def new_question(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = category_of(cycle, category)
    form = QuestionForm(request.POST or None, instance=Question(category=one), category=one)
    return edited(request, cycle, form, title=_("A new question"), category=one, what="question", template=QUESTION)


@require_POST
@for_cycle
def remove_question(request: HttpRequest, cycle: Cycle, category: str, slug: str) -> HttpResponse:
    row = get_object_or_404(category_of(cycle, category).questions, slug=slug)
    attempt(request, lambda: configuring.remove_question(row, by=request.user), _("The question is gone."))
    return to(cycle, "category", category)


def rule_page(request: HttpRequest, cycle: Cycle, rule: EligibilityRule, back: tuple) -> HttpResponse:
    """A rule's parameters. What would change somebody's verdict is shown first, and saved with a second click."""
    said_before = says(rule) if rule.pk else ""
    form = RuleForm(request.POST or None, rule=rule)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = configuring.preview_rule(form.changed())
        is_shown = not preview.changes or request.POST.get("seen") == form.fingerprint()
        if "preview" not in request.POST and is_shown:
            done = _("The rule is saved. What it touches is being checked again.")
            if attempt(request, lambda: configuring.save_rule(rule, by=request.user), done):
                return to(cycle, *back)
    return render_page(
        request,
        "desk/rule.html",
        {
            "cycle": cycle,
            "section": "categories",
            "rule": rule,
            "category": rule.category,
            "title": kinds()[rule.kind].title,
            "says": said_before,
            "would_say": says(rule) if preview else "",
            "form": form,
            "preview": preview,
            "seen": form.fingerprint() if preview else "",
            "touched": configuring.touched_by_rules(cycle, rule.category),
        },
        status=422 if form.errors else 200,
    )


def back_from(rule: EligibilityRule) -> tuple:
    return ("category", rule.category.slug) if rule.category else ("categories",)


@for_cycle
def rule(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    row = get_object_or_404(EligibilityRule.objects.select_related("category"), cycle=cycle, pk=pk)
    row.cycle = cycle
    if row.kind not in kinds():
        raise Http404
    return rule_page(request, cycle, row, back_from(row))


@for_cycle
def new_rule(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """A new rule of a chosen kind, for one category or (a cap) for the cycle."""
    slug, kind = request.GET.get("category", ""), request.GET.get("kind", "")
    one = category_of(cycle, slug) if slug else None
    if kind not in kinds() or kinds()[kind].is_cap != (one is None):
        raise Http404
    siblings = one.rules if one else cycle.rules.filter(category=None)
    row = EligibilityRule(
        cycle=cycle,
        category=one,
        kind=kind,
        slug=structure.free_slug(siblings, kind),
        position=structure.next_position(siblings),
    )
    return rule_page(request, cycle, row, back_from(row))


@require_POST
@for_cycle
def remove_rule(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    row = get_object_or_404(EligibilityRule.objects.select_related("category"), cycle=cycle, pk=pk)
    row.cycle = cycle
    back = back_from(row)
    attempt(request, lambda: configuring.remove_rule(row, by=request.user), _("The rule is gone."))
    return to(cycle, *back)
