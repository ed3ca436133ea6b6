"""Organisations: the list, one of them, a new one, its details."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from operations.domain import limits
from operations.web import render_page

from .. import access
from ..domain import joining, organisations
from ..domain.names import normalised
from ..domain.similar import similar_to
from ..enums import JoinState
from ..forms import InvitationForm, JoinForm, OrganisationDetailsForm, OrganisationForm, one_line
from ..models import JoinRequest, Membership, Organisation

LOOKUPS_PER_MINUTE = 60


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What I belong to, what I was asked into, what I asked for, and what waits for my answer."""
    mine = Membership.objects.filter(user=request.user).select_related("organisation")
    managed = access.organisations_managed_by(request.user)
    context = {
        "memberships": mine.annotate(people=Count("organisation__memberships")).order_by("organisation__name"),
        "invitations": joining.invitations_for(request.user),
        "my_requests": request.user.join_requests.filter(state=JoinState.WAITING).select_related("organisation"),
        "to_answer": JoinRequest.objects.filter(organisation__in=managed, state=JoinState.WAITING).select_related(
            "organisation", "user"
        ),
    }
    return render(request, "accounts/organisations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial={"name": request.GET.get("name", "")})
    similar = []
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        similar = similar_to(name)
        if not similar or request.POST.get("anyway") == normalised(name):
            made = organisations.create(**form.cleaned_data, by=request.user)
            messages.success(request, _("%(name)s is set up, and you are its owner.") % {"name": made})
            return redirect("accounts:organisation", made.pk)
    context = {"form": form, "asked": bool(similar), **suggestions(request, similar, form["name"].value())}
    return render(request, "accounts/organisation_new.html", context, status=409 if similar else 200)


@login_required
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """While the name is typed: organisations that it may already be."""
    name = one_line(request.GET.get("name", ""))[:200]
    allowed = limits.allow(f"similar:{request.user.pk}", limit=LOOKUPS_PER_MINUTE, seconds=60)
    found = similar_to(name) if allowed else []
    context = {"form": OrganisationForm(initial={"name": name}), **suggestions(request, found, name)}
    return render_page(request, "accounts/organisation_new.html", context, "similar")


def suggestions(request: HttpRequest, found: list, name: str | None) -> dict:
    mine = set(access.organisations_of(request.user).values_list("pk", flat=True)) if found else set()
    return {"similar": found, "mine": mine, "normalised_name": normalised(name or "")}


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_visible_to(request.user).select_related("parent"), pk=pk)
    return render(request, "accounts/organisation.html", context_of(request, organisation))


def context_of(request: HttpRequest, organisation: Organisation, **more) -> dict:
    """What the page of an organisation shows; secrets of joining only to who manages it."""
    manages = access.organisations_managed_by(request.user).filter(pk=organisation.pk).exists()
    members = organisation.memberships.select_related("user").order_by("-role", "user__name", "pk")
    waiting = organisation.join_requests.filter(state=JoinState.WAITING).select_related("user")
    return {
        "organisation": organisation,
        "manages": manages,
        "members": members,
        "own_membership": next((one for one in members if one.user_id == request.user.pk), None),
        "invitations": organisation.invitations.filter(accepted_at=None).order_by("-created_at") if manages else [],
        "join_requests": waiting if manages else [],
        "invitation_form": InvitationForm(),
        **more,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    managed = access.organisations_managed_by(request.user)
    organisation = get_object_or_404(managed, pk=pk)
    parents = Organisation.objects.filter(pk__in=managed.values("pk")).exclude(pk=pk)
    if organisation.parent_id:
        parents = parents | Organisation.objects.filter(pk=organisation.parent_id)
    form = OrganisationDetailsForm(request.POST or None, instance=organisation, parents=parents.distinct())
    if request.method == "POST" and form.is_valid():
        try:
            organisations.change(organisation, by=request.user, **form.cleaned_data)
        except organisations.NotPossible as reason:
            form.add_error("parent", str(reason))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("accounts:organisation", pk)
    return render(request, "accounts/organisation_edit.html", {"form": form, "organisation": organisation})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be let into an organisation that somebody else set up."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            joining.ask_to_join(organisation, by=request.user, message=form.cleaned_data["message"])
        except organisations.NotPossible as reason:
            messages.info(request, str(reason))
        else:
            messages.success(request, _("Your request is on its way. You get a letter when it is answered."))
        return redirect("accounts:organisations")
    return render(request, "accounts/join.html", {"form": form, "organisation": organisation})
