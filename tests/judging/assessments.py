"""What stories of assessments begin with: a designation with its instrument, experts, and a received attempt."""

from __future__ import annotations

from datetime import date

from accounts.models import Organisation
from judging.domain import evaluating, experts
from judging.models import Evaluation
from nominations.models import Attempt, Candidate, Enrolment, Nomination
from programs.enums import SelectionMethod
from programs.models import Category, Instrument, Placing
from tests import factories

from .stories import seat

SECTIONS = ("environment", "strengths", "plan")
RECEIVED = factories.at("2026-04-06 15:00")  # a Monday
NOTICE = date(2026, 5, 18)  # 30 business days later


def designation(cycle=None, *, sections: tuple[str, ...] = SECTIONS, **fields) -> Category:
    made = factories.category(
        cycle or factories.cycle(is_rolling=True), method=SelectionMethod.ASSESSMENT, criteria=0, questions=False,
        name="Strategic Leader", **fields,
    )  # fmt: skip
    made.placings.all().delete()
    Placing.objects.create(category=made, slug="certified", kind="certified", name="Certified", places=None)
    Instrument.objects.create(category=made, version=1, sections=[section(slug) for slug in sections])
    return made


def section(slug: str) -> dict:
    return {
        "slug": slug,
        "title": slug.title(),
        "competency": slug,
        "questions": [f"{slug}-text"],
        "guidance": f"Look at the {slug}.",
        "anchors": {"meets": "Complete and backed by figures.", "deficiency": "Gaps, or nothing to back it."},
    }


def snapshot(category: Category, words: str = "first", **texts: str) -> dict:
    slugs = [one["slug"] for one in category.instruments.get().sections]
    return {
        "answers": [
            {
                "slug": f"{slug}-text",
                "section": "story",
                "competency": slug,
                "label": slug.title(),
                "text": texts.get(slug, f"The {words} words on {slug}."),
                "table": [],
                "files": [],
            }
            for slug in slugs
        ]
    }


def enrolled(category: Category, name: str = "", *, employer: Organisation | None = None, **fields) -> Enrolment:
    n = next(factories.number)
    user = factories.user(name or f"Candidate {n}", email=fields.pop("email", f"candidate{n}@center{n}.example"))
    candidate = Candidate.objects.create(
        program=category.cycle.program, subject="person", name=user.name, user=user, email=user.email,
        match_key=f"person|{n}",
    )  # fmt: skip
    nomination = Nomination.objects.create(
        cycle=category.cycle, category=category, nominator=user, candidate=candidate, title=user.name,
        relation="self", state="submitted", eligibility="pass", first_submitted_at=RECEIVED,
    )  # fmt: skip
    return Enrolment.objects.create(
        **{
            "nomination": nomination, "program": category.cycle.program, "category": category, "candidate": user,
            "employer": employer, "calendar": "US", "zone": "America/Chicago", **fields,
        }
    )  # fmt: skip


def received(enrolment: Enrolment, *, number: int = 1, **fields) -> Attempt:
    return Attempt.objects.create(
        **{
            "enrolment": enrolment, "number": number, "state": "received",
            "instrument": enrolment.category.instruments.get(), "opened_at": factories.at("2026-02-02"),
            "due_at": factories.at("2026-04-28"), "received_at": RECEIVED, "notice_due_on": NOTICE,
            "snapshot": snapshot(enrolment.category), **fields,
        }
    )  # fmt: skip


def panel_of_experts(category: Category, n: int = 3) -> list:
    people = []
    for place in range(n):
        k = next(factories.number)
        people.append(factories.user(f"Expert {place + 1} {k}", email=f"expert{k}@school{k}.example"))
    seat(category, *people)
    return people


def begun(expert, attempt: Attempt) -> Evaluation:
    """An evaluation that the expert may write in: by hand, no conflict stated."""
    evaluation = experts.assign(attempt, expert, by=expert)
    return evaluating.open_for(evaluation, by=expert)


def find(evaluation: Evaluation, verdicts: str) -> Evaluation:
    """ "MDM" finds in the order of the sections: meets, deficiency, meets."""
    for slug, letter in zip(evaluating.sections_of(evaluation), verdicts, strict=True):
        is_deficient = letter == "D"
        typed = evaluating.Typed(
            "deficiency" if is_deficient else "meets",
            f"No figures for {slug}." if is_deficient else "",
            f"Add figures to {slug}." if is_deficient else "",
            0,
        )
        evaluating.save(evaluation, {slug: typed}, by=evaluation.expert)
    return evaluation


def evaluated(expert, attempt: Attempt, verdicts: str) -> Evaluation:
    present = Evaluation.objects.filter(attempt=attempt, expert=expert).first()
    evaluation = evaluating.open_for(present, by=expert) if present else begun(expert, attempt)
    return evaluating.submit(find(evaluation, verdicts), by=expert)
