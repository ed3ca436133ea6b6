"""Invitations: written by owners, answered by who reads the mailbox."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from operations.domain import limits

from .. import access
from ..domain import joining, organisations
from ..domain.people import has_address
from ..forms import InvitationForm
from ..models import Invitation
from .members import attempt
from .organisations import context_of

INVITATIONS_PER_DAY = 60


@require_POST
@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(access.organisations_managed_by(request.user), pk=pk)
    form = InvitationForm(request.POST)
    if form.is_valid() and not limits.allow(f"invite:{request.user.pk}", limit=INVITATIONS_PER_DAY, seconds=86400):
        form.add_error("email", _("That is enough for one day. Go on tomorrow."))
    if form.is_valid():
        try:
            joining.invite(organisation, form.cleaned_data["email"], by=request.user)
        except organisations.NotPossible as reason:
            form.add_error("email", str(reason))
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("accounts:organisation", pk)
    context = context_of(request, organisation, invitation_form=form)
    return render(request, "accounts/organisation.html", context, status=422)


@require_POST
@login_required
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    managed = Invitation.objects.filter(organisation__in=access.organisations_managed_by(request.user))
    invitation = get_object_or_404(managed.select_related("organisation"), code=code)
    joining.withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("accounts:organisation", invitation.organisation_id)


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of the letter leads, signed in or not.

    Who comes from the letter reads that mailbox, so an account registered from here needs no second letter.
    """
    invitation = get_object_or_404(Invitation.objects.select_related("organisation", "invited_by"), token=token)
    if invitation.is_open and not request.user.is_authenticated:
        get_adapter().stash_verified_email(request, invitation.email)
    is_mine = request.user.is_authenticated and has_address(request.user, invitation.email)
    context = {"invitation": invitation, "is_mine": is_mine}
    response = render(request, "accounts/invitation.html", context, status=200 if invitation.is_open else 410)
    response["Referrer-Policy"] = "same-origin"  # the secret stays here; "no-referrer" would void the form's origin
    return response


@require_POST
@login_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.select_related("organisation"), token=token)
    done = _("You are a member of %(name)s now.") % {"name": invitation.organisation}
    attempt(request, lambda: joining.accept(invitation, by=request.user), done)
    return redirect("accounts:organisations")


@require_POST
@login_required
def decline(request: HttpRequest, token: str) -> HttpResponse:
    invitation = get_object_or_404(joining.invitations_for(request.user), token=token)
    joining.withdraw_invitation(invitation, by=request.user)
    messages.success(request, _("You have declined the invitation."))
    return redirect("accounts:organisations")
