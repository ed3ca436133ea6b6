"""Who reads what: a balanced plan that is shown before it is applied, and single moves by hand.

A plan gives each nomination `panel_size` judges, never a conflicted one, with loads as even as they can be. It keeps
every assignment there is, so planning again after recusals and late entries adds substitutes alone. The same seed
and the same rows give the same plan.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nominations.models import Nomination
from operations import clock
from operations.domain import audit, jobs
from operations.refusal import Refused
from programs.models import Category

from ..enums import RecusalReason, ScorecardState
from ..models import Assignment, Panel, Recusal
from . import conflicts, panels
from .recusals import refuse_when_sealed


@dataclass(frozen=True)
class Gap:
    """A nomination that gets fewer judges than the category asks for."""

    nomination: Nomination
    missing: int
    reason: str


@dataclass(frozen=True)
class Load:
    """What one judge reads before and after a plan."""

    judge: object
    before: int
    after: int


@dataclass(frozen=True)
class Plan:
    """What applying would do. Nothing is written yet."""

    category: Category
    seed: int
    new: list[tuple[object, Nomination]]
    conflicts: list[tuple[object, Nomination, RecusalReason]]
    gaps: list[Gap]
    loads: list[Load] = field(default_factory=list)


def plan(category: Category, *, seed: int | None = None) -> Plan:
    """A balanced plan for what is still to be assigned. Constant queries."""
    seed = secrets.randbits(48) if seed is None else seed
    judges = [seat.judge for seat in panels.members(category)]
    nominations = to_assign(category)
    seated = {judge.pk for judge in judges}
    readers: dict[int, set[int]] = defaultdict(set)
    never: dict[int, set[int]] = defaultdict(set)
    waived: set[tuple[int, int]] = set()
    loads = dict.fromkeys(seated, 0)
    rows = Assignment.objects.filter(nomination__in=[one.pk for one in nominations]).values_list(
        "nomination_id", "judge_id", "recusal", "scorecard__state", "conflict_waived_at"
    )
    for nomination_id, judge_id, recusal, state, waived_at in rows:
        never[nomination_id].add(judge_id)
        if waived_at:
            waived.add((judge_id, nomination_id))
        if recusal is None and (judge_id in seated or state == ScorecardState.SUBMITTED):
            readers[nomination_id].add(judge_id)
            if judge_id in loads:
                loads[judge_id] += 1
    found = {
        pair: reason
        for pair, reason in conflicts.between(judges, nominations).items()
        if pair not in waived and pair[0] not in never[pair[1]]
    }
    for judge_id, nomination_id in found:
        never[nomination_id].add(judge_id)
    wanted = {one.pk: category.panel_size - len(readers[one.pk]) for one in nominations}
    eligible = {pk: seated - never[pk] for pk in wanted}
    dealt = deal(wanted, eligible, loads, random.Random(seed))
    people = {judge.pk: judge for judge in judges}
    rank = {pk: place for place, pk in enumerate(people)}
    given = Counter(pk for hands in dealt.values() for pk in hands)
    return Plan(
        category=category,
        seed=seed,
        new=[(people[pk], one) for one in nominations for pk in sorted(dealt[one.pk], key=rank.__getitem__)],
        conflicts=[
            (judge, one, found[judge.pk, one.pk])
            for one in nominations
            for judge in judges
            if (judge.pk, one.pk) in found
        ],
        gaps=[
            Gap(one, wanted[one.pk] - len(dealt[one.pk]), why_short(judges, eligible[one.pk]))
            for one in nominations
            if wanted[one.pk] > len(dealt[one.pk])
        ],
        loads=[Load(judge, loads[judge.pk], loads[judge.pk] + given[judge.pk]) for judge in judges],
    )


def to_assign(category: Category) -> list[Nomination]:
    chosen = Nomination.objects.filter(category=category).to_be_judged()
    return list(
        chosen.select_related("candidate__organisation", "organisation", "nominator").order_by(
            "first_submitted_at", "receipt_number", "pk"
        )
    )


def why_short(judges: list, eligible: set[int]) -> str:
    if not judges:
        return _("Nobody is on the panel yet.")
    if not eligible:
        return _("Every judge of the panel reads it already, stepped back or has a conflict.")
    return _("Too few judges of the panel are free of conflicts.")


def deal(
    wanted: dict[int, int], eligible: dict[int, set[int]], loads: dict[int, int], chance: random.Random
) -> dict[int, set[int]]:
    """Judges for each nomination, loads as even as the eligible pairs allow.

    First each nomination, in shuffled order, takes its least loaded judges; then single nominations move along
    chains from busy to idle judges until no chain makes the loads more even, which is the optimum.
    """
    loads = dict(loads)
    dealt: dict[int, set[int]] = {nomination: set() for nomination in wanted}
    order = sorted(wanted)
    chance.shuffle(order)
    for nomination in order:
        free = sorted(eligible[nomination])
        chance.shuffle(free)
        free.sort(key=loads.__getitem__)
        for judge in free[: max(wanted[nomination], 0)]:
            dealt[nomination].add(judge)
            loads[judge] += 1
    while chain := evening_chain(dealt, eligible, loads):
        for nomination, giver, taker in chain:
            dealt[nomination].remove(giver)
            dealt[nomination].add(taker)
        loads[chain[0][1]] -= 1
        loads[chain[-1][2]] += 1
    return dealt


def evening_chain(
    dealt: dict[int, set[int]], eligible: dict[int, set[int]], loads: dict[int, int]
) -> list[tuple[int, int, int]]:
    """Moves (nomination, from, to) that take one read from a busy judge to one with at least two fewer; [] if none."""
    hands: dict[int, list[int]] = defaultdict(list)
    for nomination in sorted(dealt):
        for judge in dealt[nomination]:
            hands[judge].append(nomination)
    idlest = min(loads.values(), default=0)
    for start in sorted(hands, key=lambda judge: (-loads[judge], judge)):
        if loads[start] < idlest + 2:
            break
        came: dict[int, tuple[int, int] | None] = {start: None}
        queue = deque([start])
        while queue:
            giver = queue.popleft()
            if loads[giver] <= loads[start] - 2:
                return unwind(came, giver)
            for nomination in hands[giver]:
                for taker in sorted(eligible[nomination] - dealt[nomination] - came.keys()):
                    came[taker] = (nomination, giver)
                    queue.append(taker)
    return []


def unwind(came: dict[int, tuple[int, int] | None], end: int) -> list[tuple[int, int, int]]:
    chain, taker = [], end
    while came[taker] is not None:
        nomination, giver = came[taker]
        chain.append((nomination, giver, taker))
        taker = giver
    return chain[::-1]


@transaction.atomic
def apply(category: Category, *, seed: int, by) -> Plan:
    """Carry out the plan of this seed, as the rows are now, and record the conflicts it found."""
    panel = panels.panel_of(category)
    Panel.objects.select_for_update().get(pk=panel.pk)
    made = plan(category, seed=seed)
    recused = write(category, [(judge, one) for judge, one, _reason in made.conflicts], seed=seed, by=by)
    Recusal.objects.bulk_create(
        [
            Recusal(assignment=recused[judge.pk, one.pk], reason=reason, at=clock.now())
            for judge, one, reason in made.conflicts
        ]
    )
    write(category, made.new, seed=seed, by=by)
    tell(category, made.new)
    Panel.objects.filter(pk=panel.pk).update(seed=seed)
    change = {"seed": seed, "new": len(made.new), "conflicts": len(made.conflicts), "gaps": len(made.gaps)}
    audit.record("judges assigned", panels.key_of(category), by=by, program=panels.slug_of(category), change=change)
    return made


def tell(category: Category, new: list[tuple[object, Nomination]]) -> None:
    """The judges get one letter each, from a job, however many entries are new to them."""
    if new:
        key = f"judge_letters:{category.pk}:{secrets.token_hex(8)}"
        counts = Counter(judge.pk for judge, _one in new)
        payload = {"category": category.pk, "counts": counts, "key": key}
        jobs.enqueue("judge_letters", key=key, payload=payload, program=panels.slug_of(category))


def write(category: Category, pairs: list, *, seed: int, by) -> dict[tuple[int, int], Assignment]:
    """Assignment rows; what is new goes behind what a judge has, in this judge's own shuffled order."""
    last = dict(
        Assignment.objects.filter(nomination__category=category)
        .values_list("judge")
        .annotate(Max("position"))
        .order_by()
    )
    hands = defaultdict(list)
    for judge, nomination in pairs:
        hands[judge.pk].append((judge, nomination))
    rows = []
    for judge_id, hand in sorted(hands.items()):
        random.Random(f"{seed}:{judge_id}").shuffle(hand)
        for position, (judge, nomination) in enumerate(hand, start=last.get(judge_id, 0) + 1):
            rows.append(
                Assignment(
                    judge=judge, nomination=nomination, position=position, assigned_by=by, assigned_at=clock.now()
                )
            )
    Assignment.objects.bulk_create(rows)
    return {(row.judge_id, row.nomination_id): row for row in rows}


