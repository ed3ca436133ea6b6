"""What stories of judging begin with: entries that are to be judged, judges with seats, and marked scorecards."""

from __future__ import annotations

from datetime import datetime

from judging.domain import assigning, panels, recusals, scoring
from judging.models import Assignment, Scorecard
from nominations.enums import CapPlace, Eligibility, NominationState
from nominations.models import Answer, Candidate, Nomination
from operations import clock
from programs.enums import TermsKind
from programs.models import Category, Criterion, Terms
from tests import factories

JUDGING = factories.at("2026-04-10 12:00")


def set_clock(instant: datetime) -> None:
    clock.stopped_at.set(instant)


def entry(category: Category, name: str = "", *, nominator=None, organisation=None, **fields) -> Nomination:
    """A nomination that is to be judged, with an answer to each question."""
    n = next(factories.number)
    name = name or f"Entrant {n}"
    candidate = Candidate.objects.create(
        program=category.cycle.program,
        subject=category.subject,
        name=name,
        organisation=organisation,
        match_key=f"{category.subject}|{n}",
        email=fields.pop("email", ""),
    )
    made = Nomination.objects.create(
        **{
            "cycle": category.cycle,
            "category": category,
            "nominator": nominator or factories.user(email=f"writer{n}@nominators{n}.example"),
            "organisation": organisation,
            "candidate": candidate,
            "title": name,
            "state": NominationState.SUBMITTED,
            "eligibility": Eligibility.ELIGIBLE,
            "cap_place": CapPlace.JUDGED,
            "receipt_number": n,
            "first_submitted_at": factories.at("2026-02-01"),
            **fields,
        }
    )
    for question in category.questions.all():
        value = name if question.fact == "entrant_name" else f"Answer to {question.slug} by {made.code}"
        Answer.objects.create(nomination=made, question=question, value=value)
    return made


def seat(category: Category, *judges, by=None) -> None:
    for judge in judges:
        panels.add_member(category, judge, by=by or judge)


def publish_terms(category: Category, version: int = 1, **fields) -> Terms:
    return Terms.objects.create(
        program=category.cycle.program,
        kind=TermsKind.CONFIDENTIALITY,
        version=version,
        text=f"Keep it to yourself, version {version}.",
        **{"published_at": factories.at("2026-01-01"), **fields},
    )


def assigned(judge, nomination: Nomination) -> Assignment:
    seat(nomination.category, judge)
    return assigning.assign(judge, nomination, by=judge)


def opened(judge, nomination: Nomination) -> Scorecard:
    """A scorecard that the judge may write on."""
    return recusals.state_no_conflict(assigned(judge, nomination), by=judge)


def mark(scorecard: Scorecard, *values: int | None, by=None) -> Scorecard:
    """Mark the criteria in their order; None says "cannot judge"."""
    pairs = zip(criteria_of(scorecard), values, strict=False)
    typed = {criterion: scoring.Typed(value, value is None, "", base_version=0) for criterion, value in pairs}
    answers = scoring.save_marks(scorecard, typed, by=by or scorecard.assignment.judge)
    assert all(isinstance(answer, scoring.Saved) for answer in answers.values())
    return scorecard


def judged(judge, nomination: Nomination, *values: int | None) -> Scorecard:
    return scoring.submit(mark(opened(judge, nomination), *values), by=judge)


def criteria_of(scorecard: Scorecard) -> list[Criterion]:
    return list(scorecard.assignment.nomination.category.criteria.all())
