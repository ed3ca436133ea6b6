"""Giving and taking the roles of a program. Each change is written to the audit trail."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from operations.domain import audit
from operations.refusal import Refused

from ..enums import Role
from ..models import Program, ProgramRole


class LastAdministrator(Refused):
    """A program keeps at least one administrator."""


@transaction.atomic
def grant(user: User, program: Program, role: str, *, by: User | None) -> ProgramRole:
    """Give a role, once; asking twice changes nothing."""
    held, is_new = ProgramRole.objects.get_or_create(program=program, user=user, role=Role(role))
    if is_new:
        audit.record("role granted", user.key, by=by, program=program.slug, change={"role": str(role)})
    return held


@transaction.atomic
def revoke(user: User, program: Program, role: str, *, by: User | None) -> bool:
    """Take a role away; tells whether it was held. The last administrator stays."""
    Program.objects.select_for_update().get(pk=program.pk)
    if role == Role.ADMINISTRATOR and not _other_administrators(user, program).exists():
        raise LastAdministrator(_("This is the program's only administrator. Name another one first."))
    gone, _rows = ProgramRole.objects.filter(program=program, user=user, role=role).delete()
    if gone:
        audit.record("role revoked", user.key, by=by, program=program.slug, change={"role": str(role)})
    return bool(gone)


def _other_administrators(user: User, program: Program):
    return ProgramRole.objects.filter(program=program, role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
