"""When placings become public."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from judging.models import Decision
from operations.clock import now
from operations.web import render_page
from programs.models import Category, Cycle
from recognition.domain import announcements
from recognition.models import Announcement, Honour

from ..access import for_cycle
from ..forms import MomentForm, ReasonForm
from .answers import attempt, first_error, to
from .judging import category_of

FEW = 6


@for_cycle
def announcement(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    moments = {(each.category_id, each.placing_id): each for each in Announcement.objects.filter(category__cycle=cycle)}
    sealed = dict(Decision.objects.filter(category__cycle=cycle).values_list("category", "state"))
    placed: dict[tuple[int, int], list[Honour]] = {}
    for honour in Honour.objects.standing().filter(category__cycle=cycle).order_by("name_as_printed", "pk"):
        placed.setdefault((honour.category_id, honour.placing_id), []).append(honour)
    at, rows = now(), []
    for category in cycle.categories.prefetch_related("placings"):
        category.cycle = cycle
        whole = moments.get((category.pk, None))
        own = [moments[key] for key in moments if key[0] == category.pk]
        rows.append(
            {
                "category": category,
                "pile": pile_of(sealed.get(category.pk, ""), own, at),
                "decision": sealed.get(category.pk, ""),
                "whole": whole,
                "planned": category.announced_from,
                "placings": [
                    {
                        "placing": placing,
                        "key": f"{category.slug}-{placing.slug}",
                        "own": moments.get((category.pk, placing.pk)),
                        "planned": placing.announce_at,
                        "honours": placed.get((category.pk, placing.pk), [])[:FEW],
                        "more": max(0, len(placed.get((category.pk, placing.pk), [])) - FEW),
                    }
                    for placing in category.placings.all()
                ],
            }
        )
    return render_page(
        request,
        "desk/announcement.html",
        {
            "cycle": cycle,
            "section": "announcement",
            "piles": [
                {"slug": slug, "title": title, "rows": [row for row in rows if row["pile"] == slug]}
                for slug, title in PILES.items()
            ],
            "to_schedule": sum(row["pile"] == "ready" for row in rows),
            "now": at,
        },
    )


PILES = {
    "held": gettext_lazy("Held"),
    "ready": gettext_lazy("Decided, no moment yet"),
    "scheduled": gettext_lazy("Scheduled"),
    "public": gettext_lazy("Public"),
    "undecided": gettext_lazy("Not decided yet"),
}


def pile_of(decision: str, moments: list[Announcement], at: datetime) -> str:
    """Where a category stands on its way to the public; what needs a person comes first."""
    if any(moment.is_held for moment in moments):
        return "held"
    if decision != "sealed":
        return "undecided"
    if not moments:
        return "ready"
    return "scheduled" if any(moment.publish_at > at for moment in moments) else "public"


def governed(cycle: Cycle, request: HttpRequest):
    """The category, and its placing where the form names one."""
    category = category_of(cycle, request.POST.get("category", ""))
    slug = request.POST.get("placing", "")
    return category, get_object_or_404(category.placings, slug=slug) if slug else None


@require_POST
@for_cycle
def schedule(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    category, placing = governed(cycle, request)
    form = MomentForm(request.POST, cycle=cycle)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "announcement")
    attempt(
        request,
        lambda: announcements.schedule(category, placing, form.cleaned_data["publish_at"], by=request.user),
        _("The moment of %(award)s is set.") % {"award": placing.name if placing else category.name},
    )
    return to(cycle, "announcement")


@require_POST
@for_cycle
def schedule_all(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Every sealed category at its planned moment, placings with a moment of their own at theirs."""
    waiting: list[Category] = []
    sealed = Decision.objects.filter(category__cycle=cycle, state="sealed").select_related("category__cycle__program")
    known = set(Announcement.objects.filter(category__cycle=cycle).values_list("category", flat=True))
    for decision in sealed.prefetch_related("category__placings"):
        category = decision.category
        if category.pk not in known:
            waiting.append(category)
    if not waiting:
        messages.info(request, _("Every sealed decision has its moment already."))
        return to(cycle, "announcement")
    text = ngettext(
        "One category is scheduled at its planned moment.",
        "%(n)d categories are scheduled at their planned moments.",
        len(waiting),
    )
    attempt(request, lambda: as_planned(waiting, request.user), text % {"n": len(waiting)})
    return to(cycle, "announcement")


@transaction.atomic
def as_planned(categories: list[Category], by) -> None:
    """All of them or none."""
    for category in categories:
        announcements.schedule(category, None, category.announced_from, by=by)
        for placing in category.placings.all():
            if placing.announce_at:
                announcements.schedule(category, placing, placing.announce_at, by=by)


@require_POST
@for_cycle
def publish_now(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    category, placing = governed(cycle, request)
    attempt(
        request,
        lambda: announcements.schedule(category, placing, now(), by=request.user),
        _("%(award)s is public.") % {"award": placing.name if placing else category.name},
    )
    return to(cycle, "announcement")


@require_POST
@for_cycle
def hold(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    category, placing = governed(cycle, request)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return to(cycle, "announcement")
    attempt(
        request,
        lambda: announcements.hold(category, placing, by=request.user, reason=form.cleaned_data["reason"]),
        _("Held: nothing of it is public."),
    )
    return to(cycle, "announcement")


@require_POST
@for_cycle
def release(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    category, placing = governed(cycle, request)
    attempt(request, lambda: announcements.release(category, placing, by=request.user), _("Released."))
    return to(cycle, "announcement")
