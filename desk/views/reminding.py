"""Letters to who is behind, on an administrator's word."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from operations.refusal import Refused
from programs.models import Cycle

from ..access import for_cycle
from ..domain import reminders
from .answers import back
from .judging import number


@require_POST
@for_cycle
def judges(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """To the ticked judges who have something left, or to all who are behind."""
    wanted = {number(text) for text in request.POST.getlist("judge")}
    everybody = "behind" in request.POST
    try:
        if everybody:
            count = reminders.remind_late_judges(cycle, by=request.user)
        else:
            count = reminders.remind_judges(cycle, wanted, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused) if wanted or everybody else _("Tick at least one judge first."))
    else:
        text = ngettext("One judge gets a letter.", "%(n)d judges get a letter.", count)
        messages.success(request, text % {"n": count} + " " + _("Nobody is written to twice on one day."))
    return back(request, cycle, "judging")


@require_POST
@for_cycle
def nominators(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """To everybody whose draft can still be submitted."""
    try:
        count = reminders.remind_nominators(cycle, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext(
            "The nominator of one draft gets a letter.", "The nominators of %(n)d drafts get a letter.", count
        )
        messages.success(request, text % {"n": count} + " " + _("Nobody is written to twice on one day."))
    return back(request, cycle, "dashboard")
