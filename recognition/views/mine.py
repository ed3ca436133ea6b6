"""What somebody won or put forward, with the files to frame."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations import clock
from operations.web import render_page
from programs.enums import PlacingKind

from .. import access
from ..domain import attendance, waves
from ..models import Honour

LINKEDIN = "https://www.linkedin.com/profile/add"


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    found = access.own_honours(request.user).select_related("certified_by__attempt__enrolment")
    honours = sorted(waves.as_seen(found), key=waves.by_name)
    honours.sort(key=lambda honour: honour.published_at, reverse=True)
    files: dict[int, dict] = {}
    for document in access.documents_for(request.user).filter(honour__in=honours):
        files.setdefault(document.honour_id, {}).setdefault(document.kind, document)
    promising = attendance.promises({honour.category.cycle for honour in honours})
    for honour in honours:
        honour.asks_attendance = honour.category_id in promising and honour.placing.kind == PlacingKind.WINNER
        honour.files = list(files.get(honour.pk, {}).values())
        honour.linkedin = linkedin(honour)
        honour.has_expired = honour.is_expired(clock.now())
        enrolment = honour.certified_by.attempt.enrolment if honour.certified_by else None
        honour.is_certification = enrolment is not None and enrolment.candidate_id == request.user.pk
        honour.is_listed = enrolment is None or enrolment.register_consent
    return render_page(request, "recognition/mine.html", {"honours": honours})


def linkedin(honour: Honour) -> str:
    """The address that opens "add to profile" with everything filled in."""
    cycle = honour.category.cycle
    when = honour.published_at.astimezone(cycle.zone)
    last = honour.valid_until.astimezone(cycle.zone) if honour.valid_until else None
    return f"{LINKEDIN}?" + urlencode(
        {
            "startTask": "CERTIFICATION_NAME",
            "name": f"{honour.placing.name}, {honour.category.name} ({cycle.program.name} {cycle.name})",
            "organizationName": cycle.program.organiser,
            "issueYear": when.year,
            "issueMonth": when.month,
            "certUrl": honour.verify_url,
            "certId": honour.printed_code,
            **({"expirationYear": last.year, "expirationMonth": last.month} if last else {}),
        }
    )
