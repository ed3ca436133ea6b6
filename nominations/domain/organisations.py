"""The organisation that a nomination charges: found by its comparable name, or made."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from accounts.domain.similar import similar_to
from accounts.models import Organisation
from operations.domain import audit
from operations.refusal import Refused

MOST_SHOWN = 3


def named(name: str, *, by) -> Organisation:
    """The organisation of that name. Own ones win over others that are spelled the same.

    Who names a new one becomes no member of it: a partner may nominate, and that is no employment.
    """
    name = " ".join(name.split())[:200]
    key = normalised(name)
    if not key:
        raise Refused(_("Please give the organization's name."))
    found = Organisation.objects.filter(normalised_name=key)
    return found.filter(members=by).first() or found.order_by("pk").first() or _made(name, by=by)


@transaction.atomic
def _made(name: str, *, by) -> Organisation:
    made = Organisation.objects.create(name=name, created_by=by)
    audit.record("organization created", made.key, by=by, change={"name": name, "how": "nominated"})
    return made


def mistakable(organisation: Organisation | None) -> list[Organisation]:
    """Others that a newcomer without members may be meant for: one organisation spelled twice has twice the places."""
    if organisation is None or organisation.members.exists():
        return []
    return similar(organisation)


def similar(organisation: Organisation) -> list[Organisation]:
    """Others that are spelled almost alike, so that one organisation does not stand here twice."""
    near = similar_to(organisation.name, limit=MOST_SHOWN, leave_out=organisation.pk)
    return [one.organisation for one in near]
