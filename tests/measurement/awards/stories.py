"""Nominations with a story, as awards 6, 7, 9 and 10 take them: asked of the rules, submitted, and marked by a panel."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import Membership
from judging.domain import panels
from judging.models import Assignment, Mark, Scorecard
from nominations.domain import drafts, eligibility, stories
from nominations.enums import CapPlace, Eligibility, NominationState
from nominations.models import Answer, Candidate, Nomination
from operations import clock
from programs.enums import QuestionKind, Role
from programs.models import Category

from ... import factories
from .. import given as counted

#: Between the opening in September and the close of stories at the end of January, Vancouver time.
OPEN = factories.at("2018-01-15 12:00")
JUDGING = factories.at("2018-02-05 12:00")
TEXT = "She stayed on the line until the card was found."
TOLD = {"agent_number": "7", "entrant_email": "office@acme.example"}


def measured(award: Category, name: str, now: tuple[int, int], before: tuple[int, int] | None = None, **fields):
    """An organization whose CSR or supervisor number 7 has so many hits of so many surveys, this year and last."""
    takes_part = fields.pop("takes_part", True)
    acme = counted.organisation(award.cycle, name, takes_part=takes_part)
    person = {award.measure["person"]: "7"}
    for back, counts in enumerate((now, before)):
        if counts:
            counted.surveys(award.cycle, acme, "world_class", *counts, year=2017 - back, **person, **fields)
    return acme


def draft(
    award: Category, organisation, *, name: str = "Cy Agent", but: Mapping[str, object] | None = None
) -> Nomination:
    """A draft with an answer to every question, by somebody of the organization.

    `but` names answers by question, None leaves one out.
    """
    clock.stopped_at.set(OPEN)
    nominator = factories.user("Nora Nominator")
    Membership.objects.create(organisation=organisation, user=nominator)
    made = drafts.start(award, by=nominator, organisation=organisation, relation="colleague")
    for question in award.questions.all():
        value = answer_to(question, name)
        if but and question.slug in but:
            value = but[question.slug]
        if value is not None:
            drafts.save_answer(made, question, value, base_version=0, by=nominator)
    return Nomination.objects.get(pk=made.pk)


def answer_to(question, name: str):
    if question.fact in TOLD:
        return TOLD[question.fact]
    if question.fact == "entrant_name":
        return name
    return True if question.kind == QuestionKind.STATEMENT else TEXT


def told(nomination: Nomination, name: str = "Di Agent") -> None:
    """A story by private link, signed."""
    link, _address = stories.invite(nomination, name=name, email="", by=nomination.nominator)
    stories.save(link, TEXT, base_version=0)
    stories.sign(link, name=name)
    nomination.refresh_from_db()


def against(nomination: Nomination) -> list[str]:
    """What the rules say against it, sentence by sentence; nothing where it is eligible."""
    report = eligibility.check(nomination, cause="asked")
    return [line["reason"] for line in report.lines if line["verdict"] not in ("pass", "limit")]


def entered(award: Category, names: list[str]) -> list[Nomination]:
    """Entries that are to be judged, written straight into the tables: what comes before has tests of its own."""
    acme, nominator = factories.organisation("Acme"), factories.user("Nora Nominator")
    candidates = Candidate.objects.bulk_create(
        [
            Candidate(
                program=award.cycle.program,
                subject="person",
                name=name,
                organisation=acme,
                match_key=f"person|1|{name}",
            )
            for name in names
        ]
    )
    made = Nomination.objects.bulk_create(
        [
            Nomination(
                cycle=award.cycle, category=award, nominator=nominator, organisation=acme, candidate=candidate,
                title=candidate.name, state=NominationState.SUBMITTED, eligibility=Eligibility.ELIGIBLE,
                cap_place=CapPlace.NONE, receipt_number=n, first_submitted_at=OPEN, submitted_at=OPEN,
            )
            for n, candidate in enumerate(candidates, 1)
        ]
    )  # fmt: skip
    questions = award.questions.filter(kind=QuestionKind.NARRATIVE)
    Answer.objects.bulk_create(
        [Answer(nomination=one, question=asked, value=TEXT) for one in made for asked in questions]
    )
    return made


def judged(award: Category, points: Mapping[str, int], *, judges: int = 2) -> list[Nomination]:
    """Entries with so many points over all criteria from each of so many judges of SQM's management."""
    clock.stopped_at.set(JUDGING)
    made = entered(award, list(points))
    criteria = list(award.criteria.all())
    for n in range(judges):
        judge = factories.user(f"Judge {n}")
        factories.role(judge, award.cycle.program, Role.JUDGE)
        panels.add_member(award, judge, by=judge)
        seats = Assignment.objects.bulk_create([Assignment(judge=judge, nomination=one) for one in made])
        cards = Scorecard.objects.bulk_create(
            [Scorecard(assignment=one, state="submitted", submitted_at=JUDGING) for one in seats]
        )
        Mark.objects.bulk_create(
            [
                Mark(scorecard=card, criterion=criterion, value=value)
                for card, entry in zip(cards, made, strict=True)
                for criterion, value in zip(criteria, spread(points[entry.title], len(criteria)), strict=True)
            ]
        )
    return made


def spread(points: int, criteria: int) -> list[int]:
    """So many points as marks of 1 to 10, as even as they come."""
    least, more = divmod(points, criteria)
    return [least + (place < more) for place in range(criteria)]
