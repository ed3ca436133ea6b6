"""The register of past honours and the program's administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from nominations.domain import register as honours
from nominations.domain import register_file
from nominations.models import PastHonour
from operations.web import render_page
from programs.domain import roles
from programs.models import Cycle, ProgramRole

from ..access import for_cycle
from ..domain import exports
from ..forms import ReasonForm
from ..setup_forms import PastHonourForm, RegisterFileForm, RoleForm
from .answers import attempt, first_error, to

PAGE = 50


def shown(request: HttpRequest, cycle: Cycle, status: int = 200, **more) -> HttpResponse:
    found = PastHonour.objects.filter(program=cycle.program).order_by(
        "-award_year", "category_key", "kind", "recipient"
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = {each.key: each.name for each in cycle.categories.all()}
    for row in page.object_list:
        row.category_name = names.get(row.category_key, row.category_key)
    context = {
        "cycle": cycle,
        "section": "register",
        "page": page,
        "page_query": "",
        "form": PastHonourForm(cycle=cycle, initial={"year": cycle.award_year - 1}),
        "file_form": RegisterFileForm(),
        **more,
    }
    return render_page(request, "desk/register.html", context, status=status)


@for_cycle
def register(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    return shown(request, cycle)


@require_POST
@for_cycle
def add(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = PastHonourForm(request.POST, cycle=cycle)
    if not form.is_valid():
        return shown(request, cycle, status=422, form=form)
    typed = form.cleaned_data
    done = attempt(
        request,
        lambda: honours.add(cycle.program, by=request.user, **typed),
        _("%(name)s is in the register.") % {"name": typed["recipient"]},
    )
    return to(cycle, "register") if done else shown(request, cycle, status=422, form=form)


@require_POST
@for_cycle
def remove(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    row = get_object_or_404(PastHonour, program=cycle.program, pk=pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: honours.remove(row, reason=reason, by=request.user), _("The row is gone."))
    else:
        messages.error(request, first_error(form))
    return to(cycle, "register")


@require_POST
@for_cycle
def upload(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """A file is read and shown first; with "import" it is taken whole or not at all."""
    form = RegisterFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, cycle, status=422, file_form=form)
    file = form.cleaned_data["file"]
    if file.size > register_file.MOST_BYTES:
        form.add_error("file", _("This file is too large for a register of past honors."))
        return shown(request, cycle, status=422, file_form=form)
    data = file.read()
    if "import" not in request.POST:
        return shown(request, cycle, preview=register_file.preview(cycle.program, data), file_name=file.name)
    preview = register_file.import_rows(cycle.program, data, source=file.name[:200], by=request.user)
    if preview.errors:
        return shown(request, cycle, status=422, preview=preview, file_name=file.name)
    messages.success(request, _("%(n)d honors are in the register now.") % {"n": len(preview.entries)})
    return to(cycle, "register")


@for_cycle
def export(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    header, *rows = honours.table(cycle.program)
    return exports.as_csv(f"past-honours-{cycle.program.slug}", header, rows)


@for_cycle
def people(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    return render_page(
        request,
        "desk/people.html",
        {
            "cycle": cycle,
            "section": "people",
            "roles": ProgramRole.objects.filter(program=cycle.program)
            .select_related("user")
            .order_by("role", "user__name"),
            "form": RoleForm(),
        },
    )


@require_POST
@for_cycle
def grant(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "people")
    user = User.objects.filter(email__iexact=form.cleaned_data["email"], is_active=True).first()
    if user is None:
        messages.error(request, _("Nobody has an account with this address yet. Ask the person to sign up first."))
        return to(cycle, "people")
    roles.grant(user, cycle.program, form.cleaned_data["role"], by=request.user)
    messages.success(request, _("%(name)s has the role now.") % {"name": user})
    return to(cycle, "people")


@require_POST
@for_cycle
def revoke(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    held = get_object_or_404(ProgramRole.objects.select_related("user"), program=cycle.program, pk=pk)
    try:
        roles.revoke(held.user, cycle.program, held.role, by=request.user)
    except roles.LastAdministrator as last:
        messages.error(request, str(last))
    else:
        messages.success(request, _("The role is taken back."))
    return to(cycle, "people")
