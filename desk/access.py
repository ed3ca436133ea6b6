"""Who may open the administrators' pages, and what they find there. Anything else is 404."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from programs.models import Cycle, Program


def programs_for(user) -> list[Program]:
    """The programs this person runs, with their cycles, newest first."""
    return list(Program.objects.administered_by(user).prefetch_related("cycles"))


def cycle_for(user, program: str, cycle: str) -> Cycle:
    """The cycle, if this person runs its program; 404 otherwise, as if it did not exist."""
    found = (
        Cycle.objects.select_related("program")
        .filter(program__in=Program.objects.administered_by(user), program__slug=program, slug=cycle)
        .first()
    )
    if found is None:
        raise Http404
    return found


def runs_a_program(user) -> bool:
    """The owner of a site without programs is who makes the first."""
    return user.is_superuser or user.is_authenticated and Program.objects.administered_by(user).exists()


def for_cycle(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one cycle: it gets the `Cycle` in place of the two slugs of its address."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, program: str, cycle: str, **kwargs) -> HttpResponse:
        request.cycle = cycle_for(request.user, program, cycle)
        return view(request, request.cycle, **kwargs)

    return wrapped


def for_administrators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for whoever runs at least one program."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs) -> HttpResponse:
        if not runs_a_program(request.user):
            raise Http404
        return view(request, **kwargs)

    return wrapped


def for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for the owner of the site."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs) -> HttpResponse:
        if not request.user.is_superuser:
            raise Http404
        return view(request, **kwargs)

    return wrapped
