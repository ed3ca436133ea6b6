"""What runs and what was done: jobs, letters and the audit trail of one program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from operations import clock
from operations.domain import audit as trail
from operations.domain import jobs
from operations.enums import JobState, MailState
from operations.models import AuditEvent, AuditPerson, Job, OutgoingMail
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import exports, words
from .answers import back
from .eligibility import query_of

PAGE = 50
LETTERS = "send_mail"
PLANNED = "planned"
SOON = timedelta(minutes=10)


def one_of(request: HttpRequest, name: str, allowed) -> str:
    value = request.GET.get(name, "")
    return value if value in allowed else ""


@for_cycle
def jobs_list(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """Work in the background. Sending letters is left to the page of the letters, unless it failed."""
    found = Job.objects.filter(program=cycle.program.slug)
    state = one_of(request, "state", JobState.values)
    planned = request.GET.get("state") == PLANNED
    later = Q(state=JobState.DUE, due_at__gt=clock.now() + SOON)
    waiting = found.filter(later).exclude(kind=LETTERS).count()
    failed = found.filter(state=JobState.PARKED).count()
    found = found.filter(later) if planned else found.exclude(later)
    if state:
        found = found.filter(state=state)
    if state != JobState.PARKED:
        found = found.exclude(kind=LETTERS)
    order = ("due_at", "pk") if planned else ("-created_at", "-pk")
    page = Paginator(found.order_by(*order), PAGE).get_page(request.GET.get("page"))
    running = any(job.state in (JobState.DUE, JobState.RUNNING) and words.is_soon(job) for job in page.object_list)
    for job in page.object_list:
        job.may_be_stopped = job.state in (JobState.DUE, JobState.RUNNING)
        job.dialog_id = f"stop-{job.pk}"
    return render_page(
        request,
        "desk/jobs.html",
        {
            "cycle": cycle,
            "section": "jobs",
            "page": page,
            "states": JobState.choices,
            "state": PLANNED if planned else state,
            "planned": waiting,
            "failed": failed,
            "poll": running,
            "page_query": query_of(state=PLANNED if planned else state),
            "here": request.get_full_path(),
        },
        partial="rows",
    )


def job_of(cycle: Cycle, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, program=cycle.program.slug)


@require_POST
@for_cycle
def retry_job(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    if jobs.retry(job_of(cycle, pk), by=request.user):
        messages.success(request, _("The job was started again."))
    else:
        messages.error(request, _("Only a job that failed or was stopped can be started again."))
    return back(request, cycle, "jobs")


@require_POST
@for_cycle
def cancel_job(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    if jobs.cancel(job_of(cycle, pk), by=request.user):
        messages.success(request, _("The job is stopped. What it has done so far stays."))
    else:
        messages.error(request, _("This job is finished already."))
    return back(request, cycle, "jobs")


def events_of(cycle: Cycle, text: str) -> QuerySet[AuditEvent]:
    """The program's events, newest first; those that hold a text in action, object or the person's name."""
    found = AuditEvent.objects.filter(program=cycle.program.slug)
    if text:
        actors = list(AuditPerson.objects.filter(label__icontains=text).values_list("pseudonym", flat=True)[:50])
        found = found.filter(Q(action__icontains=text) | Q(object_key__icontains=text) | Q(actor__in=actors))
    return found.order_by("-sequence")


@for_cycle
def audit(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    page = Paginator(events_of(cycle, text), PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "section": "audit",
        "page": page,
        "events": words.of_events(cycle, list(page.object_list)),
        "text": text,
        "page_query": query_of(q=text),
    }
    return render_page(request, "desk/audit.html", context)


AUDIT_HEADER = (
    gettext_lazy("No."), gettext_lazy("When (UTC)"), gettext_lazy("Who"), gettext_lazy("What"),
    gettext_lazy("Object"), gettext_lazy("Details"), gettext_lazy("Hash"),
)  # fmt: skip


def audit_rows(found: QuerySet[AuditEvent]) -> Iterator[tuple]:
    people = dict(AuditPerson.objects.values_list("pseudonym", "label"))
    for event in found.iterator(chunk_size=2000):
        who = people.get(event.actor, event.actor) or _("the portal")
        yield event.sequence, event.at, who, event.action, event.object_key, words.in_line(event.change), event.hash


@for_cycle
def export_audit(request: HttpRequest, cycle: Cycle, kind: str) -> HttpResponse:
    """The trail as a file, with the hash of each event so that it can be held against the chain."""
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    if writer is None:
        raise Http404
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    program = cycle.program.slug
    trail.record("audit trail exported", f"program:{program}", by=request.user, program=program, change={"kind": kind})
    return writer(f"audit-{program}", AUDIT_HEADER, audit_rows(events_of(cycle, text)))


@for_cycle
def letters(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    found = OutgoingMail.objects.filter(program=cycle.program.slug)
    state = one_of(request, "state", MailState.values)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    if state:
        found = found.filter(state=state)
    if text:
        found = found.filter(Q(subject__icontains=text) | Q(to__icontains=text))
    page = Paginator(found.defer("html").order_by("-created_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "section": "letters",
        "page": page,
        "state": state,
        "states": MailState.choices,
        "text": text,
        "page_query": query_of(q=text, state=state),
        "here": request.get_full_path(),
    }
    return render_page(request, "desk/letters.html", context)


@require_POST
@for_cycle
def send_letter(request: HttpRequest, cycle: Cycle, pk: int) -> HttpResponse:
    """A letter that failed is handed to the mail server once more."""
    letter = get_object_or_404(OutgoingMail, pk=pk, program=cycle.program.slug)
    job = Job.objects.filter(key=f"mail:{letter.pk}").first()
    if letter.state == MailState.FAILED and job and jobs.retry(job, by=request.user):
        messages.success(request, _("The letter to %(to)s is on its way again.") % {"to": letter.to})
    else:
        messages.error(request, _("Only a letter that failed can be sent again."))
    return back(request, cycle, "letters")
