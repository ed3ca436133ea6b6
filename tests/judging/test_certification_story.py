"""Both sides of an assessment in one story: enrolled, handed in, two differ, a third, corrected, certified, verified."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from judging.domain import results
from judging.models import Evaluation
from nominations.domain import attempts, enrolments
from nominations.models import Nomination
from operations.domain import jobs
from programs.domain import instruments
from programs.models import Placing
from recognition.models import Honour
from tests import factories
from tests.nominations.conftest import fill

from . import assessments as story
from .stories import set_clock


def hand_in(enrolment, day: str):
    set_clock(factories.at(f"{day} 15:00"))
    workbook = Nomination.objects.select_related("category__cycle__program", "cycle__program", "nominator").get(
        enrolment=enrolment
    )
    attempt = attempts.submit(
        fill(workbook, "Cleo Candidate") if day == "2026-02-02" else workbook, by=enrolment.candidate
    )
    jobs.run_due()
    return attempt


def waiting_on(attempt) -> list[Evaluation]:
    return list(Evaluation.objects.active().filter(attempt=attempt).exclude(state="submitted").select_related("expert"))


def test_from_enrollment_to_a_certificate_that_verifies(db, client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    set_clock(factories.at("2026-01-05 15:00"))
    category = factories.category(
        factories.cycle(is_rolling=True), method="assessment", accepts_nominations=False, counts_for_caps=False,
        name="Strategic Leader",
    )  # fmt: skip
    category.placings.all().delete()
    Placing.objects.create(category=category, slug="certified", kind="certified", name="Certified")
    sections = [{**story.section(f"part-{n}"), "competency": f"criterion-{n}"} for n in (1, 2, 3)]
    for section in sections:
        del section["questions"]
    instruments.publish(category, sections)
    organizer = factories.user("Ada Organizer", email="ada@organizer.example")
    factories.role(organizer, category.cycle.program)
    story.panel_of_experts(category, 3)
    enrolment = enrolments.enrol(
        category, email="cleo@center.example", name="Cleo Candidate", by=organizer, instructions_on=date(2026, 1, 5)
    )

    first = hand_in(enrolment, "2026-02-02")
    one, other = waiting_on(first)
    story.evaluated(one.expert, first, "MMM")
    story.evaluated(other.expert, first, "MDM")
    (third,) = waiting_on(first)
    story.evaluated(third.expert, first, "MDM")
    first.refresh_from_db()
    told = [results.Feedback("part-2", "No figures.", "Add figures.")]
    results.decide(first, result="not_met", feedback=told, by=organizer)
    jobs.run_due()

    second = enrolment.attempts.get(number=2)
    assert (second.state, second.deficient) == ("writing", ["story-2"])
    again = hand_in(enrolment, "2026-03-02")
    assert again.number == 2
    for evaluation in waiting_on(again):
        story.evaluated(evaluation.expert, again, "MMM")
    again.refresh_from_db()
    results.decide(again, result="met", by=organizer)
    jobs.run_due()

    honour = Honour.objects.get()
    page = client.get(reverse("recognition:verify", args=[honour.code])).content.decode()
    assert "Cleo Candidate" in page and "Strategic Leader" in page and "Certified as" in page
    enrolment.refresh_from_db()
    assert enrolment.closed_at is not None
