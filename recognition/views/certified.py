"""The public register of certified people, and the certified person's own say in it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from operations.codes import normalise
from operations.web import render_page
from programs.enums import SelectionMethod
from programs.models import Category, Program

from .. import access
from ..domain import certification

PAGE = 50


@require_safe
def register(request: HttpRequest, program: str) -> HttpResponse:
    """Who is certified and agreed to stand here; searched by name, by designation, page by page."""
    found = get_object_or_404(Program, slug=program)
    designations = list(
        Category.objects.filter(
            cycle__program=found, cycle__is_public=True, method=SelectionMethod.ASSESSMENT
        ).select_related("cycle")
    )
    if not designations:
        raise Http404
    query = request.GET.get("q", "").replace("\0", "").strip()[:100]
    chosen = request.GET.get("designation", "")[:80]
    people = access.certified_people(found).filter(category__in=designations)
    if query:
        people = people.filter(name_as_printed__icontains=query)
    if chosen:
        people = people.filter(category__slug=chosen)
    page = Paginator(people.order_by("name_as_printed", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "program": found,
        "designations": designations,
        "query": query,
        "chosen": chosen,
        "page": page,
        "page_query": urlencode({name: value for name, value in (("q", query), ("designation", chosen)) if value}),
    }
    response = render_page(request, "recognition/certified.html", context)
    patch_cache_control(response, no_cache=True, private=True)
    return response


@require_POST
@login_required
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """Stand in the register, or leave it."""
    honours = access.own_honours(request.user).certified().select_related("certified_by__attempt__enrolment__program")
    honour = get_object_or_404(honours, code=normalise(code), certified_by__attempt__enrolment__candidate=request.user)
    listed = request.POST.get("listed") == "yes"
    certification.set_listed(honour, listed, by=request.user)
    messages.success(
        request, _("You stand in the public register now.") if listed else _("You left the public register.")
    )
    return redirect("recognition:mine")
