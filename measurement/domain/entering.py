"""An organisation opts out of a measured award, asks to be entered, or takes either back (S01, S58)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.domain.groups import groups_for
from programs.models import Category

from ..enums import Choice
from ..models import EntryChoice
from .results import is_measured


@transaction.atomic
def choose(category: Category, organisation: Organisation, choice: str, *, reason: str = "", by) -> None:
    """Say whether the organisation stands in the award; an empty choice leaves it to the award's own way."""
    if not is_measured(category):
        raise Refused(_("This award is not decided by measurement."))
    if choice not in ("", *Choice.values):
        raise Refused(_("Choose whether the organization is entered."))
    if clock.now() > category.cycle.judging_closes_at:
        raise Refused(_("The time to choose is over. Please write to the organizer."))
    root = groups_for([category.cycle.program]).root(organisation.pk)
    if root != organisation.pk:
        raise Refused(
            _("Your organization counts together with %(name)s, whose owners choose for all of it.")
            % {"name": Organisation.objects.get(pk=root).name}
        )
    if choice:
        EntryChoice.objects.update_or_create(
            category=category, organisation=organisation,
            defaults={"choice": choice, "reason": reason.strip()[:300], "by": by, "at": clock.now()},
        )  # fmt: skip
    else:
        EntryChoice.objects.filter(category=category, organisation=organisation).delete()
    audit.record(
        "award entry chosen", organisation.key, by=by, program=category.cycle.program.slug,
        change={"category": category.pk, "choice": choice, "reason": reason.strip()[:300]},
    )  # fmt: skip
