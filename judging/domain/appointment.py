"""The appointment method: people are proposed, and the final word belongs to the decider or an administrator.

Nothing is counted or ranked. A nomination in such a category is a suggestion, no more.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from accounts.models import Organisation
from measurement.domain import asking
from measurement.domain.study import Study
from nominations.domain.candidates import match_key
from nominations.models import Candidate, Nomination, PastHonour
from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.domain import in_force
from programs.enums import Role, SelectionMethod
from programs.models import Category, ProgramRole
from programs.rules import report as reports
from programs.rules.base import FAIL
from programs.rules.report import InForce

from ..access import may_decide, seats_of
from ..models import DecisionPlacing, Proposal
from .standing import Standing

FORMAT = 1


def may_propose(user, category: Category) -> bool:
    """The panel of the category, its decider and the program's administrators."""
    return may_decide(user, category) or seats_of(user).filter(panel__category=category).exists()


@transaction.atomic
def propose(
    category: Category, *, name: str, reason: str, by, organisation: Organisation | None = None, **details: str
) -> Proposal:
    """Put somebody forward. Proposing the same candidate again replaces the reason. `details`: email, title."""
    if category.method != SelectionMethod.APPOINTMENT:
        raise Refused(_("Only an award by appointment takes proposals."))
    if not may_propose(by, category):
        raise Refused(_("Only the panel, the final decider and administrators may propose."))
    if not name.strip() or not reason.strip():
        raise Refused(_("Write who is proposed, and why."))
    refuse_second_time(category, name)
    if organisation is not None:
        refuse_unless_fit(category, organisation)
    organisation_id = organisation.pk if organisation else None
    candidate, _made = Candidate.objects.get_or_create(
        program=category.cycle.program,
        match_key=match_key(category.subject, organisation_id, name.strip()),
        defaults={"subject": category.subject, "name": name.strip(), "organisation": organisation, **details},
    )
    proposal, _made = Proposal.objects.update_or_create(
        category=category,
        candidate=candidate,
        defaults={"reason": reason.strip(), "by": by, "at": clock.now(), "withdrawn_at": None},
    )
    record("candidate proposed", proposal, by, {"reason": proposal.reason})
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, by) -> None:
    """Take a proposal back; who proposed it may, and who decides."""
    if proposal.by_id != by.pk and not may_decide(by, proposal.category):
        raise Refused(_("Only who proposed or who decides may take a proposal back."))
    if Proposal.objects.filter(pk=proposal.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        record("proposal withdrawn", proposal, by, {})


def rules_of_organisation(category: Category) -> list[InForce]:
    """The rules that look at the nominee's organisation alone, such as its part in a study (S34, S42)."""
    return [one for one in in_force.rules_of(category) if one.rule and tuple(one.rule.needs) == ("organisation",)]


def refuse_unless_fit(category: Category, organisation: Organisation | None) -> None:
    """A certain no of a rule about the organisation refuses; what a study does not know yet does not."""
    asked = rules_of_organisation(category)
    if not asked:
        return
    if organisation is None:
        raise Refused(
            _("A rule looks at the nominee's organization, and nobody named it. Propose again with the organization."),
            *(one.rule.describe() for one in asked if one.rule),
        )
    study = Study(category.cycle, [], organisations=[organisation.pk])
    facts = asking.facts_of_award(study, category).but(asking.facts_of(study, organisation.pk))
    against = [line["reason"] for line in reports.made(asked, facts).lines if line["verdict"] == FAIL]
    if against:
        raise Refused(*(f"{organisation}: {reason}" for reason in against))


def refuse_second_time(category: Category, name: str) -> None:
    """Where a rule of the category says "once only", nobody is honoured a second time."""
    if not category.rules.filter(kind="once_only", is_enabled=True).exists():
        return
    earlier = PastHonour.objects.filter(
        program=category.cycle.program, category_key=category.key, recipient_key=normalised(name)
    ).first()
    if earlier:
        raise Refused(
            _("%(name)s received this award in %(year)d. It is never given to anybody twice.")
            % {"name": earlier.recipient, "year": earlier.award_year}
        )


def deciders(category: Category) -> list:
    """Who has the final word, by name; empty where only the administrators have."""
    roles = ProgramRole.objects.filter(program=category.cycle.program, role=Role.DECIDER).select_related("user")
    return [role.user for role in roles]


def gather(category: Category) -> dict:
    """What the decision rests on: who was proposed, and why."""
    proposals = Proposal.objects.filter(category=category, withdrawn_at=None).order_by("candidate")
    suggested = Nomination.objects.filter(category=category).submitted().order_by("code")
    return {
        "format": FORMAT,
        "method": category.method,
        "category": category.key,
        "cycle": category.cycle.slug,
        "program": category.cycle.program.slug,
        "minimum_entrants": category.minimum_entrants,
        "placings": [
            {"slug": placing.slug, "kind": placing.kind, "places": placing.places}
            for placing in category.placings.all()
        ],
        "nominations": list(suggested.values_list("code", flat=True)),
        "proposals": [
            {"candidate": candidate, "reason": reason, "by": f"user:{by}"}
            for candidate, reason, by in proposals.values_list("candidate", "reason", "by")
        ],
    }


def standings(category: Category) -> list[Standing]:
    """Everybody proposed or suggested, by name. Only who was appointed has a place."""
    placed = set(DecisionPlacing.objects.filter(decision__category=category).values_list("candidate_id", flat=True))
    names = ", ".join(str(person) for person in deciders(category)) or _("the administrators")
    waiting = _("Needs information: the final word belongs to %(who)s.") % {"who": names}
    found: dict[int, Standing] = {}
    suggestions = Nomination.objects.filter(category=category).submitted().exclude(candidate=None)
    for nomination in suggestions.select_related("candidate__organisation", "organisation"):
        found[nomination.candidate_id] = row(nomination.candidate, nomination, "", placed, waiting)
    proposals = Proposal.objects.filter(category=category, withdrawn_at=None)
    for proposal in proposals.select_related("candidate__organisation"):
        known = found.get(proposal.candidate_id)
        nomination = known.nomination if known else None
        found[proposal.candidate_id] = row(proposal.candidate, nomination, proposal.reason, placed, waiting)
    return sorted(found.values(), key=lambda standing: (standing.place or 2, standing.name.casefold()))


def row(candidate: Candidate, nomination: Nomination | None, reason: str, placed: set[int], waiting: str) -> Standing:
    is_placed = candidate.pk in placed
    return Standing(
        candidate=candidate,
        nomination=nomination,
        place=1 if is_placed else None,
        value=None,
        count=0,
        needs="" if is_placed else waiting,
        reason=reason,
    )


def record(action: str, proposal: Proposal, by, change: dict) -> None:
    category = proposal.category
    change = {"candidate": proposal.candidate_id, **change}
    audit.record(action, f"proposals:{category.pk}", by=by, program=category.cycle.program.slug, change=change)
