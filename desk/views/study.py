"""What is known of organizations in a year: from files, or as an administrator wrote it."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Organisation
from measurement.domain import profiles, studies
from measurement.models import OrganisationYear, Participation
from operations.refusal import Refused
from operations.web import render_page, whole_number
from programs.enums import Channel, Sector
from programs.enums import Participation as Kind
from programs.models import Cycle

from ..access import for_cycle
from ..survey_forms import SectorsForm, YearForm
from .answers import attempt, first_error, to
from .eligibility import query_of

PAGE = 50
FIRST_YEAR, LAST_YEAR = 1990, 2200


@for_cycle
def organisations(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """The organizations of one year, the survey year first. A fixed number of queries."""
    year = whole_number(request.GET.get("year"), otherwise=cycle.survey_year or cycle.award_year)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    sector = request.GET.get("sector", "")
    found = OrganisationYear.objects.filter(program=cycle.program, year=min(year, LAST_YEAR))
    if text:
        found = found.filter(Q(organisation__name__icontains=text))
    if sector in Sector.values:
        found = found.filter(pk__in=[pk for pk, in_them in found.values_list("pk", "sectors") if sector in in_them])
    found = found.select_related("organisation", "source").order_by("organisation__name", "pk")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    with_words(page.object_list)
    years = OrganisationYear.objects.filter(program=cycle.program).order_by("-year").values_list("year", flat=True)
    context = {
        "cycle": cycle,
        "section": "study_organisations",
        "page": page,
        "page_query": query_of(year=str(year), q=text, sector=sector),
        "year": year,
        "years": sorted({*years.distinct(), year}, reverse=True),
        "sectors": Sector.choices,
        "sector": sector,
        "text": text,
        "others": others(cycle, year, text) if text else [],
        "form": SectorsForm(initial={"most": studies.of(cycle.program).most_sectors}),
    }
    return render_page(request, "desk/study_organisations.html", context)


def with_words(rows) -> None:
    """Sectors, channels and participation of a page's rows as people call them. One query."""
    rows = list(rows)
    kinds = defaultdict(list)
    if rows:
        found = Participation.objects.filter(
            program=rows[0].program_id, year=rows[0].year, organisation__in=[row.organisation_id for row in rows]
        )
        for organisation, kind in found.order_by("kind").values_list("organisation_id", "kind"):
            kinds[organisation].append(Kind(kind).label)
    for row in rows:
        row.sector_words = labels(row.sectors, Sector)
        row.channel_words = labels(row.channels, Channel)
        row.kind_words = kinds[row.organisation_id]


def labels(values: list[str], choices) -> list[str]:
    named = dict(choices.choices)
    return [str(named.get(value, value)) for value in values]


def others(cycle: Cycle, year: int, text: str) -> list[Organisation]:
    """Organizations of which nothing is known in this year, to begin with one."""
    known = OrganisationYear.objects.filter(program=cycle.program, year=year).values("organisation")
    return list(Organisation.objects.filter(name__icontains=text).exclude(pk__in=known)[:10])


@require_http_methods(["GET", "POST"])
@for_cycle
def organisation(request: HttpRequest, cycle: Cycle, pk: int, year: int) -> HttpResponse:
    """One organization's year, to be looked at and changed."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    one = get_object_or_404(Organisation, pk=pk)
    row = OrganisationYear.objects.filter(program=cycle.program, organisation=one, year=year)
    row = row.select_related("source").first()
    form = YearForm(request.POST or None, initial=initial_of(cycle, one, year, row))
    if request.method == "POST" and form.is_valid():
        try:
            profiles.write(cycle.program, one, year, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
        else:
            messages.success(request, _("Saved. Files do not change this year of the organization any more."))
            return to(cycle, "study_organisation", pk, year)
    context = {
        "cycle": cycle,
        "section": "study_organisations",
        "organisation": one,
        "year": year,
        "row": row,
        "form": form,
        "volumes": [(Channel(name).label, n) for name, n in (row.volumes if row else {}).items() if name in Channel],
    }
    return render_page(request, "desk/study_organisation.html", context, status=422 if form.errors else 200)


def initial_of(cycle: Cycle, one: Organisation, year: int, row: OrganisationYear | None) -> dict:
    kinds = Participation.objects.filter(program=cycle.program, organisation=one, year=year)
    known = {name: getattr(row, name) for name in profiles.PROFILE} if row else {}
    return {**known, "participation": list(kinds.values_list("kind", flat=True))}


@require_POST
@for_cycle
def give_back(request: HttpRequest, cycle: Cycle, pk: int, year: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=pk)
    attempt(
        request,
        lambda: profiles.give_back(cycle.program, one, year, by=request.user),
        _("The files say again what is known of this year."),
    )
    return to(cycle, "study_organisation", pk, year)


@require_POST
@for_cycle
def sectors(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """S22: how many sectors an organization may stand in."""
    form = SectorsForm(request.POST)
    if form.is_valid():
        most = form.cleaned_data["most"]
        attempt(request, lambda: studies.limit_sectors(cycle.program, most, by=request.user), _("The limit is set."))
    else:
        messages.error(request, first_error(form))
    return to(cycle, "study_organisations")
