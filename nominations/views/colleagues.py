"""Writing together: invite, accept, let go."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from operations.refusal import Refused
from operations.web import render_page

from ..access import own_nomination
from ..domain import collaboration
from ..models import Collaborator
from .common import signed_in, tell


@require_POST
@signed_in
def invite(request: HttpRequest, code: str) -> HttpResponse:
    nomination = own_nomination(request.user, code)
    try:
        colleague = collaboration.invite(nomination, request.POST.get("email", ""), by=request.user)
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": colleague.email})
    except Refused as refused:
        tell(request, refused)
    return redirect(f"{nomination.get_absolute_url()}#colleagues")


@require_POST
@signed_in
def remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    nomination = own_nomination(request.user, code)
    colleague = get_object_or_404(nomination.collaborators, pk=pk)
    collaboration.remove(colleague, by=request.user)
    messages.success(request, _("%(email)s can no longer open this nomination.") % {"email": colleague.email})
    return redirect(f"{nomination.get_absolute_url()}#colleagues")


@signed_in
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The secret link: says what it is, and joins on a click."""
    colleague = get_object_or_404(
        Collaborator.objects.select_related("nomination__category__cycle__program", "nomination__nominator"),
        token=token,
    )
    nomination = colleague.nomination
    if request.method == "POST":
        try:
            collaboration.accept(colleague, by=request.user)
            return redirect("nominations:edit", nomination.code)
        except Refused as refused:
            tell(request, refused)
            return redirect("nominations:mine")
    if colleague.user_id == request.user.pk or nomination.nominator_id == request.user.pk:
        return redirect(nomination)
    context = {"colleague": colleague, "nomination": nomination, "category": nomination.category}
    return render_page(request, "nominations/invitation.html", {**context, "program": nomination.cycle.program})
