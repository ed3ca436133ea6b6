"""A decided category: who won, who came second, who did not, and a clock that a test sets."""

import pytest

from judging.enums import DecisionState
from judging.models import Decision, DecisionPlacing
from nominations.models import Candidate, Nomination
from operations import clock
from programs.models import Placing
from recognition.domain import honours
from tests import factories

T = factories.at("2026-06-01 16:00")
BEFORE = factories.at("2026-06-01 15:59:59")
SEALED = factories.at("2026-05-10")


@pytest.fixture
def set_clock(the_clock_runs_again):
    """Set the one clock of the portal."""

    def to(instant):
        clock.stopped_at.set(instant)

    to(factories.at("2026-05-20"))
    return to


def candidate(category, name, *, organisation=None, email=""):
    return Candidate.objects.create(
        program=category.cycle.program, subject=category.subject, name=name, organisation=organisation, email=email,
        match_key=f"{category.pk}:{name}",
    )  # fmt: skip


def nominated(category, who, by, **fields):
    return Nomination.objects.create(
        **{
            "cycle": category.cycle, "category": category, "nominator": by, "candidate": who, "title": who.name,
            "state": "submitted", "eligibility": "pass", "cap_place": "judged",
            "first_submitted_at": factories.at("2026-03-01"), **fields,
        }
    )  # fmt: skip


def sealed(category, *rows):
    """A sealed decision with rows of (placing slug, nomination, citation)."""
    decision, _made = Decision.objects.get_or_create(category=category)
    decision.placings.all().delete()
    for position, (slug, nomination, citation) in enumerate(rows, start=1):
        DecisionPlacing.objects.create(
            decision=decision, placing=category.placings.get(slug=slug), candidate=nomination.candidate,
            nomination=nomination, position=position, citation=citation,
        )  # fmt: skip
    Decision.objects.filter(pk=decision.pk).update(
        state=DecisionState.SEALED, sealed_at=SEALED, version=decision.version + 1
    )
    decision.refresh_from_db()
    return decision


class Story:
    """Winner, runner-up and one more in a category, each nominated by somebody else."""

    def __init__(self, category):
        self.category = category
        category.name = "Best Contact Center Agent"
        category.save()
        # One name for the program of every story: art that carries it is drawn once for all tests.
        category.cycle.program.name = "The Awards"
        category.cycle.program.save()
        Placing.objects.create(
            category=category, slug="runner-up", kind="runner_up", name="Runner-up", places=1, position=2,
            recognitions=[{"kind": "certificate", "words": "a certificate"}],
        )  # fmt: skip
        self.winner_by, self.second_by, self.other_by = (
            factories.user(name) for name in ("Wilma W", "Sem S", "Olga O")
        )
        company = factories.organisation("Harbour Light Ltd")
        self.winner = nominated(
            category, candidate(category, "Amara Okonkwo-Lindqvist", organisation=company), self.winner_by
        )
        self.second = nominated(category, candidate(category, "Bo Berg"), self.second_by)
        self.other = nominated(category, candidate(category, "Cy Clark"), self.other_by)
        self.decision = sealed(
            category, ("winner", self.winner, "A desk that sleeps at night."), ("runner-up", self.second, "")
        )
        self.honours = honours.make(self.decision)

    def honour(self, nomination):
        return nomination.candidate.honours.get(revoked_at=None)


@pytest.fixture
def story(category, set_clock):
    return Story(category)
