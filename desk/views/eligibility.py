"""The eligibility queue: what waits for a person's eye, and checking a whole cycle again."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nominations.domain import eligibility
from operations import clock
from operations.web import render_page
from programs.models import Cycle

from ..access import for_cycle
from ..domain import queue as piles
from .answers import attempt, to

PAGE = 30


@for_cycle
def queue(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    """What waits for an administrator, in piles, each nomination with the reasons of its newest report."""
    categories = list(cycle.categories.only("pk", "slug", "name", "position"))
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in piles.GROUPS else ""
    category = request.GET.get("category", "")
    category = category if category in {each.slug for each in categories} else ""
    page = Paginator(piles.waiting(cycle, verdict, category), PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        "desk/eligibility.html",
        {
            "cycle": cycle,
            "section": "eligibility",
            "page": page,
            "rows": piles.with_reasons(list(page.object_list)),
            "groups": piles.groups(cycle, category),
            "verdict": verdict,
            "categories": categories,
            "category_slug": category,
            "page_query": query_of(verdict=verdict, category=category),
            "category_query": query_of(category=category),
            "here": request.get_full_path(),
        },
    )


def query_of(**values: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in values.items() if value})
    return query.urlencode()


@require_POST
@for_cycle
def check_cycle(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    attempt(
        request,
        lambda: eligibility.recheck(
            cycle, key=f"asked:{clock.now():%Y%m%d%H%M%S}", cause="asked for by an administrator", by=request.user
        ),
        _("The whole cycle is being checked. Progress stands here."),
    )
    return to(cycle, "jobs")
