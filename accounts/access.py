"""Who may do what with organisations, and who has shown a second factor.

Roles in a program are a matter of `programs.access`; what stands here knows people and organisations only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .enums import MemberRole
from .models import Membership, Organisation, User

# --- second factor -------------------------------------------------------------------------------


def has_second_factor(user: User) -> bool:
    """Whether this person has set up an authenticator app."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def proved_second_factor(request: HttpRequest) -> bool:
    """Whether this very session has shown a second factor.

    Having one is not enough: a session from before it was set up, perhaps stolen, has shown none.
    """
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def ask_for_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Where to send somebody who must show a second factor first; None when that is done."""
    if proved_second_factor(request):
        return None
    step = "mfa_reauthenticate" if has_second_factor(request.user) else "accounts:second_factor"
    target = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return redirect(f"{reverse(step)}?{urlencode({'next': target})}")


def second_factor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that opens only to a session with a second factor."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return ask_for_second_factor(request) or view(request, *args, **kwargs)

    return wrapped


# --- organisations -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stewards:
    """People who act for organisations beside their owners, and for which: asked from either side."""

    people: Callable[[Organisation], QuerySet[User]]
    organisations: Callable[[User], QuerySet[Organisation]]


_stewards: list[Stewards] = [
    Stewards(
        people=lambda organisation: User.objects.filter(is_superuser=True),
        organisations=lambda user: Organisation.objects.all() if user.is_superuser else Organisation.objects.none(),
    )
]


def add_stewards(more: Stewards) -> None:
    """Name further people who settle join requests: a later app knows them and this one does not."""
    _stewards.append(more)


def stewards_of(organisation: Organisation) -> QuerySet[User]:
    """Who acts for this organisation when it has no owner any more."""
    found = User.objects.none()
    for some in _stewards:
        found = found | User.objects.filter(pk__in=some.people(organisation).values("pk"))
    return found.filter(is_active=True).distinct()


def organisations_stewarded_by(user: User) -> QuerySet[Organisation]:
    found = Organisation.objects.none()
    for some in _stewards:
        found = found | Organisation.objects.filter(pk__in=some.organisations(user).values("pk"))
    return found


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Organisations this person belongs to."""
    return Organisation.objects.filter(memberships__user=user)


def organisations_visible_to(user: User) -> QuerySet[Organisation]:
    return _either(organisations_of(user), organisations_stewarded_by(user))


def organisations_managed_by(user: User) -> QuerySet[Organisation]:
    """Organisations whose members, name and domains this person may change."""
    owned = Organisation.objects.filter(memberships__user=user, memberships__role=MemberRole.OWNER)
    return _either(owned, organisations_stewarded_by(user))


def _either(some: QuerySet[Organisation], others: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Q(pk__in=some.values("pk")) | Q(pk__in=others.values("pk")))


def is_member(user: User, organisation: Organisation) -> bool:
    return Membership.objects.filter(user=user, organisation=organisation).exists()


def is_owner(user: User, organisation: Organisation) -> bool:
    return Membership.objects.filter(user=user, organisation=organisation, role=MemberRole.OWNER).exists()
