"""What winners receive: certificates and plaques, and what may happen to an honour."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations import files
from operations.clock import now
from operations.codes import normalise
from operations.enums import JobState
from operations.models import Job
from operations.web import render_page
from programs.models import Cycle
from recognition.domain import documents, honours
from recognition.models import Document, Honour

from ..access import for_cycle
from ..forms import CorrectionForm, DisclosureForm, ReasonForm
from .answers import attempt, cleaned, to
from .eligibility import query_of

PAGE = 50


@for_cycle
def certificates(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    all_of_them = Honour.objects.filter(category__cycle=cycle)
    chosen = {
        "q": request.GET.get("q", "").replace("\x00", "").strip()[:80],
        "award": request.GET.get("award", "")[:80],
    }
    standing = (
        matching(all_of_them, **chosen)
        .select_related("category", "placing", "appears_as", "candidate__agent")
        .prefetch_related("documents")
        .order_by("category__position", "placing__position", "name_as_printed", "pk")
    )
    awards = cycle.categories.filter(pk__in=all_of_them.order_by().values("category")).order_by("position", "pk")
    batch = (
        Job.objects.filter(kind="render_documents", key__startswith=f"documents:cycle:{cycle.pk}:")
        .order_by("-created_at")
        .first()
    )
    return render_page(
        request,
        "desk/documents.html",
        {
            "cycle": cycle,
            "section": "documents",
            "page": Paginator(standing, PAGE).get_page(request.GET.get("page")),
            "page_query": query_of(**chosen),
            "chosen": chosen,
            "awards": list(awards),
            "waiting": Honour.objects.standing().unnamed().filter(category__cycle=cycle).count(),
            "batch": batch,
            "is_running": batch is not None and batch.state in (JobState.DUE, JobState.RUNNING),
            "has_bundle": bool(documents.latest_bundle(cycle)),
        },
        partial="batch",
    )


def matching(honours: QuerySet[Honour], *, q: str, award: str) -> QuerySet[Honour]:
    """The honours that the filters leave; a code is found with and without its gaps."""
    if award:
        honours = honours.filter(category__slug=award)
    if q:
        text = Q(name_as_printed__icontains=q) | Q(organisation_as_printed__icontains=q) | Q(code=normalise(q))
        honours = honours.filter(text)
    return honours


@require_POST
@for_cycle
def render(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    attempt(
        request,
        lambda: documents.request(cycle, by=request.user),
        _("Certificates and plaques are being made. You can leave this page."),
    )
    return to(cycle, "documents")


@for_cycle
def bundle(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    path = documents.latest_bundle(cycle)
    if not path:
        raise Http404
    documents.note_download(cycle, by=request.user)
    return files.serve(
        request, path, name=f"documents-{cycle.program.slug}-{cycle.slug}.zip", content_type="application/zip"
    )


def honour_of(cycle: Cycle, code: str) -> Honour:
    return get_object_or_404(
        Honour.objects.select_related("category__cycle__program", "placing", "appears_as", "candidate__agent"),
        category__cycle=cycle,
        code=code,
    )


@for_cycle
def document(request: HttpRequest, cycle: Cycle, code: str, kind: str) -> HttpResponse:
    """A certificate or plaque before or after its moment: the administrator checks what the winner will frame."""
    honour = honour_of(cycle, code)
    placing = honour.appears_as if "first" in request.GET and honour.appears_as else honour.placing
    made = Document.objects.filter(honour=honour, placing=placing, kind=kind, state="ready")
    row = made.order_by("-version").first()
    if row is None or not honour.is_named:
        raise Http404
    documents.note_download(honour, by=request.user)
    return files.serve(request, row.path, name=f"{kind}-{honour.code}.pdf", content_type="application/pdf", inline=True)


@for_cycle
def honour(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one = honour_of(cycle, code)
    return render_page(
        request,
        "desk/honour.html",
        {
            "cycle": cycle,
            "section": "documents",
            "honour": one,
            "documents": one.documents.select_related("placing").order_by("-version", "placing__position", "kind"),
            "veil": one.is_veiled(now()),
            "correction_form": CorrectionForm(
                initial={"name": one.name_as_printed, "organisation": one.organisation_as_printed}
            ),
            "disclosure_form": DisclosureForm(),
            "disclosures": one.disclosures.select_related("by"),
            "corrections": one.corrections.select_related("by"),
        },
    )


@require_POST
@for_cycle
def correct(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one, said = honour_of(cycle, code), cleaned(request, CorrectionForm(request.POST))
    if said:
        done = _("Corrected. The code stays, and the documents are made anew.")
        attempt(request, lambda: honours.correct(one, by=request.user, **said), done)
    return to(cycle, "honour", code)


@require_POST
@for_cycle
def revoke(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one, said = honour_of(cycle, code), cleaned(request, ReasonForm(request.POST))
    if said:
        done = _("The honor is revoked; its code says so.")
        attempt(request, lambda: honours.revoke(one, by=request.user, **said), done)
    return to(cycle, "honour", code)


@require_POST
@for_cycle
def disclose(request: HttpRequest, cycle: Cycle, code: str) -> HttpResponse:
    one, said = honour_of(cycle, code), cleaned(request, DisclosureForm(request.POST))
    if said:
        done = _("Noted, with your name and the time.")
        attempt(request, lambda: honours.disclose(one, by=request.user, **said), done)
    return to(cycle, "honour", code)
