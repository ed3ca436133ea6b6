"""What a writer may be told of an entry's eligibility.

Anybody may put forward anybody's people, with any number of the survey files. What was measured of an organization is
for those who belong to it: to everybody else such a rule says that the organizer looks at it, whatever it found.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from programs.domain.in_force import rules_of
from programs.models import EligibilityRule
from programs.rules import kinds
from programs.rules.base import UNKNOWN
from programs.rules.report import Report, summed

from ..models import EligibilityReport, Nomination
from .eligibility import VERDICT_CHANGED

__all__ = ["VERDICT_CHANGED", "hides_verdict_from", "knows_figures", "may_know_verdict", "told"]

OF_STUDY = frozenset(name for name, rule in kinds().items() if rule.of_study)


def knows_figures(nomination: Nomination, reader) -> bool:
    """Whether this person belongs to the organization that the entry names."""
    organisation = nomination.organisation
    return organisation is None or organisation.memberships.filter(user=reader).exists()


def told(nomination: Nomination, report: Report | EligibilityReport, reader) -> Report | EligibilityReport:
    """The report as this person may read it. A question of ours is asked of everybody: it says nothing of surveys."""
    if not any(is_veiled(line) for line in report.lines) or knows_figures(nomination, reader):
        return report
    lines = [veiled(line) if is_veiled(line) else line for line in report.lines]
    return Report(summed(lines), lines)


def may_know_verdict(nomination: Nomination, reader) -> bool:
    """Whether the sum of all rules tells this person nothing that it may not know."""
    return not any(one.kind in OF_STUDY for one in rules_of(nomination.category)) or knows_figures(nomination, reader)


def hides_verdict_from(reader) -> Q:
    """The contrary of `may_know_verdict`, as it is asked of a list of nominations."""
    rules = EligibilityRule.objects.filter(cycle=OuterRef("cycle"), kind__in=OF_STUDY, is_enabled=True)
    ours = Membership.objects.filter(organisation=OuterRef("organisation"), user=reader)
    measured = Exists(rules.filter(Q(category=None) | Q(category=OuterRef("category"))))
    return Q(measured, ~Exists(ours), organisation__isnull=False)


def is_veiled(line: dict) -> bool:
    """A line that tells what was measured: a yes or a no of the study, where no administrator put another word to it."""
    return line["kind"] in OF_STUDY and line["verdict"] != UNKNOWN and not line.get("overridden")


def veiled(line: dict) -> dict:
    reason = _("The organizer looks at this. What was measured is told to members of the organization alone.")
    return {**line, "verdict": UNKNOWN, "reason": reason, "proposal": None}
