"""Survey files: all of a program, and one with what the check found."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from measurement.domain import imports, names, studies, uploads
from measurement.enums import FileKind, ImportState
from measurement.models import Study, SurveyImport
from measurement.surveys import formats
from operations import files
from operations.enums import JobState
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import survey_examples
from ..survey_forms import CountingForm, ImportFilterForm, UploadForm
from .answers import to
from .eligibility import query_of

PAGE = 30
FORMS = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"))
TALLIED = (FileKind.CUSTOMERS, FileKind.EMPLOYEES)
WORKING = (ImportState.CHECKING, ImportState.TAKING, ImportState.WITHDRAWING)
RELATED = ("uploaded_by", "program")
EXPLAINED = {
    FileKind.CUSTOMERS: _("One row a survey of a customer. Its survey_id is how a later file corrects it."),
    FileKind.EMPLOYEES: _("One row a survey of an employee."),
    FileKind.ORGANISATIONS: _("One row an organization and year: headcounts, sectors, channels."),
    FileKind.PARTICIPATION: _("One row for each study or program in which an organization takes part in a year."),
    FileKind.AGENTS: _("One row for each time that a CSR or supervisor spent in a team. Names are confirmed later."),
}


def shown(request: HttpRequest, cycle: Cycle, status: int = 200, form: UploadForm | None = None) -> HttpResponse:
    """The list of files with the place to send one."""
    filters = ImportFilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    chosen = {name: chosen[name] for name in ("kind", "state") if chosen.get(name)}
    found = SurveyImport.objects.filter(program=cycle.program)
    page = Paginator(listed(found, chosen), PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "section": "surveys",
        "page": page,
        "page_query": query_of(**chosen),
        "chosen": chosen,
        "kinds": FileKind.choices,
        "states": ImportState.choices,
        "in_force": in_force(cycle),
        "counting_form": CountingForm(initial=counting(cycle)),
        "form": form or UploadForm(initial={"attested_by": cycle.program.organiser}),
        "most": uploads.megabytes(settings.SURVEY_MAX_BYTES),
        "most_at_once": uploads.megabytes(settings.MAX_REQUEST_BYTES),
        "accept": ",".join(uploads.SUFFIXES),
    }
    return render_page(request, "desk/surveys.html", context, status=status)


def listed(found: QuerySet[SurveyImport], chosen: dict[str, str]) -> QuerySet[SurveyImport]:
    """The files that the filters leave. Those thrown away are shown where they are asked for."""
    found = found.filter(**chosen) if "state" in chosen else found.filter(**chosen).exclude(state="discarded")
    return found.select_related(*RELATED).defer("report", "columns", "mapping", "pieces")


def in_force(cycle: Cycle) -> list[dict]:
    """What counts now, by kind: files, rows and years. One query."""
    rows = SurveyImport.objects.in_force().filter(program=cycle.program)
    found: dict[str, dict] = {}
    for kind, accepted, years in rows.values_list("kind", "rows_accepted", "years"):
        one = found.setdefault(kind, {"label": FileKind(kind).label, "files": 0, "rows": 0, "years": set()})
        one["files"] += 1
        one["rows"] += accepted
        one["years"] |= set(years)
    return [{**found[kind], "years": sorted(found[kind]["years"])} for kind in FileKind.values if kind in found]


@for_cycle
def surveys(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    return shown(request, cycle)


def counting(cycle: Cycle) -> dict[str, bool]:
    study = Study.objects.filter(program=cycle.program).first() or Study()
    return {name: getattr(study, name) for name in CountingForm.base_fields}


@require_POST
@for_cycle
def choose(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """S52: which customers' surveys count. Everything is counted anew behind the page."""
    form = CountingForm(request.POST)
    form.full_clean()
    studies.choose_surveys(cycle.program, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved. What changes is counted anew; that takes a moment."))
    return to(cycle, "surveys")


def import_of(cycle: Cycle, code: str) -> SurveyImport:
    return get_object_or_404(SurveyImport.objects.select_related(*RELATED), program=cycle.program, code=code)


@for_cycle
def survey(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """One file. While something works on it the upper part asks again every two seconds."""
    one = import_of(cycle, code)
    job = imports.job_of(one)
    is_stuck = bool(job and job.state in (JobState.PARKED, JobState.CANCELLED))
    is_receiving = one.state == ImportState.UPLOADING and one.is_whole
    works = (one.state in WORKING or is_receiving) and not is_stuck
    unknown = names.to_settle(cycle.program, one.report.get("unknown", {})) if one.state in SETTLED else []
    reasons = one.report.get("refused_by_reason", {})
    events = list(one.events.select_related("by"))
    for event in events:
        event.label = _("Received") if event.to_state == ImportState.UPLOADED else ImportState(event.to_state).label
    context = {
        "cycle": cycle,
        "section": "surveys",
        "file": one,
        "job": job,
        "works": works,
        "is_stuck": is_stuck,
        "is_receiving": is_receiving,
        "may_be_discarded": one.state in DISCARDABLE and not is_receiving,
        "has_other_names": any(name not in one.mapping.values() for name in one.columns)
        or any(formats.plain(ours) != formats.plain(theirs) for ours, theirs in one.mapping.items()),
        "size": uploads.megabytes(one.declared_size),
        "received": uploads.megabytes(one.received),
        "reasons": sorted(reasons.items(), key=lambda item: -item[1]),
        "unknown": unknown,
        "unknown_rows": sum(rows for _name, rows in unknown),
        "changes": one.report.get("changes", {}),
        "events": events,
        "same_note": events[-1].note if events else "",
        "same": twin_of(cycle, one),
        "modified": one.report.get("modified", 0),
    }
    return render_page(request, "desk/survey.html", context, partial="state")


SETTLED = (ImportState.CHECKED, ImportState.UNREADABLE, ImportState.WITHDRAWN, ImportState.TAKEN)
DISCARDABLE = (ImportState.UPLOADING, ImportState.UPLOADED, ImportState.CHECKED, ImportState.UNREADABLE)


def twin_of(cycle: Cycle, one: SurveyImport) -> SurveyImport | None:
    code = one.report.get("same_as")
    return SurveyImport.objects.filter(program=cycle.program, code=code).first() if code else None


@for_cycle
def refused(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """The refused rows, each with its number, the column, the value and what is expected."""
    one = import_of(cycle, code)
    if not one.refused:
        raise Http404
    stem = one.file_name.rpartition(".")[0] or one.file_name
    return files.serve(request, one.refused, name=f"{stem}-refused.csv", content_type="text/csv; charset=utf-8")


@for_cycle
def original(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    """The file as it was sent, compressed."""
    one = import_of(cycle, code)
    if not one.original:
        raise Http404
    return files.serve(request, one.original, name=f"{one.file_name}.gz", content_type="application/gzip")


@for_cycle
def columns_help(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What the columns of each kind of file mean."""
    kinds = [
        {"kind": kind, "label": kind.label, "text": EXPLAINED[kind], "columns": formats.columns_of(kind)}
        for kind in FileKind
    ]
    return render_page(
        request, "desk/survey_help.html", {"cycle": cycle, "section": "surveys", "kinds": kinds, "forms": FORMS}
    )


@for_cycle
def example(request: HttpRequest, cycle: Cycle, kind: str, form: str) -> HttpResponse:
    """A small file of this kind to begin with."""
    if kind not in FileKind.values or form not in survey_examples.FORMS:
        raise Http404
    return survey_examples.example(kind, form)
