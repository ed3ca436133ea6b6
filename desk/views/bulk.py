"""One button for several nominations: rejected, asked, checked again or given to a judge."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from judging.domain import assigning, panels
from nominations.domain import eligibility, submission
from nominations.models import Nomination
from programs.models import Cycle

from ..access import for_cycle
from ..domain import bulk, checking
from .answers import back
from .judging import category_of, number

TOLD = 5


@require_POST
@for_cycle
def nominations(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """The action that the pressed button names, on the ticked nominations."""
    chosen = bulk.chosen(cycle, request.POST.getlist("code"))
    words = request.POST.get("reason", "").strip()[:2000]
    verb = verb_for(request.POST.get("do", ""), words, request.user)
    if not chosen:
        messages.error(request, _("Tick at least one nomination first."))
    elif verb is None:
        messages.error(request, _("Choose what to do with the ticked nominations."))
    elif request.POST["do"] in NEEDS_WORDS and not words:
        messages.error(request, NEEDS_WORDS[request.POST["do"]]())
    else:
        tell(request, bulk.each(chosen, verb))
    return back(request, cycle, "nominations")


NEEDS_WORDS: dict[str, Callable[[], str]] = {
    "reject": lambda: _("Please write down the reason; every nominator gets it."),
    "reinstate": lambda: _("Please write down the reason; every nominator gets it."),
    "ask": lambda: _("Please write down what you need to know."),
}


def verb_for(name: str, words: str, by) -> Callable[[Nomination], object] | None:
    verbs: dict[str, Callable[[Nomination], object]] = {
        "reject": lambda one: submission.reject(one, by=by, reason=words),
        "reinstate": lambda one: submission.reinstate(one, by=by, reason=words),
        "ask": lambda one: eligibility.ask_nominator(one, words, by=by),
        "check": lambda one: checking.check(one, by=by),
    }
    return verbs.get(name)


@require_POST
@for_cycle
def assign(request: HttpRequest, cycle: Cycle, category: str) -> HttpResponse:
    """One judge of the panel reads every ticked nomination."""
    one = category_of(cycle, category)
    seats = {seat.judge_id: seat.judge for seat in panels.members(one)}
    judge = seats.get(number(request.POST.get("judge", "")))
    chosen = [each for each in bulk.chosen(cycle, request.POST.getlist("code")) if each.category_id == one.pk]
    if judge is None:
        messages.error(request, _("Choose a judge of this panel."))
    elif not chosen:
        messages.error(request, _("Tick at least one nomination first."))
    else:
        tell(request, bulk.each(chosen, lambda nomination: assigning.assign(judge, nomination, by=request.user)))
    return back(request, cycle, "panel", category)


@require_POST
@for_cycle
def assign_every_panel(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Every panel's open entries are dealt out at once, category by category."""
    made, gaps = 0, 0
    for category in cycle.categories.filter(method="panel"):
        category.cycle = cycle
        if not panels.members(category):
            continue
        plan = assigning.plan(category, seed=0)
        if plan.new or plan.conflicts:
            plan = assigning.apply(category, seed=0, by=request.user)
        made += len(plan.new)
        gaps += len(plan.gaps)
    messages.success(
        request,
        ngettext("One assignment was made.", "%(n)d assignments were made.", made) % {"n": made}
        if made
        else _("Everything that can be assigned is assigned already."),
    )
    if gaps:
        text = ngettext(
            "One nomination has fewer judges than it needs.",
            "%(n)d nominations have fewer judges than they need.",
            gaps,
        )
        messages.warning(request, text % {"n": gaps})
    return back(request, cycle, "judging")


def tell(request: HttpRequest, outcome: bulk.Outcome) -> None:
    """How many were done, and the first refusals with their reasons."""
    if outcome.done:
        count = len(outcome.done)
        text = ngettext("Done for one nomination.", "Done for %(n)d nominations.", count)
        messages.success(request, text % {"n": count})
    for nomination, sentence in outcome.refused[:TOLD]:
        messages.error(request, f"{nomination.title or nomination.code}: {sentence}")
    if (more := len(outcome.refused) - TOLD) > 0:
        text = ngettext("And one more was refused.", "And %(n)d more were refused.", more)
        messages.error(request, text % {"n": more})
