"""Asking the rules again on an administrator's word."""

from __future__ import annotations

from django.utils.translation import gettext as _

from nominations.domain import eligibility
from nominations.enums import NominationState
from nominations.models import EligibilityReport, Nomination
from operations.refusal import Refused

CHECKED = (NominationState.DRAFT, NominationState.SUBMITTED)


def check(nomination: Nomination, *, by) -> EligibilityReport:
    """What has been taken back or rejected is not asked about any more."""
    if nomination.state not in CHECKED:
        raise Refused(_("Only a draft or a submitted nomination can be checked."))
    return eligibility.check(nomination, cause="asked for by an administrator", by=by)
