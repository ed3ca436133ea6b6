"""Who wins: prepared from the standing, changed by a person, sealed with everything it rests on.

A decision that departs from the standing, or that settles what the standing leaves open, needs a written reason.
Sealing stores the inputs as canonical JSON with their SHA-256 and asks for the honours; see `sealing` for how a
sealed decision is computed again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

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
from . import measuring, placings, quorum, sealing, window
from .standing import Standing
from .standings import standings

#: So many names a sentence or a line of the trail lists.
MOST_NAMED = 20


@dataclass(frozen=True)
class Review:
    """What stands between a draft and its seal: problems that forbid it, departures that need a reason."""

    standings: list[Standing]
    problems: list[str]
    departures: list[str]

    @property
    def needs_rationale(self) -> bool:
        return bool(self.departures)


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
        fill(locked, proposal(category, standings(category) if rows is None else rows), by)
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
    changed(decision, "decision prepared", by, {"placed": names[:MOST_NAMED], "number": len(names)})


def proposal(category: Category, rows: list[Standing]) -> list[tuple[Placing, int, Standing]]:
    """Placings that the standing gives without a doubt: (placing, position in it, standing)."""
    if category.method == SelectionMethod.APPOINTMENT or field_of(category, rows) < category.minimum_entrants:
        return []
    groups: dict[int, list[Standing]] = defaultdict(list)
    for standing in rows:
        if standing.place is not None and not standing.needs and (standing.candidate or standing.measured):
            groups[standing.place].append(standing)
    found, first = [], 1
    for placing, places in placings.places(category):
        last = first + places - 1 if places is not None else None
        for place, group in sorted(groups.items()):
            if place >= first and (last is None or place <= last):
                found += [
                    (placing, position_of(category, place, first, n), standing) for n, standing in enumerate(group)
                ]
        if last is None:
            break
        first = last + 1
    return found


def position_of(category: Category, place: int, first: int, n: int) -> int:
    """The number within a placing: shared by equal results, and counted through where everybody reaches the bar."""
    return n + 1 if category.method == SelectionMethod.THRESHOLD else place - first + 1


def field_of(category: Category, rows: list[Standing]) -> int:
    """How many compete: nominations to be judged, or who is eligible by measurement."""
    return sum(1 for row in rows if row.place is not None) if measuring.is_measured(category) else len(rows)


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
    if placing.places is not None and len(beside) >= placing.places and not may_share(category, standing, beside, rows):
        raise Refused(
            ngettext(
                "“%(placing)s” has one place, and it is taken.",
                "“%(placing)s” has %(n)d places, and they are taken.",
                placing.places,
            )
            % {"placing": placing.name, "n": placing.places}
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


def review(decision: Decision, rows: list[Standing] | None = None) -> Review:
    """What still forbids the seal, and where a reason is needed. Constant queries. `rows`: standings asked already."""
    category = decision.category
    rows = standings(category) if rows is None else rows
    placed = list(decision.placings.select_related("placing", "candidate"))
    problems = quorum.shortfalls(category)
    problems += [] if decision.is_withheld else problems_of(category, rows, placed)
    departures = [*awaited(category), *departures_of(decision, rows, placed)]
    if departures and not decision.rationale:
        problems.append(
            _("Write the reason: the decision comes early, or settles or departs from what the standing says.")
        )
    return Review(rows, problems, departures)


def problems_of(category: Category, rows: list[Standing], placed: list[DecisionPlacing]) -> list[str]:
    problems = []
    if not placed:
        problems.append(_("Nobody is placed. Place somebody, or withhold the award."))
    few = field_of(category, rows)
    if measuring.is_measured(category) and few < category.minimum_entrants:
        problems.append(measured_too_few(few, category.minimum_entrants))
    if category.method == SelectionMethod.PANEL and len(rows) < category.minimum_entrants:
        problems.append(
            ngettext(
                "Only %(n)d nomination is to be judged, and the category asks for at least %(least)d. Withhold it.",
                "Only %(n)d nominations are to be judged, and the category asks for at least %(least)d. Withhold it.",
                len(rows),
            )
            % {"n": len(rows), "least": category.minimum_entrants}
        )
    standing = {row.candidate.pk for row in rows if row.candidate}
    problems += [
        _("%(candidate)s no longer stands in this category.") % {"candidate": one.candidate}
        for one in placed
        if one.candidate_id not in standing
    ]
    return problems


def awaited(category: Category) -> list[str]:
    """Scorecards that may still come in: whoever decides without them says why."""
    if category.method != SelectionMethod.PANEL:
        return []
    missing = window.still_markable(category).count()
    if not missing:
        return []
    return [
        ngettext(
            "%(n)d scorecard is not in yet, and its judge may still submit it.",
            "%(n)d scorecards are not in yet, and their judges may still submit them.",
            missing,
        )
        % {"n": missing}
    ]


def measured_too_few(field: int, least: int) -> str:
    if not field:
        return _("Nobody is eligible. Withhold the award.")
    return ngettext(
        "Only %(n)d is eligible, and the award asks for at least %(least)d. Withhold it.",
        "Only %(n)d are eligible, and the award asks for at least %(least)d. Withhold it.",
        field,
    ) % {"n": field, "least": least}


def departures_of(decision: Decision, rows: list[Standing], placed: list[DecisionPlacing]) -> list[str]:
    """Each thing that the standing alone does not say, as a sentence."""
    category = decision.category
    if decision.is_withheld:
        return [_("The award is not given.")]
    if category.method == SelectionMethod.APPOINTMENT:
        return [_("An appointed award always carries its reason.")]
    proposed = {one.identity: (placing, one) for placing, _position, one in proposal(category, rows)}
    by_candidate = {one.candidate_id: one for one in placed}
    standing = {row.candidate.pk: row for row in rows if row.candidate}
    found = []
    for one in placed:
        row = standing.get(one.candidate_id)
        said = proposed.get(one.candidate_id)
        if said and said[0].pk == one.placing_id:
            continue
        words = {"candidate": one.candidate, "placing": one.placing.name}
        if row is not None and row.place is None and row.measured:
            found.append(_("%(candidate)s is placed as %(placing)s without being eligible.") % words)
        elif row is not None and row.place is None:
            found.append(_("%(candidate)s has too few scorecards and is placed as %(placing)s.") % words)
        elif row is not None and row.is_tied and row.needs:
            found.append(_("%(candidate)s is placed as %(placing)s although the result is tied.") % words)
        else:
            found.append(_("%(candidate)s is placed as %(placing)s, which the standing does not say.") % words)
    for candidate_id, (placing, one) in proposed.items():
        if candidate_id not in by_candidate:
            words = {"candidate": one.name, "placing": placing.name}
            found.append(_("The standing makes %(candidate)s %(placing)s, and the decision does not.") % words)
    if measuring.is_measured(category):
        return in_short(found) + in_doubt(category, rows)
    lacking = sum(1 for row in rows if row.place is None)
    if lacking:
        found.append(
            ngettext(
                "%(n)d nomination has too few scorecards and is left out.",
                "%(n)d nominations have too few scorecards and are left out.",
                lacking,
            )
            % {"n": lacking}
        )
    return found


def in_short(sentences: list[str]) -> list[str]:
    """Not five hundred sentences where twenty say enough."""
    if len(sentences) <= MOST_NAMED:
        return sentences
    return [
        *sentences[:MOST_NAMED],
        _("… and %(n)d more such differences.") % {"n": len(sentences) - MOST_NAMED},
    ]


def in_doubt(category: Category, rows: list[Standing]) -> list[str]:
    """Who could be placed if something were known that is not known yet: a person has to look."""
    unknown = [
        row for row in rows if row.measured and row.measured.is_in_doubt and could_be_placed(category, row, rows)
    ]
    return in_short(
        [
            _("It is not settled whether %(who)s is eligible: %(why)s")
            % {"who": row.name, "why": " ".join(row.measured.shortfalls)}
            for row in unknown
        ]
    )


def could_be_placed(category: Category, row: Standing, rows: list[Standing]) -> bool:
    """Whether it would get a placing if it were eligible: it reaches the bar, and not all places are above it."""
    if row.value is None or not row.measured.meets_bar:
        return False
    ends = placings.boundaries(placings.described(category))
    if not ends or category.method == SelectionMethod.THRESHOLD or row.measured.measure.combine == "rank_sum":
        return True
    return sum(1 for other in rows if other.place is not None and other.value > row.value) < ends[-1]


@transaction.atomic
def seal(decision: Decision, *, by, base_version: int | None = None, found: list[Measured] | None = None) -> Decision:
    """Sign the decision: store what it rests on, hash it, and ask for the honours. `found`: results asked already."""
    locked = lock(decision, by, base_version=base_version)
    reviewed = review(locked, None if found is None else measuring.standings_of(locked.category, found))
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
