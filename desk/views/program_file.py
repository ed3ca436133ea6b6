"""The whole cycle as one file: downloaded, changed by hand, checked, applied."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.web import render_page
from programs.domain import loading, plans, writing
from programs.domain.reading import NotReadable, read
from programs.models import Cycle

from ..access import for_cycle
from ..domain.submissions import submissions_of
from ..setup_forms import ProgramFileForm
from .answers import to


@for_cycle
def program_file(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    text = writing.text_of(plans.plan_of(cycle))
    if "download" in request.GET:
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{cycle.program.slug}-{cycle.slug}.yaml"'
        return response
    return shown(request, cycle, ProgramFileForm(initial={"text": text}))


def shown(request: HttpRequest, cycle: Cycle, form: forms.Form, status: int = 200, **more) -> HttpResponse:
    context = {"cycle": cycle, "section": "settings", "form": form, "submissions": submissions_of(cycle), **more}
    return render_page(request, "desk/program_file.html", context, status=status)


@require_POST
@for_cycle
def apply(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Check what was typed; with "apply", write it. Nothing is written half."""
    form = ProgramFileForm(request.POST)
    if not form.is_valid():
        return shown(request, cycle, form, status=422)
    try:
        plan = read(form.cleaned_data["text"], name=_("program file"))
    except NotReadable as wrong:
        return shown(request, cycle, form, status=422, wrong=str(wrong).splitlines())
    if (plan["program"]["slug"], plan["cycle"]["slug"]) != (cycle.program.slug, cycle.slug):
        wrong = [str(_("This file speaks about another program or cycle. Only this one can be changed here."))]
        return shown(request, cycle, form, status=422, wrong=wrong)
    is_check = "apply" not in request.POST
    live = form.cleaned_data["change_live"] or is_check
    try:
        loaded = loading.apply(plan, submissions_of=submissions_of, change_live=live, dry_run=is_check, by=request.user)
    except loading.ChangesLiveCycle as refused:
        return shown(request, cycle, form, status=422, changes=refused.changes, wrong=[str(refused)])
    except loading.StillUsed as refused:
        return shown(request, cycle, form, status=422, wrong=[str(refused)])
    if is_check:
        return shown(request, cycle, form, changes=loaded.changes, checked=True)
    messages.success(request, _("%(n)d changes are written.") % {"n": len(loaded.changes)})
    return to(cycle, "settings")
