"""States of judging and the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ScorecardState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")


ALLOWED_MOVES: dict[str, frozenset[str]] = {
    ScorecardState.DRAFT: frozenset({ScorecardState.SUBMITTED}),
    ScorecardState.SUBMITTED: frozenset({ScorecardState.DRAFT}),
}


class RecusalReason(models.TextChoices):
    EMPLOYER = "employer", _("I work for this organization, or did in the last two years")
    FAMILY = "family", _("Family or close friend")
    BUSINESS = "business", _("Business relation or financial interest")
    COMPETITOR = "competitor", _("I work for a competitor")
    HELPED = "helped", _("I helped with this nomination")
    OTHER = "other", _("Another reason")
    SAME_ORGANISATION = "same_organisation", _("Found by the portal: same organization")
    SAME_DOMAIN = "same_domain", _("Found by the portal: same e-mail domain")
    OWN_NOMINATION = "own_nomination", _("Found by the portal: the judge is the nominee, the nominator or a helper")
    MANAGER = "manager", _("Found by the portal: the expert is the candidate’s manager")


FOUND_BY_THE_PORTAL = frozenset(
    {
        RecusalReason.SAME_ORGANISATION,
        RecusalReason.SAME_DOMAIN,
        RecusalReason.OWN_NOMINATION,
        RecusalReason.MANAGER,
    }
)


class DecisionState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    SEALED = "sealed", _("Sealed")


DECISION_MOVES: dict[str, frozenset[str]] = {
    DecisionState.DRAFT: frozenset({DecisionState.SEALED}),
    DecisionState.SEALED: frozenset({DecisionState.DRAFT}),
}


class EvaluationState(models.TextChoices):
    ASKED = "asked", _("Not opened yet")
    DRAFT = "draft", _("Begun")
    SUBMITTED = "submitted", _("Submitted")


EVALUATION_MOVES: dict[str, frozenset[str]] = {
    EvaluationState.ASKED: frozenset({EvaluationState.DRAFT}),
    EvaluationState.DRAFT: frozenset({EvaluationState.SUBMITTED}),
    EvaluationState.SUBMITTED: frozenset({EvaluationState.DRAFT}),
}


class FindingVerdict(models.TextChoices):
    MEETS = "meets", _("Meets")
    DEFICIENCY = "deficiency", _("Deficiency")


class VisitKind(models.TextChoices):
    PHONE = "phone", _("Phone interview")
    SITE = "site", _("Site visit")
