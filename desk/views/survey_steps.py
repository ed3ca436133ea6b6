"""What an administrator does with a survey file: columns, names, check, take, withdraw, discard."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from measurement.domain import imports, mappings
from measurement.domain import names as known_names
from measurement.enums import ImportState
from measurement.models import SurveyImport
from measurement.surveys import formats
from operations.refusal import Refused
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..survey_forms import WithdrawForm
from .answers import attempt, cleaned, to
from .surveys import import_of

NAMES_A_PAGE = 25
MAPPABLE = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.UNREADABLE, ImportState.WITHDRAWN)


@require_http_methods(["GET", "POST"])
@for_cycle
def columns(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """Which column of the file is which of ours; saving it starts the check."""
    one = import_of(cycle, code)
    problems: list[str] = []
    mapping = one.mapping
    if request.method == "POST":
        mapping = {column.name: request.POST.get(f"column-{column.name}", "") for column in columns_of(one)}
        try:
            imports.settle_columns(one, mapping, by=request.user)
        except Refused as refused:
            problems = list(refused.reasons)
        else:
            messages.success(request, _("The columns are settled. Every row is being read now; nothing is taken yet."))
            return to(cycle, "survey", code)
    if one.state not in MAPPABLE:
        return to(cycle, "survey", code)
    context = {
        "cycle": cycle,
        "section": "surveys",
        "file": one,
        "rows": [
            {"ours": column, "chosen": mapping.get(column.name, ""), "is_same": mapping.get(column.name) == column.name}
            for column in columns_of(one)
        ],
        "left_over": mappings.left_over(one.columns, mapping),
        "problems": problems,
    }
    return render_page(request, "desk/survey_columns.html", context, status=422 if problems else 200)


def columns_of(one: SurveyImport) -> list[formats.Column]:
    return formats.columns_of(one.kind)


@require_http_methods(["GET", "POST"])
@for_cycle
def names(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """Names of organizations that the portal does not know: whom each means."""
    one = import_of(cycle, code)
    waiting = known_names.to_settle(cycle.program, one.report.get("unknown", {}))
    page = Paginator(waiting, NAMES_A_PAGE).get_page(request.GET.get("page"))
    if request.method == "POST":
        return settle_names(request, cycle, one, dict(waiting))
    context = {
        "cycle": cycle,
        "section": "surveys",
        "file": one,
        "page": page,
        "page_query": "",
        "rows": known_names.with_suggestions(page.object_list),
        "total": len(waiting),
        "not_kept": max(0, one.report.get("unknown_names", 0) - len(one.report.get("unknown", {}))),
    }
    return render_page(request, "desk/survey_names.html", context)


def settle_names(request: HttpRequest, cycle: Cycle, one: SurveyImport, waiting: dict[str, int]) -> HttpResponse:
    """Take what was chosen for the names of one page, and read the file again once nothing is open."""
    choices: dict[str, str] = {}
    for name, choice, typed in zip(
        request.POST.getlist("name"), request.POST.getlist("choice"), request.POST.getlist("other"), strict=False
    ):
        if name not in waiting or not choice:
            continue
        if choice == "other":
            match = Organisation.objects.filter(name__iexact=typed.strip()).first()
            if match is None:
                messages.error(request, _("There is no organization “%(name)s”.") % {"name": typed.strip()})
                continue
            choice = str(match.pk)
        choices[name] = choice
    try:
        done = known_names.settle(cycle.program, choices, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to(cycle, "survey_names", one.code)
    text = ngettext("One name is settled.", "%(n)d names are settled.", done) % {"n": done}
    messages.success(request, text) if done else messages.error(request, _("Choose at least one meaning first."))
    if len(waiting) > done:
        return to(cycle, "survey_names", one.code)
    return check_again(request, cycle, one)


@require_POST
@for_cycle
def create_names(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """Every unknown name becomes an organization, and the file is read again."""
    one = import_of(cycle, code)
    waiting = known_names.to_settle(cycle.program, one.report.get("unknown", {}))
    try:
        made = known_names.create_all(cycle.program, [name for name, _rows in waiting], by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return to(cycle, "survey_names", one.code)
    text = ngettext("One organization was made.", "%(n)d organizations were made.", made) % {"n": made}
    messages.success(request, text)
    return check_again(request, cycle, one)


def check_again(request: HttpRequest, cycle: Cycle, one: SurveyImport) -> HttpResponse:
    """After names are settled. A file that is taken must be withdrawn first, and says so by itself."""
    if one.state in (ImportState.CHECKED, ImportState.UNREADABLE, ImportState.WITHDRAWN):
        attempt(request, lambda: imports.check(one, by=request.user), _("The file is being read again."))
    return to(cycle, "survey", one.code)


@require_POST
@for_cycle
def check(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = import_of(cycle, code)
    attempt(request, lambda: imports.check(one, by=request.user), _("The file is being read again."))
    return to(cycle, "survey", code)


@require_POST
@for_cycle
def take(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = import_of(cycle, code)
    attempt(request, lambda: imports.take(one, by=request.user), _("The file is being taken in, whole or not at all."))
    return to(cycle, "survey", code)


@require_POST
@for_cycle
def withdraw(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one, said = import_of(cycle, code), cleaned(request, WithdrawForm(request.POST))
    if said:
        attempt(
            request,
            lambda: imports.withdraw(one, by=request.user, **said),
            _("The file is being withdrawn: what counts is counted anew without it."),
        )
    return to(cycle, "survey", code)


@require_POST
@for_cycle
def discard(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = import_of(cycle, code)
    attempt(request, lambda: imports.discard(one, by=request.user), _("The file is thrown away."))
    return to(cycle, "surveys")


@require_POST
@for_cycle
def go_back(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = import_of(cycle, code)
    attempt(request, lambda: imports.go_back(one, by=request.user), _("The file stands where it stood before."))
    return to(cycle, "survey", code)
