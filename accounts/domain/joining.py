"""Into an organisation: by invitation of an owner, or by a request that an owner or a steward approves."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit, mail

from ..access import is_member, stewards_of
from ..enums import JoinState, MemberRole
from ..models import Invitation, JoinRequest, Organisation, User
from ..models.joining import new_token
from . import organisations
from .organisations import NotPossible
from .people import has_address


@transaction.atomic
def invite(organisation: Organisation, email: str, *, by: User) -> Invitation:
    """Ask somebody in by letter. Asking the same address again renews the invitation and voids its old link."""
    email = email.lower()
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise NotPossible(_("%(email)s is a member already.") % {"email": email})
    invitation, _made = Invitation.objects.update_or_create(
        organisation=organisation,
        email=email,
        defaults={"token": new_token(), "invited_by": by, "created_at": clock.now(), "accepted_at": None},
    )
    mail.queue(
        "accounts/invitation",
        email,
        {"invitation": invitation, "organisation": organisation, "inviter": by},
        key=f"direct:invitation:{invitation.pk}:{clock.now().timestamp()}",
    )
    audit.record("member invited", organisation.key, by=by, change={"invitation": invitation.code})
    return invitation


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Open invitations to mailboxes that this person has confirmed."""
    mailboxes = user.emailaddress_set.filter(verified=True).values("email")
    return Invitation.objects.open().filter(email__in=mailboxes).select_related("organisation", "invited_by")


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> None:
    """Join as invited: once, in time, and only whoever reads the mailbox that was invited."""
    if not has_address(by, invitation.email):
        raise NotPossible(_("This invitation was written to another address."))
    claimed = Invitation.objects.open().filter(pk=invitation.pk, token=invitation.token)
    if not claimed.update(accepted_at=clock.now()):
        raise NotPossible(_("This invitation has been used or is too old. Ask for a new one."))
    JoinRequest.objects.filter(organisation=invitation.organisation, user=by, state=JoinState.WAITING).update(
        state=JoinState.APPROVED, settled_at=clock.now(), settled_by=invitation.invited_by
    )
    organisations.add_member(invitation.organisation, by, by=by, how="invitation")


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> None:
    """The link stops working; a declined invitation goes the same way."""
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()[0]:
        change = {"invitation": invitation.code}
        audit.record("invitation withdrawn", invitation.organisation.key, by=by, change=change)


@transaction.atomic
def ask_to_join(organisation: Organisation, *, by: User, message: str = "") -> JoinRequest:
    """Ask the owners; where there are none, the organisation's stewards. Asking twice is asking once."""
    if is_member(by, organisation):
        raise NotPossible(_("You are a member already."))
    waiting = JoinRequest.objects.filter(organisation=organisation, user=by, state=JoinState.WAITING).first()
    if waiting:
        return waiting
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(organisation=organisation, user=by, message=message)
    except IntegrityError:
        return JoinRequest.objects.get(organisation=organisation, user=by, state=JoinState.WAITING)
    for person in who_answers(organisation):
        words = {"join_request": request, "organisation": organisation, "asker": by, "reader": person}
        mail.queue("accounts/join_request", person.email, words, key=f"join:{request.pk}")
    audit.record("asked to join", organisation.key, by=by)
    return request


def who_answers(organisation: Organisation) -> list[User]:
    owners = User.objects.filter(
        memberships__organisation=organisation, memberships__role=MemberRole.OWNER, is_active=True
    )
    return list(owners) or list(stewards_of(organisation))


@transaction.atomic
def approve(request: JoinRequest, *, by: User) -> None:
    """Let the newcomer in; as owner where a steward answers for an organisation that has none."""
    _settle(request, JoinState.APPROVED, by=by)
    _tell(request)
    has_owner = request.organisation.memberships.filter(role=MemberRole.OWNER).exists()
    role = MemberRole.MEMBER if has_owner else MemberRole.OWNER
    organisations.add_member(request.organisation, request.user, by=by, role=role, how="request")


@transaction.atomic
def decline(request: JoinRequest, *, by: User) -> None:
    _settle(request, JoinState.DECLINED, by=by)
    _tell(request)
    audit.record("join request declined", request.organisation.key, by=by, change={"asker": request.user.key})


@transaction.atomic
def withdraw_request(request: JoinRequest, *, by: User) -> None:
    _settle(request, JoinState.WITHDRAWN, by=by)


def _settle(request: JoinRequest, state: str, *, by: User) -> None:
    waiting = JoinRequest.objects.filter(pk=request.pk, state=JoinState.WAITING)
    if not waiting.update(state=state, settled_at=clock.now(), settled_by=by):
        raise NotPossible(_("This request has been answered already."))
    request.state = state


def _tell(request: JoinRequest) -> None:
    words = {"join_request": request, "organisation": request.organisation, "reader": request.user}
    mail.queue("accounts/join_answer", request.user.email, words, key=f"join-answer:{request.pk}")
