"""Bad input of a workbook: files that are not what they say, text where a number belongs. Told where, nothing lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse

from nominations.domain import enrolments
from nominations.models import Attachment, Nomination
from programs.models import Cycle
from tests import factories

from . import files
from .conftest import answer

HTMX = {"HX-Request": "true"}
MEASURE = "Customer satisfaction, top box"


@pytest.fixture
def workbook(db, at, settings, tmp_path) -> Nomination:
    """A Strategic Leader's workbook of the program as its file has it, at work since January 5."""
    settings.MEDIA_ROOT = tmp_path
    at("2026-01-05 15:00")
    call_command("load_program", "fixtures/programs/icmi-certification.yaml", verbosity=0)
    cycle = Cycle.objects.get(program__slug="icmi-certification")
    organizer = factories.user("Ada Organizer")
    factories.role(organizer, cycle.program)
    enrolment = enrolments.enrol(
        cycle.categories.get(slug="strategic-leader"), email="cleo@example.com", name="Cleo Candidate", by=organizer,
        instructions_on=date(2026, 1, 5),
    )  # fmt: skip
    return Nomination.objects.select_related("category__cycle__program", "cycle__program", "nominator").get(
        enrolment=enrolment
    )


@pytest.fixture
def candidate(client, workbook):
    client.force_login(workbook.nominator)
    return client


def rows(*lines: dict) -> dict:
    """The fields of “Measures today” as a form sends them."""
    return {f"q-measures.{place}.{slug}": text for place, line in enumerate(lines) for slug, text in line.items()}


def line(measure: str, current: str, target: str = "", unit: str = "%") -> dict:
    return {"measure": measure, "unit": unit, "current": current, "target": target, "as-of": ""}


def autosave(client, workbook, slug: str, data: dict):
    return client.post(reverse("nominations:save_answer", args=[workbook.code, slug]), data, headers=HTMX)


def stored(workbook, slug: str):
    found = workbook.answers.filter(question__slug=slug).first()
    return found.value if found else None


# Text in a column of numbers


def test_text_in_a_number_column_is_refused_by_row_and_column_and_a_number_is_taken(candidate, workbook):
    bad = rows(line("First-contact resolution", "71.5"), line(MEASURE, "about 80", "90"))
    answer_to_bad = autosave(candidate, workbook, "measures", {**bad, "v-measures": "0"})
    assert answer_to_bad.status_code == 422
    assert "Row 2, “Current value”: “about 80” is no number. Write digits, e.g. 82.5." in answer_to_bad.text
    assert "What you typed stays here, but it is not saved." in answer_to_bad.text
    assert "Row 1" not in answer_to_bad.text
    assert stored(workbook, "measures") is None

    good = {**bad, "q-measures.1.current": "80", "v-measures": "0"}
    assert autosave(candidate, workbook, "measures", good).status_code == 200
    assert [row["cells"]["current"] for row in stored(workbook, "measures")] == ["71.5", "80"]


def test_every_bad_cell_is_named_and_the_page_keeps_all_that_was_typed(candidate, workbook):
    """The plain Save button: the table is refused with three sentences, the text beside it is saved."""
    typed = rows(line("FCR", "71,5 percent", "ninety"), line(MEASURE, "88", "1e3"), line("Cost", "4.20", unit="USD"))
    sent = {**typed, "v-measures": "0", "q-strengths": "A loyal team.", "v-strengths": "0"}
    page = candidate.post(reverse("nominations:edit", args=[workbook.code]), sent)

    assert page.status_code == 422
    for sentence in (
        "Row 1, “Current value”: “71,5 percent” is no number. Write digits, e.g. 82.5.",
        "Row 1, “Target”: “ninety” is no number. Write digits, e.g. 82.5.",
        "Row 2, “Target”: “1e3” is no number. Write digits, e.g. 82.5.",
    ):
        assert sentence in page.text
    assert "Row 2, “Current value”" not in page.text and "Row 3, “" not in page.text
    for text in ("71,5 percent", "ninety", MEASURE, "1e3", "4.20", "USD"):
        assert text in page.text
    assert (stored(workbook, "measures"), stored(workbook, "strengths")) == (None, "A loyal team.")


def test_a_table_that_stands_is_not_touched_by_a_bad_one(candidate, workbook):
    good = {**rows(line("FCR", "71.5")), "v-measures": "0"}
    autosave(candidate, workbook, "measures", good)
    refused = autosave(candidate, workbook, "measures", {**rows(line("FCR", "high")), "v-measures": "1"})
    assert refused.status_code == 422
    assert [row["cells"]["current"] for row in stored(workbook, "measures")] == ["71.5"]