@transaction.atomic
def assign(judge, nomination: Nomination, *, by) -> Assignment:
    """One judge reads one nomination, by hand. Never one with a conflict."""
    category = nomination.category
    refuse_when_sealed(Assignment(judge=judge, nomination=nomination))
    if not any(seat.judge_id == judge.pk for seat in panels.members(category)):
        raise Refused(_("%(judge)s is not on the panel of this category.") % {"judge": judge})
    if not Nomination.objects.filter(pk=nomination.pk).to_be_judged().exists():
        raise Refused(_("This nomination is not to be judged."))
    present = Assignment.objects.filter(judge=judge, nomination=nomination).select_related("recusal").first()
    if present is not None:
        if hasattr(present, "recusal"):
            raise Refused(
                _("%(judge)s stepped back from this nomination. Undo the recusal instead.") % {"judge": judge}
            )
        return present
    reason = conflicts.of_pair(judge, nomination)
    if reason:
        raise Refused(_("%(judge)s has a conflict: %(reason)s.") % {"judge": judge, "reason": reason.label})
    made = write(category, [(judge, nomination)], seed=0, by=by)[judge.pk, nomination.pk]
    tell(category, [(judge, nomination)])
    change = {"judge": judge.key}
    audit.record("judge assigned", nomination.key, by=by, program=panels.slug_of(category), change=change)
    return made


@transaction.atomic
def unassign(assignment: Assignment, *, by) -> None:
    """Take a nomination from a judge who has not opened it. Later, the judge is recused: marks are never deleted."""
    refuse_when_sealed(assignment)
    gone, _rows = Assignment.objects.filter(pk=assignment.pk, scorecard=None, recusal=None).delete()
    if not gone:
        raise Refused(_("This judge has opened the entry already. Record a recusal instead; the marks stay on file."))
    nomination = assignment.nomination
    change = {"judge": assignment.judge.key}
    program = panels.slug_of(nomination.category)
    audit.record("judge unassigned", nomination.key, by=by, program=program, change=change)
