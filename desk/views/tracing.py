"""What a figure rests on: the surveys behind a sample, each with its file and row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Organisation
from measurement.domain import metrics, tallying
from measurement.enums import TallyLevel
from measurement.models import SurveyImport
from operations.web import render_page, whole_number
from programs.domain.groups import groups_for
from programs.enums import Metric, SurveyMethod
from programs.models import Cycle

from ..access import for_cycle
from ..domain import exports
from .eligibility import query_of

PAGE = 100
METHODS = ("", SurveyMethod.LIVE, SurveyMethod.AUTOMATED, SurveyMethod.ONLINE)


@dataclass(frozen=True)
class Asked:
    """Whose surveys, of which metric and year. Without `person` and `site`: of the organization as a whole."""

    metric: str
    year: int
    level: str
    organisation: Organisation
    site: str
    person: str
    method: str

    def query(self) -> str:
        return query_of(
            metric=self.metric,
            year=str(self.year),
            level=self.level,
            organization=str(self.organisation.pk),
            site=self.site,
            person=self.person,
            method=self.method,
        )

    def rows(self, cycle: Cycle) -> list[tallying.Traced]:
        """Of an organization as a whole, those of all that count with it too (X03)."""
        whole = [self.organisation.pk]
        if self.level == TallyLevel.SITE and not self.site:
            whole = groups_for([cycle.program]).with_relatives(self.organisation.pk)
        return [row for organisation in whole for row in self.rows_of(cycle, organisation)]

    def rows_of(self, cycle: Cycle, organisation: int) -> list[tallying.Traced]:
        return tallying.trace(
            cycle.program,
            year=self.year,
            metric=self.metric,
            level=self.level,
            organisation=organisation,
            site=self.site or None,
            person=self.person,
            method=self.method,
        )


def asked(cycle: Cycle, data: QueryDict) -> Asked:
    """What the address asks for; 404 for what is no metric, level or organization."""
    metric, level, method = data.get("metric", ""), data.get("level", TallyLevel.SITE), data.get("method", "")
    if metric not in Metric.values or level not in TallyLevel.values or method not in METHODS:
        raise Http404
    one = get_object_or_404(Organisation, pk=whole_number(data.get("organization")))
    year = whole_number(data.get("year"), otherwise=cycle.survey_year or cycle.award_year)
    if not MINYEAR <= year <= MAXYEAR:
        raise Http404
    return Asked(metric, year, level, one, data.get("site", "")[:120], data.get("person", "")[:80], method)


def with_files(cycle: Cycle, rows: list[tallying.Traced]) -> list[dict]:
    names = SurveyImport.objects.filter(program=cycle.program, pk__in={row.survey_import for row in rows})
    known = {pk: (code, name) for pk, code, name in names.values_list("pk", "code", "file_name")}
    return [{**row._asdict(), "code": known[row.survey_import][0], "file": known[row.survey_import][1]} for row in rows]


@for_cycle
def trace(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    if "metric" not in request.GET:
        context = {
            "cycle": cycle,
            "section": "surveys",
            "metrics": Metric.choices,
            "levels": TallyLevel.choices,
            "organisations": Organisation.objects.filter(years__program=cycle.program).distinct().order_by("name"),
            "year": cycle.survey_year or cycle.award_year,
        }
        return render_page(request, "desk/trace_ask.html", context)
    question = asked(cycle, request.GET)
    rows = question.rows(cycle)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    _population, counting = metrics.counting_of(question.metric)
    context = {
        "cycle": cycle,
        "section": "surveys",
        "asked": question,
        "metric": Metric(question.metric).label,
        "counting": counting,
        "page": page,
        "rows": with_files(cycle, list(page.object_list)),
        "page_query": question.query(),
        "n": len(rows),
        "hits": sum(row.hit for row in rows),
        "files": len({row.survey_import for row in rows}),
    }
    return render_page(request, "desk/trace.html", context)


@for_cycle
def trace_csv(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    question = asked(cycle, request.GET)
    rows = with_files(cycle, question.rows(cycle))
    header = (_("File"), _("Code"), _("Row"), _("Survey"), _("Date"), _("Counts as yes"))
    lines = ((row["file"], row["code"], row["row"], row["survey_id"], str(row["day"]), row["hit"]) for row in rows)
    return exports.as_csv(f"{question.metric}-{question.year}-surveys", header, lines)
