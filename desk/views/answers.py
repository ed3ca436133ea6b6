"""How an administrator's action is answered: done, or a sentence that says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from operations.refusal import Refused
from programs.models import Cycle
from recognition.errors import RecognitionError

REFUSALS = (Refused, RecognitionError)


def attempt(request: HttpRequest, verb: Callable[[], object], done: str) -> bool:
    """Call the verb and say what happened; a refusal is shown as it speaks."""
    try:
        verb()
    except REFUSALS as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def to(cycle: Cycle, name: str, *more: object) -> HttpResponse:
    """Back to one of the cycle's pages."""
    return redirect(f"desk:{name}", cycle.program.slug, cycle.slug, *more)


def back(request: HttpRequest, cycle: Cycle, name: str, *more: object) -> HttpResponse:
    """Back to where the button was pressed, if that is a page of this cycle; else to the one named."""
    came_from = request.POST.get("next", "")
    root = reverse("desk:dashboard", args=[cycle.program.slug, cycle.slug])
    if came_from.startswith(root) and url_has_allowed_host_and_scheme(came_from, allowed_hosts=None):
        return redirect(came_from)
    return to(cycle, name, *more)


def cleaned(request: HttpRequest, form) -> dict[str, Any] | None:
    """What was typed, cleaned; None where something is wrong with it, which is then said."""
    if form.is_valid():
        return form.cleaned_data
    messages.error(request, first_error(form))
    return None


def first_error(form) -> str:
    """The first thing that is wrong with a form, naming its field."""
    name, errors = next(iter(form.errors.items()))
    return errors[0] if name == "__all__" else f"{form.fields[name].label}: {errors[0]}"
