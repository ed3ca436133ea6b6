"""Organisations: made, changed, and the people in them. Each change is written to the audit trail.

An organisation keeps at least one owner as long as it has members. Views check who may ask
(`accounts.access.organisations_managed_by`); the verbs keep what must hold whoever asks.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from operations.domain import audit
from operations.refusal import Refused

from ..enums import MemberRole
from ..models import Membership, Organisation, User
from .names import normalised


class NotPossible(Refused):
    """What an organisation, its members or its invitations do not allow."""


@transaction.atomic
def create(name: str, *, by: User, domains: list[str] | tuple = (), country: str = "") -> Organisation:
    """Make an organisation with its first owner. Near-duplicates are for the form to ask about."""
    made = Organisation.objects.create(name=name, domains=list(domains), country=country, created_by=by)
    Membership.objects.create(organisation=made, user=by, role=MemberRole.OWNER)
    audit.record("organization created", made.key, by=by, change={"name": name})
    return made


@transaction.atomic
def enter(names: list[str], *, by: User | None) -> list[Organisation]:
    """Make organisations that nobody of them is here for yet, such as those that a survey names.

    Their people ask to join, and the portal's stewards let the first one in.
    """
    rows = [Organisation(name=name, normalised_name=normalised(name), created_by=by) for name in names]
    made = Organisation.objects.bulk_create(rows, batch_size=500)
    if made:
        change = {organisation.key: organisation.name for organisation in made}
        audit.record("organizations created", "organisations", by=by, change=change)
    return made


@transaction.atomic
def change(organisation: Organisation, *, by: User, **values) -> Organisation:
    """Give an organisation another name, country, parent or other domains; the trail keeps both."""
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: _plain(getattr(row, name)) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    if row.parent_id:
        _refuse_circle(row)
    after = {name: _plain(getattr(row, name)) for name in values}
    differences = {name: [before[name], after[name]] for name in values if before[name] != after[name]}
    if differences:
        row.save()
        audit.record("organization changed", row.key, by=by, change=differences)
    return row


@transaction.atomic
def add_member(
    organisation: Organisation, user: User, *, by: User | None, role: str = MemberRole.MEMBER, how: str = ""
) -> Membership:
    """Let somebody in, once."""
    membership, is_new = Membership.objects.get_or_create(organisation=organisation, user=user, defaults={"role": role})
    if is_new:
        audit.record("member added", organisation.key, by=by, change={"member": user.key, "role": role, "how": how})
    return membership


@transaction.atomic
def leave(organisation: Organisation, *, by: User) -> None:
    """Step out. The only owner of others names a new owner first."""
    _end(organisation, by, by=by, action="member left")


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    _end(membership.organisation, membership.user, by=by, action="member removed")


@transaction.atomic
def set_role(membership: Membership, role: str, *, by: User) -> None:
    """Make a member an owner, or an owner a member again."""
    _lock(membership.organisation)
    row = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if row.role == role:
        return
    if role != MemberRole.OWNER and _is_last_owner(row):
        raise NotPossible(_("An organization needs an owner. Make somebody else an owner first."))
    Membership.objects.filter(pk=row.pk).update(role=role)
    audit.record("member role changed", row.organisation.key, by=by, change={"member": row.user.key, "role": str(role)})


@transaction.atomic
def transfer(organisation: Organisation, to: Membership, *, by: User) -> None:
    """Hand ownership over: the member becomes an owner, and whoever hands over a plain member."""
    set_role(to, MemberRole.OWNER, by=by)
    own = Membership.objects.filter(organisation=organisation, user=by, role=MemberRole.OWNER).exclude(pk=to.pk).first()
    if own is not None:
        set_role(own, MemberRole.MEMBER, by=by)


def _end(organisation: Organisation, user: User, *, by: User, action: str) -> None:
    _lock(organisation)
    membership = Membership.objects.filter(organisation=organisation, user=user).first()
    if membership is None:
        return
    others = Membership.objects.filter(organisation=organisation).exclude(pk=membership.pk)
    if _is_last_owner(membership) and others.exists():
        raise NotPossible(_("%(name)s is the only owner. Make somebody else an owner first.") % {"name": user})
    membership.delete()
    audit.record(action, organisation.key, by=by, change={"member": user.key})


def _lock(organisation: Organisation) -> None:
    """Two owners who step down in the same moment must not both succeed."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _is_last_owner(membership: Membership) -> bool:
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=MemberRole.OWNER)
    return membership.role == MemberRole.OWNER and not owners.exclude(pk=membership.pk).exists()


def _refuse_circle(organisation: Organisation) -> None:
    """Read upwards from the database: what the caller holds may be old."""
    above, seen = organisation.parent_id, {organisation.pk}
    while above is not None:
        if above in seen:
            raise NotPossible(_("An organization cannot stand above itself."))
        seen.add(above)
        above = Organisation.objects.values_list("parent_id", flat=True).get(pk=above)


def _plain(value):
    return getattr(value, "key", value)
