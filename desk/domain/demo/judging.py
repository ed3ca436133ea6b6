"""Judges of the demo at work, the decisions that follow, and the announcement."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from judging.domain import appointment, assigning, decisions, panels, recusals, review, scoring, terms
from judging.domain.standings import standings
from judging.models import Assignment, Decision
from nominations.models import Nomination
from operations import clock
from programs.models import Category, Cycle
from recognition.domain import announcements, honours

from .cast import Cast

# How each judge marks, in rubric points beside what the entry is worth: some are strict, one is generous.
SEVERITY = (0, -1, 1, 0, -1, 0)
COMMENTS = {
    "strong": (
        "The figures are named with their base and period, and the story behind them is believable.",
        "A clear example that others could copy tomorrow.",
        "Exactly what this criterion asks for, told without ornament.",
        "I would have liked to work there that day.",
    ),
    "fair": (
        "Good examples; the effect is claimed more than shown.",
        "A solid achievement. I missed what it was before.",
        "Convincing in the first half, thin in the second.",
        "Well told, with one figure too few.",
    ),
    "weak": (
        "The text describes the task and not what was done with it.",
        "No evidence that I could check.",
        "This could be said of many.",
    ),
}
NOTES = (
    "Remember for the discussion.",
    "Short and honest; that speaks for the entry.",
    "Strong in two of three criteria.",
    "",
    "",
)


def seat(cycle: Cycle, cast: Cast, moment: datetime) -> None:
    """Three or four judges a category, each on about half of the panels; everybody accepts the terms."""
    with clock.standing_at(moment):
        for place, category in enumerate(judged(cycle)):
            for judge in (cast.judges[(place + step) % len(cast.judges)] for step in (0, 1, 2, 4)):
                panels.add_member(category, judge, by=cast.administrator)
    with clock.standing_at(timezone.now()):  # the file's terms are as young as its first loading
        for judge in cast.judges:
            for one in terms.outstanding(judge, cycle.program):
                terms.accept(one, judge)


def deal(cycle: Cycle, cast: Cast, moment: datetime) -> None:
    with clock.standing_at(moment):
        for category in judged(cycle):
            assigning.apply(category, seed=category.pk, by=cast.administrator)


def mark(cycle: Cycle, entries: dict[str, dict], moment: datetime, *, share: float = 1.0, minutes: int = 43) -> None:
    """Judges read and mark what they were given; with a share below one, some cards stay drafts or unopened."""
    assignments = list(
        Assignment.objects.filter(nomination__cycle=cycle, recusal=None)
        .select_related("judge", "nomination__category__cycle__program", "nomination__candidate")
        .order_by("nomination__code", "position")
    )
    chance = random.Random(len(assignments))
    for place, assignment in enumerate(assignments):
        luck = chance.random()
        with clock.standing_at(moment + timedelta(minutes=minutes * place % 20_000)):
            if luck < share:
                fill(assignment, entries, submit=True)
            elif luck < share + (1 - share) / 3:
                fill(assignment, entries, submit=False)


def fill(assignment: Assignment, entries: dict[str, dict], *, submit: bool) -> None:
    """One scorecard: marks around what the entry is worth, with a sentence for each."""
    judge, nomination = assignment.judge, assignment.nomination
    chance = random.Random(f"{judge.email} {nomination.title}")
    worth = entries[nomination.code].get("strength", 6) + SEVERITY[judge.pk % len(SEVERITY)]
    scorecard = recusals.state_no_conflict(assignment, by=judge)
    criteria = list(nomination.category.criteria.all())
    typed = {}
    for criterion in criteria if submit else criteria[:1]:
        value = max(1, min(10, worth + chance.choice((-1, 0, 0, 1))))
        level = "strong" if value >= 8 else "fair" if value >= 5 else "weak"
        typed[criterion] = scoring.Typed(value, False, chance.choice(COMMENTS[level]), 0)
    scoring.save_marks(scorecard, typed, by=judge)
    if note := chance.choice(NOTES):
        scoring.save_note(scorecard, note=note, base_version=0, by=judge)
    if submit:
        scoring.submit(scorecard, by=judge)


def step_back_once(cycle: Cycle, moment: datetime) -> None:
    """One judge knows a nominee."""
    assignment = Assignment.objects.filter(nomination__cycle=cycle, recusal=None).order_by("pk").last()
    with clock.standing_at(moment):
        recusals.recuse(assignment, reason="helped", note="I gave advice on an early version.", by=assignment.judge)


def propose_for_lifetime(category: Category, cast: Cast, moment: datetime, *, name: str, reason: str) -> None:
    with clock.standing_at(moment):
        appointment.propose(category, name=name, reason=reason, by=cast.administrator)


def decide(cycle: Cycle, entries: dict[str, dict], cast: Cast, moment: datetime) -> None:
    """A sealed decision for every category in which somebody stands."""
    with clock.standing_at(moment):
        for category in cycle.categories.all():
            rows = standings(category)
            if rows:
                decide_one(category, rows, entries, cast.administrator)


def decide_one(category: Category, rows: list, entries: dict[str, dict], by: User) -> Decision:
    decision = decisions.prepare(category, by=by)
    placings = list(category.placings.all())
    taken = set(decision.placings.values_list("candidate", flat=True))
    full = {placed.placing_id for placed in decision.placings.all()}
    free = (row for row in rows if row.candidate.pk not in taken)
    for placing in placings:
        if placing.pk not in full and (row := next(free, None)):
            decisions.place(
                decision,
                placing,
                candidate=row.candidate,
                nomination=row.nomination,
                citation=row.reason,
                by=by,
            )
    cite(decision, entries, by)
    reviewed = review.of(decision)
    if reviewed.needs_rationale:
        rationale = "Chosen by ICMI." if category.method == "appointment" else "Settled in the panel’s discussion."
        decisions.explain(decision, rationale, by=by)
    return decisions.seal(decision, by=by)


def cite(decision: Decision, entries: dict[str, dict], by: User) -> None:
    """One sentence of the jury for the public page, where the story has one."""
    for placed in decision.placings.select_related("placing", "candidate", "nomination"):
        words = entries.get(placed.nomination.code, {}).get("citation", "") if placed.nomination else ""
        if words:
            decisions.place(
                decision,
                placed.placing,
                candidate=placed.candidate,
                nomination=placed.nomination,
                position=placed.position,
                citation=words,
                by=by,
            )


def make_honours(cycle: Cycle, cast: Cast, moment: datetime) -> None:
    """Honours of every sealed decision, with the cycle's own announcement moment set for all."""
    with clock.standing_at(moment):
        for decision in Decision.objects.filter(category__cycle=cycle).select_related("category__cycle__program"):
            honours.make(decision)
            announcements.schedule(decision.category, None, cycle.announce_at, by=cast.administrator)


def announce(cycle: Cycle) -> None:
    with clock.standing_at(cycle.announce_at + timedelta(minutes=1)):
        for category in cycle.categories.filter(decision__isnull=False).select_related("cycle__program"):
            announcements.open_doors(category)


def judged(cycle: Cycle) -> list[Category]:
    """Categories that a panel judges and in which something stands to be judged."""
    standing = Nomination.objects.filter(cycle=cycle).to_be_judged().values("category")
    return list(cycle.categories.filter(method="panel", pk__in=standing).select_related("cycle__program"))
