"""The story of a certification in a real browser: from the enrollment to a certificate that anybody can verify.

The ICMI Certification as its file has it. Cleo is enrolled on Monday, January 11, 2027 in Chicago: day 1 is January 12,
two holidays are left out, and day 60 is April 7. Between the chapters the site's clock is moved on.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.domain.people import enrol
from programs.models import Cycle
from recognition.models import Honour
from tests import factories

from . import assessors, workbook
from .people import PASSWORD, Person, keep_pdf, words_of

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

CHICAGO = ZoneInfo("America/Chicago")
BEGINS = ("2027-01-11 10:00", CHICAGO)
CANDIDATE, MANAGER = "Cleo Marchetti", "Martin Hale"
EMPLOYER = "Harbor Light Insurance"
EXPERTS = {
    "Priya Raman": "priya@callwise.example",
    "Sam Whitfield": "sam@center-school.example",
    "Elena Petrova": "elena@servicelab.example",
}


@pytest.fixture
def certification(meet):
    call_command("load_program", "fixtures/programs/icmi-certification.yaml", verbosity=0)
    cycle = Cycle.objects.get(program__slug=assessors.CYCLE[0])
    factories.role(enrol("ada@icmi.example", name="Ada Lindqvist", password=PASSWORD), cycle.program)
    mail.outbox.clear()
    return cycle


def test_the_story_of_a_certification(certification, meet, calendar, tmp_path):
    ada, cleo = meet("Ada Lindqvist", "ada@icmi.example"), meet(CANDIDATE, "cleo@harborlight.example")
    assessors.enrolls(ada, cleo, EMPLOYER)
    experts = [meet(name, email) for name, email in EXPERTS.items()]
    assessors.invites_experts(ada, experts)
    for expert in experts:
        assessors.accepts(expert)
    assessors.looks_at_the_panel(ada, experts)
    workbook.sets_a_password(cleo)
    holidays = ["Mon, January 18, 2027", "Mon, February 15, 2027"]
    workbook.reads_how_the_clock_was_counted(cleo, "Wednesday, April 7, 2027", holidays)
    workbook.writes_the_workbook(cleo, tmp_path)

    calendar.move_to("2027-02-19 09:00", CHICAGO)
    workbook.asks_her_manager(cleo, MANAGER, "martin@harborlight.example")
    workbook.reviews(meet(MANAGER, "martin@harborlight.example"), cleo)
    calendar.move_to("2027-02-22 16:00", CHICAGO)  # day 1 is February 23, day 30 April 5
    workbook.sees_the_comment_and_hands_in(cleo, MANAGER, "Monday, April 5, 2027")

    calendar.move_to("2027-03-08 09:00", CHICAGO)
    the_experts_differ(ada, experts)
    assessors.signs_not_met(ada, CANDIDATE)
    with_a_feedback_letter(tmp_path)

    calendar.move_to("2027-03-16 09:00", CHICAGO)
    workbook.corrects_what_was_deficient(cleo, "Tuesday, June 1, 2027", [assessors.EVIDENCE, assessors.CORRECTION])
    workbook.hands_in(cleo, "Tuesday, April 27, 2027")
    calendar.move_to("2027-03-22 09:00", CHICAGO)
    the_corrections_are_met(experts)
    assessors.signs_met(ada, CANDIDATE)

    she_is_certified(cleo, tmp_path)
    anybody_can_verify(meet("Otto Outsider", "otto@elsewhere.example"))
    assert meet.found == {}


def the_experts_differ(ada: Person, experts: list[Person]) -> None:
    first, second = assessors.asked_for(experts, 1)
    assessors.evaluates(first, CANDIDATE, assessors.MET)
    assessors.submits(first)
    assessors.evaluates(second, CANDIDATE, assessors.NOT_MET)
    assessors.submits(second, "evaluation-deficiency", keep=True)
    assessors.sees_them_differ(ada, CANDIDATE, re.compile("The experts differ, 1 to 1"))
    (third,) = assessors.asked_for(experts, 1)
    assert third not in (first, second)
    assessors.evaluates(third, CANDIDATE, assessors.NOT_MET)
    assessors.submits(third)
    assert [one.email for one in assessors.asked_for(experts, 1)] == []


def with_a_feedback_letter(folder) -> None:
    """By mail, with the letter as PDF: sections, words of the experts, and no name of theirs."""
    (letter,) = [one for one in mail.outbox if one.attachments and one.to == ["cleo@harborlight.example"]]
    _name, content, kind = letter.attachments[0]
    assert kind == "application/pdf"
    (folder / "feedback.pdf").write_bytes(content)
    words = words_of(folder / "feedback.pdf")
    for said in (CANDIDATE, "Recommendations and roadmap", assessors.EVIDENCE, assessors.CORRECTION):
        assert said in words
    assert not [name for name in EXPERTS if name in words + letter.body]
    keep_pdf(folder / "feedback.pdf", "feedback-letter")


def the_corrections_are_met(experts: list[Person]) -> None:
    for expert in assessors.asked_for(experts, 2):
        assessors.evaluates(expert, CANDIDATE, assessors.MET)
        assessors.sees_what_changed(expert)
        assessors.submits(expert, "evaluation-met")


def she_is_certified(cleo: Person, folder) -> None:
    cleo.open_letter("You are certified: Strategic Leader")
    cleo.look("letter-certified")
    cleo.follow_letter(f"{cleo.site}/honours/")
    cleo.arrives(CANDIDATE)
    cleo.look("my-honors-certified")
    words = cleo.downloads("Certificate (PDF)", folder / "certificate.pdf")
    assert CANDIDATE in words and Honour.objects.get().printed_code in words
    keep_pdf(folder / "certificate.pdf", "certificate-of-a-designation")
    workbook.goes_home(cleo)
    cleo.look("assessment-met-candidate")


def anybody_can_verify(otto: Person) -> None:
    honour = Honour.objects.get()
    otto.go("programs:program", assessors.CYCLE[0])
    otto.look("program-certification")
    otto.follow("Certified people")
    otto.page.get_by_label("Name", exact=True).fill("marchetti")
    otto.press("Search")
    otto.reads("One person")
    otto.look("register-certified", keep=True)
    otto.follow(honour.printed_code)
    otto.arrives(CANDIDATE)
    otto.reads("Valid")
    otto.reads("Certified as")
    otto.look("verify-certified")
    otto.asks_about(honour.printed_code)
    otto.arrives(CANDIDATE)
    expect(otto.page.get_by_text("Strategic Leader").first).to_be_visible()
