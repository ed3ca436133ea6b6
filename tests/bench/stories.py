"""What people judge beside the measured awards: stories, applications and proposals, each panel with six experts."""

from __future__ import annotations

import random

ENTRIES, EXPERTS = 20, 6


def fill(cycle, organisations: list) -> None:
    """Entries of every award that a panel judges, all marked, and proposals where somebody is appointed."""
    from accounts.models import User
    from programs.enums import SelectionMethod

    numbers = random.Random(2)
    people = [User.objects.create_user(email=f"p{n}@bench.example", password=None) for n in range(EXPERTS + 1)]
    for category in cycle.categories.all():
        if category.method == SelectionMethod.PANEL:
            enter(category, organisations[:ENTRIES], people, numbers)
        if category.method == SelectionMethod.APPOINTMENT:
            propose(category, organisations[:ENTRIES], people[0])


def enter(category, organisations: list, people: list, numbers: random.Random) -> None:
    from django.utils import timezone

    from judging.models import Assignment, Mark, Scorecard
    from nominations.models import Answer, Nomination

    now, (nominator, *experts) = timezone.now(), people
    first = Nomination.objects.count()
    entries = Nomination.objects.bulk_create(
        Nomination(
            cycle=category.cycle, category=category, nominator=nominator, organisation=organisation,
            title=f"Entry {first + n}", state="submitted", eligibility="pass", receipt_number=first + n + 1,
            first_submitted_at=now, submitted_at=now,
        )
        for n, organisation in enumerate(organisations)
    )  # fmt: skip
    number = category.questions.filter(fact="agent_number").first()
    if number:
        who = category.measure["person"][0]
        Answer.objects.bulk_create(Answer(nomination=one, question=number, value=f"{who}0") for one in entries)
    assignments = Assignment.objects.bulk_create(
        Assignment(judge=expert, nomination=one, position=place, no_conflict_at=now)
        for place, one in enumerate(entries)
        for expert in experts
    )
    cards = Scorecard.objects.bulk_create(
        Scorecard(assignment=one, state="submitted", submitted_at=now) for one in assignments
    )
    criteria = list(category.criteria.all())
    Mark.objects.bulk_create(
        Mark(scorecard=card, criterion=criterion, value=numbers.randint(1, 10))
        for card in cards
        for criterion in criteria
    )


def propose(category, organisations: list, by) -> None:
    from judging.models import Proposal
    from nominations.models import Candidate

    candidates = Candidate.objects.bulk_create(
        Candidate(
            program=category.cycle.program, subject="person", name=f"Leader {n}", organisation=organisation,
            match_key=f"person|{organisation.pk}|leader {n}",
        )
        for n, organisation in enumerate(organisations)
    )  # fmt: skip
    Proposal.objects.bulk_create(
        Proposal(category=category, candidate=one, reason="They led well.", by=by) for one in candidates
    )
