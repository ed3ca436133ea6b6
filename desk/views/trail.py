"""What runs and what was done: jobs, letters and the audit trail of one program."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.domain import audit as trail
from operations.domain import jobs
from operations.enums import JobState
from operations.models import AuditEvent, AuditPerson, Job, OutgoingMail
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle

PAGE = 50


@for_cycle
def jobs_list(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = Job.objects.filter(program=cycle.program.slug)
    state = request.GET.get("state", "")
    if state in JobState.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    running = any(job.state in (JobState.DUE, JobState.RUNNING) for job in page.object_list)
    return render_page(
        request,
        "desk/jobs.html",
        {
            "cycle": cycle, "section": "jobs", "page": page, "states": JobState.choices, "state": state,
            "poll": running, "page_query": f"state={state}" if state else "",
        },
        partial="rows",
    )  # fmt: skip


@require_POST
@for_cycle
def retry_job(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk, program=cycle.program.slug, state=JobState.PARKED)
    jobs.retry(job, by=request.user)
    trail.record("job retried", f"job:{job.pk}", by=request.user, program=cycle.program.slug)
    messages.success(request, _("The job was started again."))
    return redirect("desk:jobs", cycle.program.slug, cycle.slug)


@for_cycle
def audit(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = AuditEvent.objects.filter(program=cycle.program.slug)
    action = request.GET.get("action", "").replace("\x00", "").strip()[:80]
    if action:
        found = found.filter(action__icontains=action) | found.filter(object_key__icontains=action)
    page = Paginator(found.order_by("-sequence"), PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    people = dict(
        AuditPerson.objects.filter(pseudonym__in={event.actor for event in events}).values_list("pseudonym", "label")
    )
    for event in events:
        event.who = people.get(event.actor, event.actor) or _("the portal")
    return render_page(
        request,
        "desk/audit.html",
        {
            "cycle": cycle, "section": "audit", "page": page, "events": events, "action": action,
            "page_query": f"action={action}" if action else "",
        },
    )  # fmt: skip


@for_cycle
def letters(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = OutgoingMail.objects.filter(program=cycle.program.slug).order_by("-created_at", "-pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render_page(
        request, "desk/letters.html", {"cycle": cycle, "section": "letters", "page": page, "page_query": ""}
    )
