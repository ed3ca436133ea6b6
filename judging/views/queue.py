"""A judge's own list, and the terms that come before it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from operations.web import render_page
from programs.enums import SelectionMethod
from programs.models import Terms

from ..access import evaluations_for
from ..domain import experts, invitations, queue, reading, terms, window
from ..enums import EvaluationState
from ..models import Assignment

STATES = [
    ("open", _("To do")),
    ("started", _("Started")),
    ("submitted", _("Submitted")),
    ("all", _("All")),
]


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """The list: how far it is, what comes next, and everything assigned. Closed cycles stand on a page of their own."""
    mine = queue.categories_of(request.user)
    appointed = [category for category in mine if category.method == SelectionMethod.APPOINTMENT]
    every = [category for category in mine if category not in appointed]
    closed = [category for category in every if window.closed(category.cycle)]
    is_earlier = bool(closed) and ("earlier" in request.GET or len(closed) == len(every))
    categories = closed if is_earlier else [category for category in every if category not in closed]
    tallies = [tally for tally in queue.tallies(request.user, categories) if tally.total]
    done, total = sum(one.submitted for one in tallies), sum(one.total for one in tallies)
    context = {
        "every": every,
        "earlier": closed,
        "is_earlier": is_earlier,
        "tallies": tallies,
        "done": done,
        "total": total,
        **listed(request, tallies),
        "next": queue.next_of(request.user, categories) if done < total and not is_earlier else None,
        "opened_again": [named(one) for one in queue.opened_again(request.user, closed)] if closed else [],
        "cycles": cycles_of(tallies),
        "appointed": appointed,
        "assessments": evaluations_for(request.user)
        .filter(attempt__state__in=experts.UNDECIDED)
        .exclude(state=EvaluationState.SUBMITTED)
        .count()
        if any(category.method == SelectionMethod.ASSESSMENT for category in every)
        else None,
        "outstanding": terms.outstanding_of(request.user, {category.cycle.program_id for category in mine}),
        "invitations": invitations.waiting_for(request.user),
    }
    return render_page(request, "judging/queue.html", context)


def listed(request: HttpRequest, tallies: list[queue.Tally]) -> dict:
    """The rows asked for: of one category or all, in one state or all, one page of them. First, what is to be done."""
    chosen = next((one for one in tallies if str(one.category.pk) == request.GET.get("category")), None)
    counted = [chosen] if chosen else tallies
    counts = {value: sum(one.count(value) for one in counted) for value, _label in STATES}
    state = request.GET.get("state", "")
    if state not in counts:
        state = "open" if counts["open"] else "all"
    pages = max(1, -(-counts[state] // queue.PAGE))
    page = min(max(whole(request.GET.get("page")), 1), pages)
    wanted = [one.category for one in counted]
    query = {"earlier": 1} if "earlier" in request.GET else {}
    query |= {"category": chosen.category.pk} if chosen else {}
    return {
        "chosen": chosen,
        "state": state,
        "states": [(value, label, counts[value]) for value, label in STATES],
        "items": queue.page_of(request.user, wanted, state=state, page=page) if counts[state] else [],
        "page": page,
        "pages": pages,
        "here": urlencode(query),
        "home": reverse("judging:queue"),
    }


def named(assignment: Assignment) -> dict:
    """An assignment with what its judge may know it by."""
    return {"assignment": assignment, "heading": reading.heading_of(assignment.nomination)}


def cycles_of(tallies: list[queue.Tally]) -> list[dict]:
    """Cycles with work in them, each with its window: what "time left" is about."""
    found = {}
    for tally in tallies:
        cycle = tally.category.cycle
        found[cycle.pk] = {"cycle": cycle, "not_yet": window.not_yet(cycle), "closed": window.closed(cycle)}
    return list(found.values())


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_terms(request: HttpRequest) -> HttpResponse:
    """Terms this judge has still to accept, one after the other."""
    outstanding = terms.outstanding(request.user)
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("judging:queue")
    if request.method == "POST":
        text = get_object_or_404(Terms, pk__in=[one.pk for one in outstanding], pk=whole(request.POST.get("terms")))
        if "agree" not in request.POST:
            messages.error(request, _("Tick that you agree, so that entries can open."))
        else:
            terms.accept(text, request.user)
            outstanding = [one for one in outstanding if one.pk != text.pk]
        if not outstanding:
            return redirect(target)
        return redirect(f"{reverse('judging:terms')}?{urlencode({'next': target})}")
    if not outstanding:
        return redirect(target)
    context = {"terms": outstanding[0], "program": outstanding[0].program, "next": target, "left": len(outstanding)}
    return render_page(request, "judging/terms.html", context)


def whole(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
