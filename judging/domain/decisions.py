"""Who wins: prepared from the standing, changed by a person, sealed with everything it rests on.

A decision that departs from the standing, or that settles what the standing leaves open, needs a written reason.
Sealing stores the inputs as canonical JSON with their SHA-256 and asks for the honours; see `sealing` for how a
sealed decision is computed again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from measurement.domain.measured import Measured
from nominations.models import Candidate, Nomination
from operations import clock
from operations.domain import audit, jobs
from operations.refusal import Refused
from programs.enums import SelectionMethod, TiePolicy
from programs.models import Category, Placing

from ..access import may_decide
from ..enums import DECISION_MOVES, DecisionState
from ..models import Decision, DecisionPlacing
from . import appointment, measuring, placings, proposal, quorum, review, sealing
from .standing import Standing
from .standings import standings


@transaction.atomic
def prepare(category: Category, *, by, rows: list[Standing] | None = None) -> Decision:
    """The decision of a category; an empty draft is filled with what the standing says beyond doubt."""
    refuse_unless_deciding(category, by)
    if category.method == SelectionMethod.ASSESSMENT:
        raise Refused(_("Here each attempt is decided by itself. See the assessments."))
    decision = Decision.objects.get_or_create(category=category)[0]
    locked = lock(decision, by, or_sealed=True)
    if locked.is_sealed or locked.is_withheld or locked.placings.exists():
        return locked
    if not quorum.shortfalls(category):
        fill(locked, proposal.of(category, standings(category) if rows is None else rows), by)
    return locked


def fill(decision: Decision, proposed: list[tuple[Placing, int, Standing]], by) -> None:
    """Place whom the standing places beyond doubt. Constant queries for any number of them."""
    if not proposed:
        return
    category = decision.category
    made = {}
    if measuring.is_measured(category):
        made = measuring.with_candidates(category, [standing for _p, _n, standing in proposed])
    DecisionPlacing.objects.bulk_create(
        [
            DecisionPlacing(
                decision=decision,
                placing=placing,
                candidate=made[standing.measured.key] if standing.measured else standing.candidate,
                nomination=standing.nomination,
                position=position,
            )
            for placing, position, standing in proposed
        ],
        batch_size=500,
    )
    names = [str(one.name) for _p, _n, one in proposed]
    changed(decision, "decision prepared", by, {"placed": names[: review.MOST_NAMED], "number": len(names)})


@transaction.atomic
def place(
    decision: Decision,
    placing: Placing,
    *,
    by,
    nomination: Nomination | None = None,
    candidate: Candidate | None = None,
    position: int = 0,
    citation: str = "",
    base_version: int | None = None,
) -> DecisionPlacing:
    """Give a candidate a placing of the category, in place of any other this candidate had."""
    locked = lock(decision, by, base_version=base_version)
    category = locked.category
    if placing.category_id != category.pk:
        raise Refused(_("%(category)s does not award this placing.") % {"category": category.name})
    if locked.is_withheld:
        raise Refused(_("The award is withheld. Give it again first."))
    if short := quorum.shortfalls(category):
        raise Refused(*short)
    candidate = candidate or (nomination.candidate if nomination else None)
    rows = standings(category)
    standing = next((row for row in rows if candidate and row.candidate and row.candidate.pk == candidate.pk), None)
    if standing is None:
        raise Refused(_("Only a candidate who stands in this category can be placed."))
    beside = list(locked.placings.filter(placing=placing).exclude(candidate=candidate))
    places = dict(placings.places(category))[placing]  # one fewer where the winner is a finalist (S03)
    if places is not None and len(beside) >= places and not may_share(category, standing, beside, rows):
        raise Refused(
            ngettext(
                "“%(placing)s” has one place, and it is taken.",
                "“%(placing)s” has %(n)d places, and they are taken.",
                places,
            )
            % {"placing": placing.name, "n": places}
        )
    placed, _made = DecisionPlacing.objects.update_or_create(
        decision=locked,
        candidate=candidate,
        defaults={
            "placing": placing,
            "nomination": nomination or standing.nomination,
            "position": position or len(beside) + 1,
            "citation": citation.strip(),
        },
    )
    change = {"placing": placing.slug, "candidate": candidate.pk, "position": placed.position, "citation": citation}
    changed(locked, "candidate placed", by, change)
    mirror(locked, decision)
    return placed


@transaction.atomic
def consider(decision: Decision, key: str, *, by) -> Candidate:
    """A candidate for somebody whom surveys alone know, so that a person can place him against the standing."""
    locked = lock(decision, by)
    rows = [row for row in standings(locked.category) if row.measured and row.measured.key == key]
    if not rows:
        raise Refused(_("Nobody like this stands in the award."))
    return measuring.with_candidates(locked.category, rows)[key]


def may_share(category: Category, standing: Standing, beside: list[DecisionPlacing], rows: list[Standing]) -> bool:
    """Equal results may share a placing where the tie policy says so."""
    if category.tie_policy != TiePolicy.SHARE or standing.place is None:
        return False
    places = {row.candidate.pk: row.place for row in rows if row.candidate}
    return all(places.get(one.candidate_id) == standing.place for one in beside)


@transaction.atomic
def unplace(decision: Decision, candidate: Candidate, *, by, base_version: int | None = None) -> None:
    """Take a candidate off the list."""
    locked = lock(decision, by, base_version=base_version)
    if locked.placings.filter(candidate=candidate).delete()[0]:
        changed(locked, "candidate unplaced", by, {"candidate": candidate.pk})
    mirror(locked, decision)


@transaction.atomic
def explain(decision: Decision, rationale: str, *, by, base_version: int | None = None) -> None:
    """Write why the decision is as it is."""
    locked = lock(decision, by, base_version=base_version)
    locked.rationale = rationale.strip()
    locked.save(update_fields=["rationale"])
    changed(locked, "decision explained", by, {"rationale": locked.rationale})
    mirror(locked, decision)


@transaction.atomic
def withhold(decision: Decision, *, reason: str, by, base_version: int | None = None) -> None:
    """The award is not given this time."""
    if not reason.strip():
        raise Refused(_("Write why the award is not given this time."))
    locked = lock(decision, by, base_version=base_version)
    was = [one.candidate_id for one in locked.placings.all()]
    locked.placings.all().delete()
    locked.is_withheld = True
    locked.rationale = reason.strip()
    locked.save(update_fields=["is_withheld", "rationale"])
    changed(locked, "award withheld", by, {"reason": locked.rationale, "was": was})
    mirror(locked, decision)


@transaction.atomic
def give_again(decision: Decision, *, by) -> None:
    """Undo a withholding: the award is given after all."""
    locked = lock(decision, by)
    locked.is_withheld = False
    locked.save(update_fields=["is_withheld"])
    changed(locked, "award given again", by, {})
    mirror(locked, decision)


@transaction.atomic
def seal(decision: Decision, *, by, base_version: int | None = None, found: list[Measured] | None = None) -> Decision:
    """Sign the decision: store what it rests on, hash it, and ask for the honours. `found`: results asked already."""
    locked = lock(decision, by, base_version=base_version)
    reviewed = review.of(locked, None if found is None else measuring.standings_of(locked.category, found))
    if reviewed.problems:
        raise Refused(*reviewed.problems)
    inputs = sealing.inputs_of(locked, found)
    now = clock.now()
    claimed = Decision.objects.filter(pk=locked.pk, state=DecisionState.DRAFT).update(
        state=DecisionState.SEALED,
        inputs=inputs,
        inputs_hash=sealing.hash_of(inputs),
        sealed_at=now,
        sealed_by=by,
        version=F("version") + 1,
        updated_at=now,
    )
    if not claimed:
        raise Refused(_("Somebody was faster. Please look at the decision again."))
    decision.refresh_from_db()
    program = decision.category.cycle.program.slug
    ask_for_honours(decision, by)
    change = {"hash": decision.inputs_hash, "departures": reviewed.departures}
    audit.record("decision sealed", decision.key, by=by, program=program, change=change)
    return decision


@transaction.atomic
def appoint(category: Category, candidate: Candidate, *, reason: str, by) -> Decision:
    """The final word on an appointed award, in one step: this candidate, for this reason, sealed."""
    if category.method != SelectionMethod.APPOINTMENT:
        raise Refused(_("Only an award by appointment is decided in one step."))
    appointment.refuse_unless_fit(category, candidate.organisation)
    decision = prepare(category, by=by)
    for placed in decision.placings.exclude(candidate=candidate).select_related("candidate"):
        unplace(decision, placed.candidate, by=by)
    placing = category.placings.first()
    if placing is None:
        raise Refused(_("%(category)s awards no placing.") % {"category": category.name})
    place(decision, placing, candidate=candidate, by=by)
    explain(decision, reason, by=by)
    return seal(decision, by=by)


@transaction.atomic
def reopen(decision: Decision, *, reason: str, by) -> Decision:
    """Break the seal with a reason. What was sealed stays in the audit trail by its hash."""
    if not reason.strip():
        raise Refused(_("Write why the decision is reopened."))
    refuse_unless_deciding(decision.category, by)
    if DecisionState.DRAFT not in DECISION_MOVES[decision.state]:
        raise Refused(_("This decision is not sealed."))
    claimed = Decision.objects.filter(pk=decision.pk, state=DecisionState.SEALED).update(
        state=DecisionState.DRAFT, sealed_at=None, sealed_by=None, version=F("version") + 1, updated_at=clock.now()
    )
    if not claimed:
        raise Refused(_("Somebody was faster. Please look at the decision again."))
    change = {"reason": reason.strip(), "hash": decision.inputs_hash}
    decision.refresh_from_db()
    program = decision.category.cycle.program.slug
    audit.record("decision reopened", decision.key, by=by, program=program, change=change)
    return decision


def recompute(decision: Decision) -> sealing.Recomputation:
    """Compute a sealed decision again from its stored inputs, and say in words what differs."""
    return sealing.recompute(decision)


def ask_for_honours(decision: Decision, by) -> None:
    """Honours follow the seal; each new seal of a reopened decision asks anew."""
    jobs.enqueue(
        "make_honours",
        key=f"make_honours:{decision.pk}:{decision.version}",
        payload={"decision": decision.pk},
        program=decision.category.cycle.program.slug,
        by=by,
    )


def lock(decision: Decision, by, *, base_version: int | None = None, or_sealed: bool = False) -> Decision:
    """The decision's row, held until the end of the transaction, if this person may change it now."""
    locked = (
        Decision.objects.select_for_update(of=("self",)).select_related("category__cycle__program").get(pk=decision.pk)
    )
    refuse_unless_deciding(locked.category, by)
    if locked.is_sealed and not or_sealed:
        raise Refused(_("This decision is sealed. Reopen it with a reason first."))
    if base_version is not None and base_version != locked.version:
        raise Refused(_("Somebody changed this decision in between. Look at it again before you go on."))
    return locked


def refuse_unless_deciding(category: Category, by) -> None:
    if not may_decide(by, category):
        raise Refused(_("You may not decide this category."))


def changed(decision: Decision, action: str, by, change: dict) -> None:
    Decision.objects.filter(pk=decision.pk).update(version=F("version") + 1, updated_at=clock.now())
    decision.version += 1
    audit.record(action, decision.key, by=by, program=decision.category.cycle.program.slug, change=change)


def mirror(locked: Decision, decision: Decision) -> None:
    """Give the caller's object what the locked row now says."""
    for name in ("rationale", "is_withheld", "version"):
        setattr(decision, name, getattr(locked, name))
