"""Rules, questions and submissions for stories about eligibility, made without asking any rule."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from nominations.models import Answer, Candidate, Nomination, NominationEvent, PastHonour
from programs.models import Category, EligibilityRule, Question

from .. import factories
from ..factories import at

SUBMITTED_AT = at("2026-02-01 12:00")
NUMBERS, DATES, YES_NO = {"agents"}, {"first_used_on"}, {"is_provider"}


def rule(category: Category, kind: str, params: dict | None = None, *, cycle_wide: bool = False, **fields):
    return EligibilityRule.objects.create(
        **{
            "cycle": category.cycle,
            "category": None if cycle_wide else category,
            "slug": kind.replace("_", "-"),
            "kind": kind,
            "params": params or {},
            "source": "The organiser's sentence.",
            **fields,
        }
    )


def caps(category: Category, **switches) -> None:
    rule(category, "category_cap", {"maximum": 3, **switches}, cycle_wide=True)
    rule(category, "candidate_cap", {"maximum": 2, **switches}, cycle_wide=True)


def ask(category: Category, fact: str) -> Question:
    kind = "number" if fact in NUMBERS else "date" if fact in DATES else "yes_no" if fact in YES_NO else "text"
    question, _made = Question.objects.get_or_create(
        category=category,
        fact=fact,
        defaults={"slug": fact.replace(":", "-").replace("_", "-"), "section": "eligibility", "kind": kind},
    )
    return question


def submitted(category: Category, organisation=None, **given) -> Nomination:
    """A submitted nomination; keywords that are no fields of it are facts."""
    number = Nomination.objects.count() + 1
    fields = {
        name: given.pop(name)
        for name in ("nominator", "relation", "state", "first_submitted_at", "receipt_number", "title")
        if name in given
    }
    organisation = organisation or factories.organisation()
    name = given.get("entrant_name", f"Candidate {number}")
    made = Nomination.objects.create(
        **{
            "cycle": category.cycle,
            "category": category,
            "nominator": fields.pop("nominator", None) or factories.user(),
            "organisation": organisation,
            "relation": "colleague",
            "title": name,
            "state": "submitted",
            "receipt_number": number,
            "first_submitted_at": SUBMITTED_AT,
            "submitted_at": SUBMITTED_AT,
            "candidate": candidate(category, organisation, name),
            **fields,
        }
    )
    for fact, value in given.items():
        answer(made, fact, value)
    return made


def candidate(category: Category, organisation, name: str) -> Candidate:
    made, _new = Candidate.objects.get_or_create(
        program=category.cycle.program,
        match_key=f"{category.subject}|{organisation.pk}|{name.lower()}",
        defaults={"subject": category.subject, "name": name, "organisation": organisation},
    )
    return made


def answer(nomination: Nomination, fact: str, value) -> None:
    Answer.objects.update_or_create(
        nomination=nomination, question=ask(nomination.category, fact), defaults={"value": value}
    )


def ended(nomination: Nomination, state: str, when) -> None:
    """Withdrawn or rejected at an instant, as the verbs write it."""
    Nomination.objects.filter(pk=nomination.pk).update(state=state)
    NominationEvent.objects.create(nomination=nomination, what=state, from_state="submitted", to_state=state, at=when)


def past(category: Category, recipient: str, year: int = 2025, **fields) -> PastHonour:
    from accounts.domain.names import normalised

    organisation = fields.pop("organisation_name", "")
    return PastHonour.objects.create(
        **{
            "program": category.cycle.program,
            "category_key": category.key,
            "family": category.family,
            "award_year": year,
            "recipient": recipient,
            "recipient_key": normalised(recipient),
            "organisation_name": organisation,
            "organisation_key": normalised(organisation),
            **fields,
        }
    )


def queries(work) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)
