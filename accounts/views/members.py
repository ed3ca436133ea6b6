"""Members of an organisation: their part, their leaving, and the answers to who asks to come in. All by POST."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access
from ..domain import joining, organisations
from ..enums import MemberRole
from ..models import JoinRequest, Membership


def attempt(request: HttpRequest, verb: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        verb()
    except organisations.NotPossible as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)


def membership_managed_by(user, pk: int) -> Membership:
    managed = Membership.objects.filter(organisation__in=access.organisations_managed_by(user))
    return get_object_or_404(managed.select_related("organisation", "user"), pk=pk)


def request_answered_by(user, pk: int) -> JoinRequest:
    managed = JoinRequest.objects.filter(organisation__in=access.organisations_managed_by(user))
    return get_object_or_404(managed.select_related("organisation", "user"), pk=pk)


@require_POST
@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_of(request.user), pk=pk)
    done = _("You have left %(name)s.") % {"name": organisation}
    attempt(request, lambda: organisations.leave(organisation, by=request.user), done)
    return redirect("accounts:organisations")


@require_POST
@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    membership = membership_managed_by(request.user, pk)
    done = _("%(name)s is no longer a member.") % {"name": membership.user}
    attempt(request, lambda: organisations.remove_member(membership, by=request.user), done)
    return back_to(request, membership.organisation_id)


@require_POST
@login_required
def set_role(request: HttpRequest, pk: int) -> HttpResponse:
    membership = membership_managed_by(request.user, pk)
    role = MemberRole.OWNER if request.POST.get("role") == MemberRole.OWNER else MemberRole.MEMBER
    done = _("%(name)s: %(role)s.") % {"name": membership.user, "role": role.label}
    attempt(request, lambda: organisations.set_role(membership, role, by=request.user), done)
    return back_to(request, membership.organisation_id)


@require_POST
@login_required
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    membership = membership_managed_by(request.user, pk)
    done = _("%(name)s owns the organization now.") % {"name": membership.user}
    attempt(request, lambda: organisations.transfer(membership.organisation, membership, by=request.user), done)
    return back_to(request, membership.organisation_id)


@require_POST
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    asked = request_answered_by(request.user, pk)
    done = _("%(name)s is a member now.") % {"name": asked.user}
    attempt(request, lambda: joining.approve(asked, by=request.user), done)
    return back_to(request, asked.organisation_id)


@require_POST
@login_required
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    asked = request_answered_by(request.user, pk)
    attempt(request, lambda: joining.decline(asked, by=request.user), _("The request is declined."))
    return back_to(request, asked.organisation_id)


@require_POST
@login_required
def withdraw_request(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(request.user.join_requests, pk=pk)
    attempt(request, lambda: joining.withdraw_request(asked, by=request.user), _("Your request is withdrawn."))
    return redirect("accounts:organisations")


def back_to(request: HttpRequest, organisation: int) -> HttpResponse:
    """The organisation's page, unless this person has just lost it from sight."""
    if access.organisations_visible_to(request.user).filter(pk=organisation).exists():
        return redirect("accounts:organisation", organisation)
    return redirect("accounts:organisations")
