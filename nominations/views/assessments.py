"""One's own assessment: the clock and how it was counted, the workbook, the manager's review, the calendar feed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from operations import clock
from operations.domain import limits
from operations.refusal import Refused
from operations.web import client_address, render_page

from ..domain import assessment_letters, attempts, calendars, drafts, enrolments, private_links, readiness, story
from ..enums import LinkPurpose
from ..forms import ManagerForm
from ..models import AnswerVersion, Attempt, Enrolment, PrivateLink
from .common import signed_in, tell

FEEDS, LINKS_A_DAY, A_DAY = 60, 10, 86400


def own_enrolment(user, code: str) -> Enrolment:
    """The candidate's own; anybody else's is not there."""
    return get_object_or_404(Enrolment.objects.of(user).select_related(*enrolments.RELATED), code=code)


@require_GET
@signed_in
def assessment(request: HttpRequest, code: str) -> HttpResponse:
    enrolment = own_enrolment(request.user, code)
    attempt = enrolments.first_login(enrolment)
    return render_page(
        request, "nominations/assessment.html", page(enrolment, attempt, ManagerForm(initial=known(enrolment)))
    )


def known(enrolment: Enrolment) -> dict:
    return {"name": enrolment.manager_name, "email": enrolment.manager_email}


def page(enrolment: Enrolment, attempt, form) -> dict:
    nomination = enrolment.nomination
    nomination.category, nomination.cycle = enrolment.category, enrolment.category.cycle
    lines = readiness.lines_of(nomination)
    past = list(enrolment.attempts.select_related("decision").order_by("number"))
    context = {
        "enrolment": enrolment,
        "nomination": nomination,
        "category": enrolment.category,
        "program": enrolment.program,
        "cycle": enrolment.category.cycle,
        "attempt": attempt,
        "feedback": feedback_of(past),
        "starts": enrolments.starts(enrolment),
        "parts": readiness.sections_of(nomination, lines),
        "missing": readiness.problems(nomination, lines) if attempt and attempt.is_writing else [],
        "is_editable": drafts.is_editable(nomination),
        "requirements": requirements(enrolment),
        "certificate_waits": bool(enrolments.certificate_waits_for(enrolment)),
        "links": links_of(nomination),
        "versions": versions_of(nomination),
        "events": story.timeline(nomination, enrolment.candidate),
        "manager_form": form,
        "feed_url": settings.SITE_URL
        + reverse("nominations:feed", args=[enrolment.code, calendars.feed_token(enrolment)]),
    }
    if attempt:
        counted = enrolments.counted(enrolment, attempt)
        context |= {
            "months": calendars.months(counted, attempt.due_at.astimezone(enrolment.time_zone).date()),
            "holidays": [day for day in counted if day.is_holiday],
            "business_days": counted[-1].number,
            "extensions": list(attempt.extensions.all()),
            "days_left": (attempt.due_at.astimezone(enrolment.time_zone).date() - today(enrolment)).days,
            "is_over": clock.now() > attempt.due_at,
        }
    return context


def feedback_of(past: list[Attempt]) -> Attempt | None:
    """The attempt whose feedback is to be worked on: the newest that was not met, until one is met."""
    decided = [attempt for attempt in past if hasattr(attempt, "decision")]
    return decided[-1] if decided and not decided[-1].decision.is_met else None


def today(enrolment: Enrolment):
    return clock.now().astimezone(enrolment.time_zone).date()


def requirements(enrolment: Enrolment) -> list[dict]:
    waiting = set(enrolments.open_requirements(enrolment))
    known = enrolments.settings_of(enrolment.category).requirements
    return [{"label": one.label, "is_met": one.label not in waiting} for one in known]


def links_of(nomination) -> list[PrivateLink]:
    """The manager's links with everything that was written through them: the candidate sees it too."""
    found = nomination.private_links.filter(purpose=LinkPurpose.MANAGER_REVIEW)
    return list(found.select_related("sign_off").prefetch_related("comments__question"))


def versions_of(nomination) -> list[AnswerVersion]:
    found = AnswerVersion.objects.filter(answer__nomination=nomination, is_conflict=False)
    return list(found.select_related("answer__question").order_by("-saved_at")[:20])


@require_POST
@signed_in
def go_back(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Bring an earlier text back; the one that stands now is kept as a version in its turn."""
    enrolment = own_enrolment(request.user, code)
    kept = get_object_or_404(
        AnswerVersion.objects.select_related("answer__question"), pk=pk, answer__nomination=enrolment.nomination
    )
    kept.answer.nomination = enrolment.nomination
    try:
        drafts.resolve(kept, kept.value, base_version=kept.answer.version, by=request.user)
        messages.success(request, _("The earlier text of “%(label)s” is back.") % {"label": kept.answer.question.label})
    except Refused as refused:
        tell(request, refused)
    return redirect("nominations:assessment", code)


@require_POST
@signed_in
def consent(request: HttpRequest, code: str) -> HttpResponse:
    enrolment = own_enrolment(request.user, code)
    enrolments.consent(enrolment, bool(request.POST.get("register")), by=request.user)
    messages.success(request, _("Saved."))
    return redirect("nominations:assessment", code)


@require_POST
@signed_in
def renew_feed(request: HttpRequest, code: str) -> HttpResponse:
    calendars.renew(own_enrolment(request.user, code))
    messages.success(request, _("The old calendar address leads nowhere now. Here is the new one."))
    return redirect("nominations:assessment", code)


@require_GET
def feed(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The dates as a calendar to subscribe to; the token in its address is the key."""
    if not limits.allow(f"feed:{client_address(request)}", limit=FEEDS, seconds=60):
        return HttpResponse(status=429)
    enrolment = Enrolment.objects.select_related(*enrolments.RELATED).filter(code=code).first()
    if enrolment is None or not constant_time_compare(calendars.feed_token(enrolment), token):
        raise Http404
    response = HttpResponse(calendars.ics(enrolment), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@signed_in
def ask_manager(request: HttpRequest, code: str) -> HttpResponse:
    """Send the manager a private link; encouraged and never needed (C05)."""
    enrolment = own_enrolment(request.user, code)
    form = ManagerForm(request.POST)
    if not form.is_valid():
        attempt = attempts.newest_of(enrolment)
        return render_page(request, "nominations/assessment.html", page(enrolment, attempt, form), status=422)
    if not limits.allow(f"ask-manager:{request.user.pk}", limit=LINKS_A_DAY, seconds=A_DAY):
        messages.error(request, _("You sent many links today. Please wait until tomorrow."))
        return redirect("nominations:assessment", code)
    link, token = private_links.issue(
        enrolment.nomination, LinkPurpose.MANAGER_REVIEW, **form.cleaned_data, by=request.user
    )
    url = settings.SITE_URL + reverse("nominations:manager_review", args=[token])
    assessment_letters.manager_asked(enrolment, link, url)
    messages.success(request, _("The link is on its way to %(email)s.") % {"email": link.email})
    return redirect("nominations:assessment", code)


@require_POST
@signed_in
def withdraw_link(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    enrolment = own_enrolment(request.user, code)
    link = get_object_or_404(PrivateLink, nomination=enrolment.nomination, purpose=LinkPurpose.MANAGER_REVIEW, pk=pk)
    private_links.withdraw(link, by=request.user)
    messages.success(request, _("The link leads nowhere now."))
    return redirect("nominations:assessment", code)