@pytest.mark.parametrize(
    ("column", "bad", "sentence", "good"),
    [
        ("until", "next spring", "“Complete by”: “next spring” is no date. Write year-month-day", "2026-09-30"),
        ("until", "2026-02-30", "“Complete by”: “2026-02-30” is no date. Write year-month-day", "2026-02-28"),
        ("gain", "a lot", "“Expected improvement”: “a lot” is no number. Write digits", "7.5 %"),
        ("step", "x" * 2001, "“Step”: at most 2000 characters fit here.", "x" * 2000),
    ],
)
def test_dates_percentages_and_lengths_of_the_roadmap(candidate, workbook, column, bad, sentence, good):
    whole = {"step": "Train coaches", "owner": "Ops", "until": "2026-09-30", "measure": "Coaching hours", "gain": "5"}
    first = {f"q-roadmap.0.{slug}": text for slug, text in whole.items()}
    refused = autosave(candidate, workbook, "roadmap", {**first, f"q-roadmap.0.{column}": bad, "v-roadmap": "0"})
    assert refused.status_code == 422 and f"Row 1, {sentence}" in refused.text
    assert stored(workbook, "roadmap") is None
    taken = autosave(candidate, workbook, "roadmap", {**first, f"q-roadmap.0.{column}": good, "v-roadmap": "0"})
    assert taken.status_code == 200 and stored(workbook, "roadmap")


def test_twenty_rows_fit_and_the_twenty_first_is_told(candidate, workbook):
    twenty = [line(f"Measure {n}", str(n)) for n in range(20)]
    refused = autosave(candidate, workbook, "measures", {**rows(*twenty, line("One more", "1")), "v-measures": "0"})
    assert refused.status_code == 422 and "This table takes at most 20 rows." in refused.text
    assert autosave(candidate, workbook, "measures", {**rows(*twenty), "v-measures": "0"}).status_code == 200
    assert len(stored(workbook, "measures")) == 20


# Files


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("report.pdf", b"<html><script>alert(1)</script>", "is not a file we can take"),
        ("report.pdf", files.image("PNG"), "is really a PNG file"),
        ("figures.xlsx", files.office("docx"), "is really a DOCX file"),
        ("figures.xlsx", files.office("xlsx", {"xl/vbaProject.bin": b"x"}), "contains macros"),
        ("chart.png", files.image("PNG", (200, 200))[:40], "is damaged"),
        ("report.pdf", files.pdf(password="secret"), "is locked with a password"),
    ],
)
def test_evidence_that_is_not_what_it_says_is_refused_by_name(candidate, workbook, name, content, reason):
    where = reverse("nominations:files", args=[workbook.code, "evidence"])
    sent = {"q-evidence": [files.upload(name, content), files.upload("sibling.pdf", files.pdf())]}
    page = candidate.post(where, sent, headers=HTMX)

    assert f"“{name}” {reason}" in page.text
    assert [kept.name for kept in Attachment.objects.filter(nomination=workbook)] == ["sibling.pdf"]


def test_a_bad_file_beside_texts_and_a_table_loses_none_of_them(candidate, workbook):
    sent = {
        **rows(line("FCR", "71.5")), "v-measures": "0", "q-strengths": "A loyal team.", "v-strengths": "0",
        "q-evidence": files.upload("report.pdf", b"MZ\x90\x00 not a PDF"),
    }  # fmt: skip
    page = candidate.post(reverse("nominations:edit", args=[workbook.code]), sent)

    assert page.status_code == 422 and "“report.pdf” is not a file we can take" in page.text
    assert stored(workbook, "strengths") == "A loyal team."
    assert [row["cells"]["current"] for row in stored(workbook, "measures")] == ["71.5"]
    assert not Attachment.objects.exists()


def test_what_was_refused_keeps_the_workbook_from_being_handed_in_until_it_is_right(candidate, workbook):
    """Everything else is there; the measures alone were refused and are still missing."""
    fill_all_but_the_measures(workbook)
    bad = {**rows(*[line(f"Measure {n}", "low") for n in range(3)]), "v-measures": "0"}
    autosave(candidate, workbook, "measures", bad)
    candidate.post(reverse("nominations:submit", args=[workbook.code]))
    attempt = workbook.enrolment.attempts.get()
    assert (attempt.state, attempt.received_at) == ("writing", None)

    autosave(candidate, workbook, "measures", {**bad, **rows(*[line(f"Measure {n}", "5") for n in range(3)])})
    candidate.post(reverse("nominations:submit", args=[workbook.code]))
    attempt.refresh_from_db()
    assert attempt.state == "received"


def fill_all_but_the_measures(workbook) -> None:
    step = {"step": "Train", "owner": "", "from": "", "until": "2026-09-30", "measure": "Hours", "gain": ""}
    said = {
        "text": "Cleo Candidate", "choice": "own", "narrative": "What was found.", "statement": True,
        "table": [{"cells": step, "confidential": False}] * 3,
    }  # fmt: skip
    for question in workbook.category.questions.exclude(slug__in=["measures", "evidence"]):
        answer(workbook, question.slug, said[question.kind])
