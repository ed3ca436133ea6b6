"""A new program, made by the owner of the site."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.refusal import Refused
from operations.web import render_page
from programs.domain import loading
from programs.domain.reading import NotReadable, read

from ..access import for_owner
from ..domain import founding
from ..setup_forms import NewProgramForm, ProgramFileForm
from .answers import to


@for_owner
def new(request: HttpRequest) -> HttpResponse:
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in NewProgramForm.TOLD}
        cycle = founding.found(**told, dates=form.dates(), by=request.user)
        messages.success(request, _("The program is there, hidden until you show its first cycle."))
        return to(cycle, "launch")
    return shown(request, form=form)


def shown(request: HttpRequest, status: int = 200, **context) -> HttpResponse:
    context = {"form": NewProgramForm(), "file_form": ProgramFileForm(auto_id="file-%s"), **context}
    if context["form"].errors:
        status = 422
    return render_page(request, "desk/new_program.html", context, status=status)


@require_POST
@for_owner
def as_file(request: HttpRequest) -> HttpResponse:
    """Check what was typed; with "apply", make the program. Nothing is written half."""
    form = ProgramFileForm(request.POST, auto_id="file-%s")
    if not form.is_valid():
        return shown(request, status=422, file_form=form)
    is_check = "apply" not in request.POST
    try:
        plan = read(form.cleaned_data["text"], name=_("program file"))
        loaded = founding.found_as_written(plan, dry_run=is_check, by=request.user)
    except NotReadable as wrong:
        return shown(request, status=422, file_form=form, wrong=str(wrong).splitlines())
    except loading.ChangesLiveCycle as refused:
        return shown(request, status=422, file_form=form, wrong=[str(refused)], changes=refused.changes)
    except Refused as refused:
        return shown(request, status=422, file_form=form, wrong=list(refused.reasons))
    if is_check:
        return shown(request, file_form=form, changes=loaded.changes)
    messages.success(request, _("The program is there as the file says."))
    return to(loaded.cycle, "launch")
