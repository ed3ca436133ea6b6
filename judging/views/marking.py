"""What a judge's scorecard and an expert's evaluation have in common: marks that save themselves, HTTP only.

The views of both find what this person may open, and hand it on with the `Sheet` that says how theirs is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from operations.refusal import Refused
from operations.web import render_page

from ..domain import terms
from ..forms import RecusalForm, text, whole


@dataclass(frozen=True)
class Sheet:
    """One kind of marking. `verbs` is the module of the domain that saves it; `keep` saves what a whole page holds."""

    template: str
    queue: str
    address: str
    verbs: ModuleType
    code_of: Callable
    page_of: Callable[..., dict]
    keep: Callable[..., Iterable]

    def back_to(self, marked) -> HttpResponse:
        return redirect(self.address, self.code_of(marked))


def terms_first(request: HttpRequest, program) -> HttpResponse | None:
    """The way to the terms, where this person has not accepted them yet."""
    if not terms.outstanding(request.user, program):
        return None
    return redirect(f"{reverse('judging:terms')}?{urlencode({'next': request.path})}")


def state_no_conflict(request: HttpRequest, sheet: Sheet, code: str, verb: Callable) -> HttpResponse:
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(sheet.queue)
    return redirect(sheet.address, code)


def recuse(request: HttpRequest, sheet: Sheet, verb: Callable, ask: Callable, thanks: str) -> HttpResponse:
    """Step back, before or after it was opened; `ask` draws the page that asks for the reason."""
    if request.method != "POST":
        return ask(RecusalForm())
    form = RecusalForm(request.POST)
    if not form.is_valid():
        return ask(form, status=422)
    try:
        verb(by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return ask(form, status=422)
    messages.success(request, thanks)
    return redirect(sheet.queue)


def save_one(request: HttpRequest, sheet: Sheet, part: str, verb: Callable, context_of: Callable) -> HttpResponse:
    """Autosave of one criterion or section; answers with what the page has to show anew."""
    try:
        context = context_of(verb())
    except Refused as refusal:
        return refused(request, sheet, refusal)
    return render_page(request, sheet.template, context, part, status=409 if context["row"].undecided else 200)


def save_note(request: HttpRequest, sheet: Sheet, marked, **context) -> HttpResponse:
    """Autosave of the overall note."""
    try:
        answer = keep_note(request.POST, sheet, marked, by=request.user)
    except Refused as refusal:
        return refused(request, sheet, refusal)
    kept = [answer.kept] if isinstance(answer, sheet.verbs.Conflict) else []
    base = whole(request.POST.get("version-note")) or 0
    context |= {"note_version": answer.version, "undecided": kept, "base": base}
    return render_page(request, sheet.template, context, "saved_note", status=409 if kept else 200)


def refused(request: HttpRequest, sheet: Sheet, refusal: Refused) -> HttpResponse:
    return render_page(request, sheet.template, {"reasons": refusal.reasons}, "refusal", status=422)


def whole_page(request: HttpRequest, sheet: Sheet, marked, **more) -> HttpResponse:
    return render_page(request, sheet.template, sheet.page_of(marked, **more), status=422 if more else 200)


def save(request: HttpRequest, sheet: Sheet, marked) -> HttpResponse:
    """The plain Save button: everything on the page at once."""
    try:
        is_clean = keep_all(request, sheet, marked)
    except Refused as refusal:
        return whole_page(request, sheet, marked, reasons=refusal.reasons)
    if is_clean:
        messages.success(request, _("Saved."))
    return sheet.back_to(marked)


def submit(request: HttpRequest, sheet: Sheet, marked) -> HttpResponse | None:
    """Save what the page holds, then submit; the page with what is lacking, or None when it is done."""
    try:
        if not marked.is_submitted:
            keep_all(request, sheet, marked)
        sheet.verbs.submit(marked, by=request.user)
    except sheet.verbs.NotReady as refusal:
        return whole_page(request, sheet, marked, lacking=refusal.missing, reasons=refusal.others)
    except Refused as refusal:
        return whole_page(request, sheet, marked, reasons=refusal.reasons)
    return None


def keep_all(request: HttpRequest, sheet: Sheet, marked) -> bool:
    """Save marks and note as typed; False where something was saved elsewhere in between."""
    answers = list(sheet.keep(marked, request.POST, by=request.user))
    if "version-note" in request.POST and text(request.POST.get("note", "")) != marked.note:
        answers.append(keep_note(request.POST, sheet, marked, by=request.user))
    return not any(isinstance(answer, sheet.verbs.Conflict) for answer in answers)


def keep_note(data: QueryDict, sheet: Sheet, marked, *, by):
    base = whole(data.get("version-note")) or 0
    return sheet.verbs.save_note(marked, note=text(data.get("note", "")), base_version=base, by=by)


def resolve(request: HttpRequest, sheet: Sheet, marked, kept, anchor: str) -> HttpResponse:
    """The choice between what was saved and what came later from another tab."""
    try:
        sheet.verbs.resolve(kept, take_kept=request.POST.get("take") == "kept", by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse(sheet.address, args=[sheet.code_of(marked)])}#{anchor}")
