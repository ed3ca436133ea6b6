"""The public pages of who was honoured. Before the moment they tell the date, and nothing else."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from itertools import groupby

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
    """All announced placings of a cycle, by category."""
    found = get_object_or_404(access.public_cycles(), program__slug=program, slug=cycle)
    honours = waves.as_seen(access.public_honours().filter(category__cycle=found))
    groups = [(category, list(rows)) for category, rows in groupby(honours, key=lambda honour: honour.category)]
    withheld = not_given(found)
    context = {
        "program": found.program,
        "cycle": found,
        "groups": groups,
        "withheld": withheld,
        "next_moment": next_moment(found),
    }
    response = render_page(request, "recognition/winners.html", context)
    if context["next_moment"] or not (groups or withheld):  # by what the public knows: a header tells as well
        patch_cache_control(response, no_store=True, private=True)
    else:
        patch_cache_control(response, no_cache=True, private=True)
    return response


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
