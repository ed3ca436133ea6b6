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
    # Back to a draft only for corrections of an assessment that was not met.
    NominationState.SUBMITTED: frozenset({NominationState.WITHDRAWN, NominationState.REJECTED, NominationState.DRAFT}),
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


class AttemptState(models.TextChoices):
    """Where one attempt at an assessment stands."""

    WRITING = "writing", _("Being written")
    LATE = "late", _("Time has run out")
    RECEIVED = "received", _("Received")
    IN_EVALUATION = "in_evaluation", _("Being evaluated")
    MET = "met", _("Met")
    NOT_MET = "not_met", _("Not met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ATTEMPT_MOVES: dict[str, frozenset[str]] = {
    AttemptState.WRITING: frozenset({AttemptState.RECEIVED, AttemptState.LATE, AttemptState.WITHDRAWN}),
    # An extension lets writing go on.
    AttemptState.LATE: frozenset({AttemptState.WRITING, AttemptState.WITHDRAWN}),
    AttemptState.RECEIVED: frozenset({AttemptState.IN_EVALUATION, AttemptState.WITHDRAWN}),
    AttemptState.IN_EVALUATION: frozenset({AttemptState.MET, AttemptState.NOT_MET, AttemptState.WITHDRAWN}),
    AttemptState.MET: frozenset(),
    AttemptState.NOT_MET: frozenset(),
    AttemptState.WITHDRAWN: frozenset(),
}
# An enrolment has at most one attempt in these.
OPEN_ATTEMPTS = (AttemptState.WRITING, AttemptState.LATE, AttemptState.RECEIVED, AttemptState.IN_EVALUATION)


class EnrolmentSource(models.TextChoices):
    TYPED = "typed", _("Entered by an administrator")
    ORDER = "order", _("From a file of paid orders")


class LinkPurpose(models.TextChoices):
    """What somebody without an account may do with a private link."""

    MANAGER_REVIEW = "manager_review", _("Review by a manager")
    STORY = "story", _("A story to be told")
