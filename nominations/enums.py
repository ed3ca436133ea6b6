"""States of a nomination and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Not eligible")


ALLOWED_MOVES: dict[str, frozenset[str]] = {
    NominationState.DRAFT: frozenset({NominationState.SUBMITTED, NominationState.WITHDRAWN}),
    NominationState.SUBMITTED: frozenset({NominationState.WITHDRAWN, NominationState.REJECTED}),
    NominationState.WITHDRAWN: frozenset({NominationState.SUBMITTED}),
    NominationState.REJECTED: frozenset({NominationState.SUBMITTED}),
}


class Eligibility(models.TextChoices):
    """The sum of a report: any fail is a fail, else anything unknown needs information."""

    NOT_CHECKED = "not_checked", _("Not checked yet")
    ELIGIBLE = "pass", _("Eligible")
    NEEDS_INFORMATION = "unknown", _("Needs information")
    INELIGIBLE = "fail", _("Not eligible")


class CapPlace(models.TextChoices):
    """What the program's caps leave of a submitted nomination (I02)."""

    NONE = "", _("No caps")
    JUDGED = "judged", _("Within the limits")
    QUEUED = "queued", _("Waiting for a place")
    OVER = "over", _("Not judged: over the limit")


class Relation(models.TextChoices):
    """What the nominator is to the nominee (I13, I14)."""

    SELF = "self", _("I am the person nominated")
    COLLEAGUE = "colleague", _("I work for the same organization")
    BUSINESS_PARTNER = "business_partner", _("My organization is a business partner")
    AGENCY = "agency", _("My agency was hired to write this nomination")
    CUSTOMER = "customer", _("I am a customer")
    RELATIVE = "relative", _("I am a relative or friend")
    OTHER = "other", _("None of these")
