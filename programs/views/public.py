"""The pages of a program, a cycle and a category, for everybody. Only public cycles can be found."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from operations.clock import now

from ..domain import catalogue, phases, plain_words
from ..domain.dates import ics
from ..enums import SelectionMethod, TermsKind
from ..models import Category
from .caching import public_page


@public_page
def program(request: HttpRequest, program: str) -> HttpResponse:
    found = get_object_or_404(catalogue.public_programs(), slug=program)
    at = now()
    cycles = [{"cycle": one, "phase": phases.phase_of(one, at)} for one in found.public_cycles]
    context = {
        "program": found,
        "cycles": cycles,
        "open_cycles": [one for one in cycles if one["phase"].is_open or one["phase"].key == "upcoming"],
        "other_cycles": [one for one in cycles if one["phase"].key in ("judging", "announced")],
        "has_register": any(one["phase"].key == "rolling" for one in cycles) and catalogue.certifies(found),
        "terms": catalogue.terms_of(found, TermsKind.ENTRY, at),
    }
    return render(request, "programs/program.html", context)


@public_page
def cycle(request: HttpRequest, program: str, cycle: str) -> HttpResponse:
    found = get_object_or_404(catalogue.public_cycles(), program__slug=program, slug=cycle)
    at = now()
    categories = catalogue.categories_of(found)
    context = {
        "cycle": found,
        "program": found.program,
        "phase": phases.phase_of(found, at),
        "has_register": found.is_rolling and any(one.method == SelectionMethod.ASSESSMENT for one in categories),
        "groups": [(name, list(rows)) for name, rows in groupby(categories, key=lambda one: one.group)],
        "now": at,
        "category_count": len(categories),
        "new_count": sum(one.is_new for one in categories),
        "steps": phases.steps_of(found, at),
        "judging": catalogue.ways_of_judging(categories),
        "rules": plain_words.passages(catalogue.rules_of_cycle(found)),
        "terms": catalogue.terms_of(found.program, TermsKind.ENTRY, at),
    }
    return render(request, "programs/cycle.html", context)


@public_page
def dates(request: HttpRequest, program: str, cycle: str) -> HttpResponse:
    """The cycle's dates for a calendar, to take once or to subscribe to."""
    found = get_object_or_404(catalogue.public_cycles().filter(is_rolling=False), program__slug=program, slug=cycle)
    file = ics(found, list(catalogue.categories_of(found)), now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.program.slug}-{found.slug}.ics"'
    return response


@public_page
def category(request: HttpRequest, program: str, cycle: str, category: str) -> HttpResponse:
    found = category_or_404(program, cycle, category)
    return render(request, "programs/category.html", shown(found))


def category_or_404(program: str, cycle: str, category: str) -> Category:
    categories = catalogue.public_categories()
    return get_object_or_404(categories, cycle__program__slug=program, cycle__slug=cycle, slug=category)


def shown(category: Category) -> dict:
    """What the category's page and its entry kit both show."""
    at = now()
    criteria = list(category.criteria.all())
    questions = list(category.questions.all())
    return {
        "category": category,
        "cycle": category.cycle,
        "program": category.cycle.program,
        "phase": phases.phase_of(category.cycle, at),
        "takes_nominations": phases.takes_nominations(category, at),
        "criteria": criteria,
        "weights_differ": len({one.weight for one in criteria}) > 1,
        "rules": plain_words.passages(catalogue.rules_of(category)),
        "judged": plain_words.how_it_is_judged(category),
        "recognitions": plain_words.recognitions(list(category.placings.all()), category.method),
        "is_measured": category.method in plain_words.MEASURED,
        "is_opt_in": category.measure.get("entry_mode") == "opt_in",
        "sections": plain_words.questions_by_section(questions),
        "question_count": len(questions),
    }
