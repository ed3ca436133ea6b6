"""The list of nominations, and the same rows as a file."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from judging.enums import ScorecardState
from nominations.enums import CapPlace, Eligibility, NominationState
from operations.clock import now
from operations.domain import audit
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import exports, lists


@for_cycle
def nominations(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    filters = lists.read_filters(cycle, request.GET)
    page = Paginator(lists.matching(cycle, filters), lists.PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "desk/nominations.html",
        {
            "cycle": cycle,
            "section": "nominations",
            "filters": filters,
            "page": page,
            "rows": lists.with_names(cycle, page.object_list, filters),
            "page_query": filters.as_query(),
            "takes_entries": cycle.opens_at <= now() <= cycle.accepts_until,
            "here": request.get_full_path(),
        },
    )


HEADER = (
    _("Receipt"), _("Code"), _("Nomination"), _("Category"), _("Organization"), _("Nominator"), _("Nominator's e-mail"),
    _("State"), _("Eligibility"), _("Limits"), _("First submitted (UTC)"), _("Scorecards"), _("Assigned"),
)  # fmt: skip


def export_rows(found) -> Iterator[tuple]:
    """One row a nomination, read in chunks, for whichever file is asked for."""
    rows = found.annotate(
        asked=Count("assignments", filter=Q(assignments__recusal=None)),
        done=Count(
            "assignments",
            filter=Q(assignments__recusal=None, assignments__scorecard__state=ScorecardState.SUBMITTED),
        ),
    ).values_list(
        "receipt_number", "code", "title", "category__name", "organisation__name", "nominator__name", "nominator__email",
        "state", "eligibility", "cap_place", "first_submitted_at", "done", "asked",
    )  # fmt: skip
    states, verdicts, places = (dict(each.choices) for each in (NominationState, Eligibility, CapPlace))
    for row in rows.iterator(chunk_size=2000):
        yield (*row[:7], states[row[7]], verdicts[row[8]], places[row[9]], *row[10:])


@for_cycle
def export(request: HttpRequest, cycle: Cycle, kind: str) -> HttpResponse:
    filters = lists.read_filters(cycle, request.GET)
    found = lists.matching(cycle, filters)
    writer = {"csv": exports.as_csv, "xlsx": exports.as_xlsx}.get(kind)
    if writer is None:
        raise Http404
    audit.record("nominations exported", f"cycle:{cycle.pk}", by=request.user, program=cycle.program.slug,
                 change={"kind": kind, "filters": filters.as_query()})  # fmt: skip
    return writer(f"nominations-{cycle.program.slug}-{cycle.slug}", HEADER, export_rows(found))
