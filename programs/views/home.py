from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from operations.clock import now
from operations.web import render_page

from ..domain import catalogue, search
from ..domain.phases import phase_of
from ..enums import Role
from .caching import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    at = now()
    cards = [
        {"program": program, "cycles": [{"cycle": one, "phase": phase_of(one, at)} for one in program.public_cycles]}
        for program in catalogue.public_programs()
    ]
    return render(request, "programs/home.html", {"cards": cards})


@require_safe
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody who just signed in goes on: at the work that waits for them, not at the front door."""
    roles = set(request.user.program_roles.values_list("role", flat=True))
    if request.user.is_superuser or Role.ADMINISTRATOR in roles:
        return redirect("desk:home")
    return redirect("judging:queue" if roles & {Role.JUDGE, Role.DECIDER} else "nominations:mine")


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:120]
    found = search.categories(words) if words else []
    return render_page(request, "programs/search.html", {"words": words, "found": found}, "results")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for developers only."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "programs/gallery.html", samples())


def samples() -> dict:
    from datetime import timedelta

    from django.core.paginator import Paginator

    at = now()
    return {
        "soon": at + timedelta(days=3, hours=2),
        "later": at + timedelta(days=34),
        "past": at - timedelta(days=12),
        "page_obj": Paginator(range(240), 10).page(7),
        "columns": [{"label": "Nomination"}, {"label": "Category"}, {"label": "Mean", "number": True}],
        "rows": [["Ana Ruiz", "Best Contact Center Agent", "8.67"], ["Tomás Ek", "Best Contact Center Agent", "8.33"]],
        "items": [
            {"title": "Submitted", "when": "March 3, 2026", "state": "done"},
            {"title": "Being judged", "when": "Since April 2", "state": "now", "text": "Three judges read it."},
            {"title": "Announcement", "instant": at + timedelta(days=34), "state": "next"},
        ],
        "crumbs": [{"label": "Programs", "url": "/"}, {"label": "ICMI Awards", "url": "/"}, {"label": "This page"}],
        "tones": ["", "good", "warn", "bad", "info", "accent"],
    }
