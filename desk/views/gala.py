"""Who comes to the gala: what winners promised and say, recorded and asked for again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from operations.domain import audit
from operations.refusal import Refused
from operations.web import render_page
from programs.models import Cycle
from recognition.domain import attendance
from recognition.enums import AttendanceState

from ..access import for_cycle
from ..domain import exports, reminders
from .answers import attempt, to

TONES = {"pending": "", "confirmed": "good", "declined": "bad"}


@require_safe
@for_cycle
def listed(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = attendance.invited(cycle)
    counted = {value: sum(one.state == value for one in found) for value in AttendanceState.values}
    context = {
        "cycle": cycle,
        "section": "gala",
        "rows": [{"one": one, "tone": TONES[one.state]} for one in found],
        "counts": [(AttendanceState(value).label, number) for value, number in counted.items()],
        "to_remind": sum(one.is_public and one.state == AttendanceState.PENDING for one in found),
        "states": AttendanceState.choices,
        "gala_on": attendance.gala_on(cycle),
    }
    return render_page(request, "desk/gala.html", context)


@require_POST
@for_cycle
def record(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    honour = get_object_or_404(attendance.bound(cycle), code=code)
    typed = {"state": request.POST.get("state", ""), "who": request.POST.get("who", "")[:300]}
    said = _("Recorded for %(name)s.") % {"name": honour.name_as_printed}
    attempt(request, lambda: attendance.say(honour, **typed, by=request.user), said)
    return to(cycle, "gala")


@require_POST
@for_cycle
def remind(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """To every public winner who has not answered."""
    try:
        count = reminders.remind_winners(cycle, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("One winner is asked.", "%(n)d winners are asked.", count)
        messages.success(request, text % {"n": count} + " " + _("Nobody is written to twice on one day."))
    return to(cycle, "gala")


@require_safe
@for_cycle
def export(request: HttpRequest, cycle: Cycle, kind: str) -> HttpResponse:
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    if writer is None:
        raise Http404
    header = [
        _("Award"), _("Winner"), _("Organization"), _("Promised with the entry"), _("Answer"), _("Who comes"),
        _("Announced"), _("Nominated by"),
    ]  # fmt: skip
    rows = [
        [
            one.honour.category.name, one.honour.name_as_printed, one.honour.organisation_as_printed, one.promised,
            one.label, one.who, one.is_public, one.honour.nomination.nominator.email if one.honour.nomination else "",
        ]
        for one in attendance.invited(cycle)
    ]  # fmt: skip
    audit.record(
        "gala list exported", f"cycle:{cycle.pk}", by=request.user, program=cycle.program.slug, change={"kind": kind}
    )
    return writer(f"gala-{cycle.slug}", header, rows)
