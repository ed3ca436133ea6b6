"""Who comes to the gala: the winner's own answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from operations.codes import normalise
from operations.refusal import Refused
from operations.web import render_page

from .. import access
from ..domain import attendance, waves
from ..enums import AttendanceState
from ..forms import AttendanceForm
from ..models import Attendance, Honour

TONES = {AttendanceState.PENDING: "", AttendanceState.CONFIRMED: "good", AttendanceState.DECLINED: "warn"}


def own(user, code: str) -> Honour:
    """A public honour of this person whose winner is asked, as it is seen now."""
    found = access.own_honours(user).filter(code=normalise(code)).first()
    if found is None:
        raise Http404
    shown = waves.one_as_seen(found)
    if not attendance.asks(shown):
        raise Http404
    return shown


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def answer(request: HttpRequest, code: str) -> HttpResponse:
    honour = own(request.user, code)
    said = Attendance.objects.filter(honour=honour.pk).first()
    form = AttendanceForm(request.POST or None, initial={"state": said.state, "who": said.who} if said else None)
    if request.method == "POST" and form.is_valid():
        try:
            attendance.say(honour, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. You can change your answer here at any time."))
            return redirect("recognition:attendance", honour.code)
    cycle = honour.category.cycle
    context = {
        "honour": honour,
        "cycle": cycle,
        "program": cycle.program,
        "form": form,
        "said": said,
        "tone": TONES[said.state] if said else "",
        "gala_on": attendance.gala_on(cycle),
    }
    return render_page(request, "recognition/attendance.html", context, status=422 if form.errors else 200)
