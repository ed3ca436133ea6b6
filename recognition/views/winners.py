"""The public pages of who was honoured. Before the moment they tell the date, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from judging.enums import DecisionState
from operations import clock
from operations.codes import normalise
from operations.web import render_page
from programs.models import Category, Cycle, Placing

from .. import access
from ..domain import figures, waves
from ..models import Announcement, Honour
from .mine import linkedin

MANY, FEW, PAGE = 30, 6, 120


def etag_of(request: HttpRequest, program: str, cycle: str) -> str | None:
    """Changes with every honour that is seen, and with who is reading; none where messages are waiting."""
    if "messages" in request.COOKIES:
        return None
    seen = Honour.objects.announced(clock.now()).filter(
        category__cycle__slug=cycle, category__cycle__program__slug=program
    )
    seen = seen.select_related("category", "placing", "appears_as", "candidate__agent").annotate(
        corrected=Count("corrections")
    )
    rows = sorted(
        (honour.code, honour.placing_id, honour.name_as_printed, honour.corrected, honour.revoked_at, honour.citation)
        for honour in waves.as_seen(seen)
    )
    reader = (request.user.pk, request.session.session_key, request.headers.get("HX-Request", ""))
    return '"' + sha256(repr((rows, reader, clock.now().date())).encode()).hexdigest()[:32] + '"'


@require_safe
@condition(etag_func=etag_of)
def winners(request: HttpRequest, program: str, cycle: str) -> HttpResponse:
    """All announced placings of a cycle, by category; with ?award= those of one, a page at a time."""
    found = get_object_or_404(access.public_cycles(), program__slug=program, slug=cycle)
    honours = access.public_honours().filter(category__cycle=found)
    if award := request.GET.get("award", ""):
        return of_one_award(request, found, waves.as_seen(honours.filter(category__slug=award)))
    by_category = groupby(waves.as_seen(honours), key=lambda honour: honour.category)
    groups = [Group.of(category, list(rows)) for category, rows in by_category]
    withheld = not_given(found)
    context = {
        "program": found.program,
        "cycle": found,
        "groups": groups,
        "withheld": withheld,
        "next_moment": next_moment(found),
        "is_measured": any(group.category.measure for group in groups),
    }
    return as_the_public_knows(render_page(request, "recognition/winners.html", context), context)


def of_one_award(request: HttpRequest, cycle: Cycle, honours: list[Honour]) -> HttpResponse:
    """Everybody honoured by one award. One that nobody may know of answers like one that does not exist."""
    if not honours:
        raise Http404
    context = {
        "program": cycle.program,
        "cycle": cycle,
        "category": honours[0].category,
        "page": Paginator(honours, PAGE).get_page(request.GET.get("page")),
        "next_moment": next_moment(cycle),
        "groups": honours,
    }
    return as_the_public_knows(render_page(request, "recognition/winners_of_award.html", context), context)


def as_the_public_knows(response: HttpResponse, context: dict) -> HttpResponse:
    """Not kept while more is to come; that too says only what is planned: a header tells as well."""
    if context["next_moment"] or not (context["groups"] or context["withheld"]):
        patch_cache_control(response, no_store=True, private=True)
    else:
        patch_cache_control(response, no_cache=True, private=True)
    return response


@dataclass(frozen=True)
class Group:
    """One award on the page of all: of a large field the first few, since the rest would bury the other awards."""

    category: Category
    shown: list[Honour]
    count: int

    @classmethod
    def of(cls, category: Category, honours: list[Honour]) -> Group:
        return cls(category, honours if len(honours) <= MANY else honours[:FEW], len(honours))

    @property
    def is_cut(self) -> bool:
        return len(self.shown) < self.count


@require_safe
def winner(request: HttpRequest, program: str, cycle: str, code: str) -> HttpResponse:
    """The page of one honour, to share."""
    honours = access.public_honours().filter(category__cycle__slug=cycle, category__cycle__program__slug=program)
    honour = honours.filter(code=normalise(code), category__cycle__is_public=True).first()
    if honour is None:
        raise Http404
    honour = waves.one_as_seen(honour)
    documents = access.documents_for(request.user).filter(honour=honour, version=honour.version)
    context = {
        "program": honour.category.cycle.program,
        "cycle": honour.category.cycle,
        "honour": honour,
        "figures": figures.published(honour),
        "documents": documents,
        "is_own": access.own_honours(request.user).filter(pk=honour.pk).exists(),
        "linkedin": linkedin(honour),
    }
    response = render_page(request, "recognition/winner.html", context)
    patch_cache_control(response, no_cache=True, private=True)
    return response


def not_given(cycle: Cycle) -> list[Category]:
    """Categories whose award is not given this time, once their moment has come."""
    said = Announcement.objects.filter(publish_at__lte=clock.now(), is_held=False, placing=None)
    return list(
        cycle.categories.filter(
            decision__is_withheld=True, decision__state=DecisionState.SEALED, announcements__in=said
        ).distinct()
    )


def next_moment(cycle: Cycle) -> datetime | None:
    """The next announcement that the public knows of: what is planned for the cycle, never what is set inside."""
    now = clock.now()
    planned = [cycle.announce_at, *cycle.categories.exclude(announce_at=None).values_list("announce_at", flat=True)]
    waves_to_come = Placing.objects.filter(category__cycle=cycle).exclude(announce_at=None)
    planned += waves_to_come.values_list("announce_at", flat=True)
    return min((moment for moment in planned if moment > now), default=None)
