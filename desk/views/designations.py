"""How the assessments of a designation run, and the instrument that experts evaluate them with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.refusal import Refused
from operations.web import render_page
from programs.domain import assessment_words, instruments
from programs.enums import SelectionMethod
from programs.models import Category, Cycle

from ..access import for_cycle
from ..domain import designations
from ..setup_forms import AssessmentForm, InstrumentFileForm, section_forms
from .answers import attempt, to
from .judging import category_of

BLANK, BLANK_AT_FIRST = 1, 6


def designation_of(cycle: Cycle, slug: str) -> Category:
    found = category_of(cycle, slug)
    if found.method != SelectionMethod.ASSESSMENT:
        raise Http404
    return found


@for_cycle
def settings(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    one = designation_of(cycle, category)
    form = AssessmentForm(request.POST or None, category=one)
    if request.method == "POST" and form.is_valid():
        done = _("The settings are saved. They hold for clocks that start from now on.")
        if attempt(request, lambda: designations.save_settings(one, form.written(), by=request.user), done):
            return to(cycle, "category", category)
    context = {
        "cycle": cycle,
        "section": "categories",
        "category": one,
        "form": form,
        "sentences": in_words(one),
        "running": designations.running(one),
    }
    return render_page(request, "desk/assessment_settings.html", context, status=422 if form.errors else 200)


def in_words(category: Category) -> list[tuple[str, str]]:
    """Each setting in plain English with the number of its reading."""
    table = assessment_words.settings_table(category.assessment, calendar=category.cycle.program.holiday_calendar)
    return [(sentence, reading) for sentence, reading, _name in table]


@for_cycle
def instrument(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """The sections in force as a form; saving them makes the next version."""
    one = designation_of(cycle, category)
    newest = instruments.newest(one)
    there = newest.sections if newest else []
    if request.method != "POST":
        forms = section_forms(BLANK if there else BLANK_AT_FIRST)(category=one, sections=there)
        return instrument_page(request, cycle, one, forms)
    forms = section_forms(BLANK)(request.POST, category=one, sections=there)
    if not forms.is_valid():
        return instrument_page(request, cycle, one, forms, status=422)
    base = request.POST.get("base", "")
    try:
        made = designations.publish(
            one, forms.sections(), base=int(base) if base.isascii() and base.isdecimal() else 0, by=request.user
        )
    except Refused as refused:
        return instrument_page(request, cycle, one, forms, status=422, refused=refused.reasons)
    if newest and made.pk == newest.pk:
        messages.info(request, _("Nothing was changed, so version %(n)d stays in force.") % {"n": made.version})
    else:
        messages.success(
            request,
            _("Version %(n)d is in force. Attempts that were opened before keep theirs.") % {"n": made.version},
        )
    return to(cycle, "instrument", category)


def instrument_page(
    request: HttpRequest, cycle: Cycle, category: Category, forms, *, status: int = 200, **more
) -> HttpResponse:
    versions = designations.versions(category)
    context = {
        "cycle": cycle,
        "section": "categories",
        "category": category,
        "forms": forms,
        "versions": versions,
        "newest": versions[0].instrument if versions else None,
        "file_form": InstrumentFileForm(),
        **more,
    }
    return render_page(request, "desk/instrument.html", context, status=status)


@require_POST
@for_cycle
def instrument_file(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """A file fills the form; whoever sent it looks at it, and saves it as the next version."""
    one = designation_of(cycle, category)
    newest = instruments.newest(one)
    there = newest.sections if newest else []
    file_form = InstrumentFileForm(request.POST, request.FILES)
    forms = section_forms(BLANK)(category=one, sections=there)
    if not file_form.is_valid():
        return instrument_page(request, cycle, one, forms, status=422, file_form=file_form)
    try:
        sections = instruments.read(text_of(file_form.cleaned_data["file"]))
        if strange := instruments.strangers(sections, one):
            raise Refused(*strange)
    except Refused as refused:
        for reason in refused.reasons:
            file_form.add_error("file", reason)
        return instrument_page(request, cycle, one, forms, status=422, file_form=file_form)
    forms = section_forms(BLANK)(category=one, sections=sections)
    return instrument_page(request, cycle, one, forms, from_file=file_form.cleaned_data["file"].name)


def text_of(file) -> str:
    if file.size > 4 * instruments.LONGEST_FILE:
        raise Refused(_("An instrument has at most %(n)d characters.") % {"n": instruments.LONGEST_FILE})
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("This is no text file. Save the instrument as YAML in UTF-8.")) from None


@for_cycle
def instrument_version(request: HttpRequest, cycle: Cycle, category: str, version: int) -> HttpResponse:
    """A version as a file, to keep, to change and to load again."""
    one = designation_of(cycle, category)
    found = get_object_or_404(one.instruments, version=version)
    response = HttpResponse(designations.as_yaml(found.sections), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="instrument-{one.slug}-v{version}.yaml"'
    return response
