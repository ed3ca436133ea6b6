"""The organisation that a nomination charges: found by its comparable name, or made."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from accounts.domain.names import normalised
from accounts.models import Organisation

from .refusal import Refused

ALIKE = 86
MOST_SHOWN = 3
MOST_COMPARED = 5_000


def named(name: str, *, by) -> Organisation:
    """The organisation of that name. Own ones win over others that are spelled the same."""
    name = " ".join(name.split())[:200]
    key = normalised(name)
    if not key:
        raise Refused(_("Please give the organisation's name."))
    found = Organisation.objects.filter(normalised_name=key)
    own = found.filter(members=by).first()
    return own or found.order_by("pk").first() or Organisation.objects.create(name=name, created_by=by)


def similar(organisation: Organisation) -> list[Organisation]:
    """Others that are spelled almost alike, so that one organisation does not stand here twice."""
    others = dict(
        Organisation.objects.exclude(pk=organisation.pk)
        .filter(normalised_name__startswith=organisation.normalised_name[:1])
        .values_list("pk", "normalised_name")[:MOST_COMPARED]
    )
    alike = process.extract(
        organisation.normalised_name, others, scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=MOST_SHOWN
    )
    return list(Organisation.objects.filter(pk__in=[pk for _name, _score, pk in alike]))
