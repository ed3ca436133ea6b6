"""Where the link of an invitation leads, signed in or not."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from operations.refusal import Refused
from operations.web import render_page

from ..domain import invitations
from ..models import JudgeInvitation
from ..signals import SESSION_KEY


def invitation_for(token: str) -> JudgeInvitation:
    return get_object_or_404(JudgeInvitation.objects.select_related("program", "invited_by"), token=token)


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_for(token)
    context = {
        "invitation": invitation,
        "program": invitation.program,
        "categories": invitation.categories.select_related("cycle").order_by("cycle", "position", "pk"),
        "is_mine": invitations.is_for(invitation, request.user),
        "said_yes": request.session.get(SESSION_KEY) == token,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
        "sign_up": f"{reverse('account_signup')}?{urlencode({'next': request.path})}",
    }
    response = render_page(request, "judging/invitation.html", context)
    response["Referrer-Policy"] = "same-origin"  # the secret stays here; "no-referrer" would void the form's origin
    return response


@require_POST
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Yes. Without an account the yes is remembered, and taken at the first sign-in with this address.

    Who comes from the letter reads that mailbox, so an account made now needs no second letter.
    """
    invitation = invitation_for(token)
    if not request.user.is_authenticated:
        request.session[SESSION_KEY] = token
        has_account = User.objects.filter(email__iexact=invitation.email).exists()
        if not has_account:
            get_adapter().stash_verified_email(request, invitation.email)
        page = reverse("account_login" if has_account else "account_signup")
        back = reverse("judging:invitation", args=[token])
        return redirect(f"{page}?{urlencode({'next': back})}")
    try:
        invitations.accept(invitation, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("judging:invitation", token)
    messages.success(request, _("Welcome to the panel. Your entries appear here as they are assigned."))
    return redirect("judging:queue")


@require_POST
def decline(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_for(token)
    invitations.decline(invitation, by=request.user if request.user.is_authenticated else None)
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("Thank you for telling us. The organizer knows that you cannot judge this time."))
    return redirect("judging:invitation", token)
