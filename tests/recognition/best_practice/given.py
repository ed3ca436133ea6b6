"""Applications for best practice awards of the real program file, written and sent through the verbs."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pypdf import PdfWriter

from judging.domain import assigning, decisions, panels, recusals, scoring
from judging.models import Decision, Scorecard
from nominations.domain import drafts, submission
from nominations.models import Nomination
from operations import clock
from programs.enums import QuestionKind
from programs.models import Category
from tests import factories
from tests.measurement.awards.given import load

__all__ = ["load"]
NUMBERS = range(39, 56)
#: Rate, sample and method of each row, and who determined it; the first year of Csat is confidential.
FCR = [("71.5", "1,200", "Callback after three days", "The organization", False),
       ("78", "950", "Survey by telephone", "The customer", False)]  # fmt: skip
CSAT = [("64.25", "400", "Survey by e-mail", True), ("69", "380", "Survey by web form", False)]


def vancouver(text: str) -> datetime:
    """An instant from "2017-11-30 23:59" on the program's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Vancouver")).astimezone(UTC)


WRITING, JUDGING = vancouver("2017-11-15 10:00"), vancouver("2018-01-10 10:00")
OUT = vancouver("2018-02-15 09:00")


def at(instant: datetime) -> None:
    clock.stopped_at.set(instant)


def figures(rows: list[tuple]) -> list[dict]:
    names = ("rate", "sample", "method", "by")
    return [{"cells": dict(zip(names, row[:-1], strict=False)), "confidential": row[-1]} for row in rows]


def answers(**changes) -> dict:
    return {
        "practices": "We listen to every tenth call together.",
        "link": "FCR rose in the teams that listened, and in no other.",
        "success": "9,400 repeat calls fewer in a year.",
        "fcr-figures": figures(FCR),
        "csat-figures": figures(CSAT),
        "contact-email": "contact@applicant.example",
        "gala": True,
        "accurate": True,
        "terms": True,
        **changes,
    }


def fill(nomination: Nomination, **changes) -> None:
    told = answers(**changes)
    for question in nomination.category.questions.exclude(kind=QuestionKind.ATTACHMENTS):
        drafts.save_answer(nomination, question, told[question.slug], base_version=0, by=nomination.nominator)


def draft(award: Category, name: str = "Harbor Desk", *, by=None, organisation=None, **changes) -> Nomination:
    at(WRITING)
    made = drafts.start(
        award,
        by=by or factories.user(),
        organisation=organisation or factories.organisation(name),
        relation="colleague",
    )
    fill(made, **changes)
    return made


def applied(award: Category, name: str = "Harbor Desk", **more) -> Nomination:
    made = draft(award, name, **more)
    return submission.submit(made, by=made.nominator)


def experts(count: int = 6) -> list:
    return [factories.user(f"Expert {n}", email=f"expert{n}@bench{n}.example") for n in range(1, count + 1)]


def judged(nomination: Nomination, expert, mark: int) -> Scorecard:
    """The expert reads it, gives every criterion this mark and hands the scorecard in."""
    panels.add_member(nomination.category, expert, by=expert)
    card = recusals.state_no_conflict(assigning.assign(expert, nomination, by=expert), by=expert)
    typed = {one: scoring.Typed(mark, False, "", base_version=0) for one in nomination.category.criteria.all()}
    scoring.save_marks(card, typed, by=expert)
    return scoring.submit(card, by=expert)


def judged_by_six(nomination: Nomination, panel: list, *marks: int) -> None:
    """One mark for all, or one for each expert."""
    at(JUDGING)
    for expert, mark in zip(panel, marks if len(marks) > 1 else marks * len(panel), strict=True):
        judged(nomination, expert, mark)


def won(nomination: Nomination, administrator) -> Decision:
    """Prepared from the standing and sealed."""
    decision = decisions.prepare(Category.objects.get(pk=nomination.category_id), by=administrator)
    return decisions.seal(decision, by=administrator)


def lacking(nomination: Nomination, slug: str) -> Nomination:
    nomination.answers.filter(question__slug=slug).delete()
    return nomination


def pdf_of(count: int) -> io.BytesIO:
    """So many empty pages."""
    writer = PdfWriter()
    for _page in range(count):
        writer.add_blank_page(width=595, height=842)
    made = io.BytesIO()
    writer.write(made)
    made.seek(0)
    return made
