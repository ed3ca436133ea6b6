"""The whole story in a real browser: from “could I enter?” to a certificate that anybody can verify.

The ICMI Awards as their file has them, from December 2026 to the announcement in February 2027; the site's clock is
moved on between the chapters. Every person has a browser of their own, each page is examined, and letters are read
where the site shows them.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.domain.people import enrol
from nominations.domain import drafts, submission
from nominations.models import Nomination
from programs.models import Category, Cycle
from recognition.models import Honour
from tests import factories

from . import panels
from .people import PASSWORD, Person, keep_pdf
from .stage import work

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

NEW_YORK = ZoneInfo("America/New_York")
BEGINS = ("2026-12-08 14:00", NEW_YORK)
CYCLE = ("icmi-awards", "2026")
AGENT = (*CYCLE, "agent")
CANDIDATE, RIVAL = "Maria Lopez-Hartmann", "Tom Baker"
HONOUR_LETTER = f"{CANDIDATE}: Winner, Best Contact Center Agent"
CITATION = "She turns the hardest calls into the reason customers stay."
RIVAL_STORY = (
    "Tom answers the claims nobody likes to answer. He reads the file before he picks up, says plainly what is covered "
    "and what is not, and calls again when he promised to."
)
STORIES = {
    "Give examples": "When a storm cut the power of nine thousand homes, Maria called back every customer who depends "
    "on a medical device before they had to ask. She stayed on the line with an elderly man for forty minutes until "
    "the engineers reached his street. Letters like his arrive every week; her satisfaction score has been above 97 % "
    "for eleven quarters.",
    "Which quantifiable": "First-contact resolution rose from 71 % to 88 % in her queue. She wrote the checklist that "
    "the whole center uses today, and repeat calls fell by a fifth within one year. That saved about 2,400 hours.",
    "How does the nominee": "Maria coaches every new colleague in the second week, keeps a notebook of small victories "
    "on the team's wall, and gave up her own bonus day so that the night shift could go to the training.",
    "The entry in two": "An agent who calls first. Maria made calling back a habit of four hundred colleagues, and "
    "customers notice.",
}
MARKS = {
    "Priya Raman": {CANDIDATE: "998", RIVAL: "776"},
    "Sam Whitfield": {CANDIDATE: "089", RIVAL: "867"},
    "Elena Petrova": {RIVAL: "777"},
}


@pytest.fixture
def awards(meet):
    """The program from its file, its administrator, and somebody else who has entered already."""
    call_command("load_program", "fixtures/programs/icmi-awards.yaml", verbosity=0)
    cycle = Cycle.objects.get(slug=CYCLE[1])
    factories.role(enrol("ada@icmi.example", name="Ada Lindqvist", password=PASSWORD), cycle.program)
    enter_rival(cycle.categories.get(slug="agent"))
    work()
    mail.outbox.clear()
    return cycle


def enter_rival(category: Category) -> None:
    nominator = enrol("jonas@lakeside.example", name="Jonas Weber", password=PASSWORD)
    lakeside = factories.organisation("Lakeside Mutual", members=(nominator,))
    draft = drafts.start(category, by=nominator, organisation=lakeside, relation="colleague")
    told = {"text": "Service Agent", "email": "tom@lakeside.example", "statement": True, "narrative": RIVAL_STORY}
    for question in category.questions.filter(kind__in=told, required=True):
        answer = RIVAL if question.fact == "entrant_name" else told[question.kind]
        drafts.save_answer(draft, question, answer, base_version=0, by=nominator)
    submission.submit(draft, by=nominator)


def test_the_whole_story(awards, meet, calendar, tmp_path):
    nina = meet("Nina Okafor", "nina@northwind.example")
    a_stranger_asks(nina)
    who_registers(nina)
    and_adds_an_organisation(nina)
    starts_a_nomination(nina)
    writes_it(nina, tmp_path)
    in_two_tabs(nina)
    and_submits(nina)

    calendar.move_to("2026-12-14 09:30", NEW_YORK)
    ada = meet("Ada Lindqvist", "ada@icmi.example")
    an_administrator_looks_around(ada)
    judges = [meet(name, f"{name.split()[0].lower()}@panel.example") for name in MARKS]
    and_invites(ada, judges)
    for judge in judges:
        who_accept(judge)
    entries_are_assigned(ada)
    *others, elena = judges
    accepts_the_terms(elena)
    steps_back(elena, CANDIDATE)
    marks(elena, RIVAL)
    for judge in others:
        accepts_the_terms(judge)
        marks(judge, CANDIDATE)
        marks(judge, RIVAL)

    calendar.move_to("2027-01-25 11:00", NEW_YORK)
    the_standings_become_a_decision(ada)
    which_is_to_be_announced(ada)
    honour = Honour.objects.get()
    before_the_moment(nina, honour)

    calendar.move_to("2027-02-16 10:01", NEW_YORK)
    the_winner_is_public(nina)
    with_certificate_and_plaque(ada, nina, honour, tmp_path)
    that_anybody_can_verify(meet("Otto Outsider", "otto@elsewhere.example"), honour)
    assert meet.found == {}


def a_stranger_asks(nina: Person) -> None:
    nina.go("home")
    nina.look("home", keep=True)
    nina.follow("See the categories")
    nina.look("cycle", keep=True)
    nina.follow("Best Contact Center Agent")
    nina.reads("in 3 days")
    nina.look("category", keep=True)
    nina.follow("Could I enter?")
    nina.page.get_by_label("What are you to the nominee?").select_option("self")
    nina.press("Check", exact=True)
    nina.arrives("Not in this category.")
    nina.look("quick-check-refused")
    nina.page.get_by_label("What are you to the nominee?").select_option("colleague")
    nina.press("Check", exact=True)
    nina.arrives("We need to know a little more.")
    for yes in nina.page.get_by_label("Yes").all():
        yes.check()
    nina.page.get_by_label("Name of the nominee").fill(CANDIDATE)
    nina.page.get_by_label("Organization of the nominee").fill("Northwind Energy")
    nina.press("Check", exact=True)
    nina.arrives("Yes, as far as we can see.")
    nina.look("quick-check", keep=True)
    nina.follow("Start a nomination")


def who_registers(nina: Person) -> None:
    nina.look("sign-in")
    nina.follow("Create an account")
    nina.look("register")
    nina.register()
    nina.look("registered")
    work()
    nina.open_letter(re.compile("[Cc]onfirm"))
    nina.look("letter-confirm")
    nina.follow_letter("confirm-email")
    nina.look("confirm")
    nina.press("Yes, this is my address")


def and_adds_an_organisation(nina: Person) -> None:
    nina.go("accounts:organisations")
    nina.look("organisations-empty")
    nina.follow("Add an organization")
    nina.page.get_by_label("Name").first.fill("Northwind Energy")
    nina.look("organisation-new")
    nina.press("Add it")
    nina.arrives("Northwind Energy")
    nina.look("organisation")


def starts_a_nomination(nina: Person) -> None:
    nina.go("nominations:mine")
    nina.look("mine-empty")
    nina.follow("Nominate somebody")
    nina.look("choose")
    nina.follow("Best Contact Center Agent")
    expect(nina.page.get_by_label("Organization that is nominated")).to_have_value("Northwind Energy")
    nina.page.get_by_label("What are you to the nominee?").select_option("self")
    nina.reads("Not eligible as it stands")
    nina.look("start-refused", keep=True)
    nina.page.get_by_label("What are you to the nominee?").select_option("colleague")
    nina.page.get_by_label("The nominee is customer-facing").check()
    expect(nina.page.get_by_text("Not eligible as it stands")).to_have_count(0)
    nina.look("start")
    nina.press("Start the entry")


def writes_it(nina: Person, folder) -> None:
    page = nina.page
    page.get_by_label("Name of the nominee").fill(CANDIDATE)
    page.get_by_label("Job title").fill("Senior Customer Care Agent")
    page.get_by_label("E-mail address of the nominee").fill("maria@northwind.example")
    for beginning, text in STORIES.items():
        page.get_by_label(beginning).fill(text)
    for statement in ("Everything in this nomination", "I have read the terms", "The nominee is committed"):
        page.get_by_label(statement).check()
    (folder / "Letters of praise.pdf").write_bytes(a_real_pdf())
    page.get_by_label("Drop files here or choose them").set_input_files(folder / "Letters of praise.pdf")
    expect(page.get_by_role("link", name="Letters of praise.pdf")).to_be_visible()
    expect(page.locator(".question__status .autosave[data-state=saved]")).to_have_count(len(STORIES) + 6)
    page.evaluate("scrollTo(0, 0)")
    nina.look("entry-form", keep=True, part=page.locator("#section-story"))


def a_real_pdf() -> bytes:
    from weasyprint import HTML

    return HTML(string="<h1>Letters of praise</h1><p>Thank you, Maria.</p>").write_pdf()


def in_two_tabs(nina: Person) -> None:
    """The later save overwrites nothing: both texts stand side by side, and one of them is chosen."""
    brief = "The entry in two"
    other = nina.tab()
    other.goto(nina.page.url)
    nina.page.get_by_label(brief).fill("Maria calls first.")
    nina.page.locator("#v-in-brief[value='2']").wait_for(state="attached")
    other.get_by_label(brief).fill("She calls customers back before they ask.")
    expect(other.get_by_text("Both texts are kept")).to_be_visible()
    expect(other.locator(".conflict__theirs")).to_have_text("Maria calls first.")
    nina.complaints = [line for line in nina.complaints if "409" not in line]
    nina.look("conflict", keep=True, page=other, part=other.locator(".conflict"))
    other.get_by_role("button", name=re.compile("Merge")).click()
    expect(other.locator("#q-in-brief")).to_have_value(
        "Maria calls first.\n\nShe calls customers back before they ask."
    )
    other.close()
    nina.page.reload()


def and_submits(nina: Person) -> None:
    nina.page.locator("#entry").get_by_role("button", name=re.compile("eview")).locator("visible=true").first.click()
    nina.arrives(CANDIDATE)
    nina.look("review", keep=True)
    nina.press("Submit this entry")
    nina.arrives("Thank you. Your entry is in.")
    nina.look("thanks", keep=True)
    work()
    letter = next(one for one in mail.outbox if one.to == [nina.email] and one.attachments)
    name, content, kind = letter.attachments[0]
    assert name.endswith(".pdf") and kind == "application/pdf" and content.startswith(b"%PDF")
    nina.follow("To your entry")
    nina.look("nomination")


def an_administrator_looks_around(ada: Person) -> None:
    ada.sign_in()
    ada.follow("Manage")
    ada.look("manage")
    ada.follow("2026 Awards")
    ada.look("dashboard", keep=True)
    ada.turn_to("Nominations")
    ada.look("manage-nominations")
    ada.follow(CANDIDATE)
    ada.look("manage-nomination")


def and_invites(ada: Person, judges: list[Person]) -> None:
    ada.turn_to("Panels and judges")
    ada.look("manage-judging-empty")
    panels.invites(ada, judges, "Best Contact Center Agent")
    ada.look("manage-judging")
    work()


def who_accept(judge: Person) -> None:
    panels.accepts(judge, "invitation")
    judge.go("judging:queue")
    judge.reads("Nothing to judge yet")
    judge.look("queue-empty")


def entries_are_assigned(ada: Person) -> None:
    ada.go("desk:panel", *AGENT)
    ada.look("panel-plan")
    ada.press("Assign", exact=True)
    ada.reads("Assigned.")
    ada.look("panel")


def accepts_the_terms(judge: Person) -> None:
    judge.go("judging:queue")
    judge.look("queue", keep=True)
    judge.follow("Read the terms")
    judge.look("terms")
    judge.page.get_by_label("I have read these terms and agree to them.").check()
    judge.press("Accept and go on")


def steps_back(judge: Person, entry: str) -> None:
    judge.go("judging:queue")
    judge.follow(entry)
    judge.look("no-conflict")
    judge.page.get_by_text("I have a conflict and step back").click()
    judge.page.get_by_label("Business relation or financial interest").check()
    judge.press("Step back from this entry")
    judge.go("judging:queue")
    expect(judge.page.get_by_role("link", name=entry)).to_have_count(0)


def marks(judge: Person, entry: str) -> None:
    """By keyboard at a desk, with a thumb on a phone. Every mark is saved as it is given."""
    judge.go("judging:queue")
    judge.follow(entry)
    judge.press("I have no conflict: open the entry")
    judge.arrives(entry)
    page = judge.page
    page.wait_for_load_state()  # the keys are heard from now on
    for place, mark in enumerate(MARKS[judge.name][entry]):
        criterion = page.locator("[data-criterion]").nth(place)
        value = "10" if mark == "0" else mark
        if judge.width == "desktop":
            page.keyboard.press("j") if place else None
            page.keyboard.press(mark)
        else:
            criterion.locator(".judging-step").nth(int(value) - 1).click()
        expect(criterion.locator("input[type=radio]:checked")).to_have_value(value)
        expect(page.locator(".rubric-chip").nth(place)).to_contain_text(value)
    page.get_by_label("Overall note").fill("Figures and stories that hold each other up.")
    page.get_by_label("Overall note").blur()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".autosave").first).to_have_attribute("data-state", "saved")
    judge.look("scorecard", keep=entry == CANDIDATE, part=page.locator("#rubric fieldset").first)
    judge.press("Submit marks")
    judge.reads(re.compile("^\\s*Submitted\\. "))
    judge.go("judging:queue")
    judge.look("queue-done")


def the_standings_become_a_decision(ada: Person) -> None:
    ada.go("desk:results", *CYCLE)
    ada.look("results")
    ada.follow("Best Contact Center Agent")
    ada.press("Prepare the decision")
    ada.page.get_by_label(f"Placing of {CANDIDATE}").select_option("Winner")
    ada.page.get_by_label(f"Citation for {CANDIDATE}").fill(CITATION)
    ada.press("Set")
    ada.look("decision", keep=True)
    ada.press("Seal the decision")
    ada.reads("Computed again from the sealed inputs: the same result.")
    ada.look("decision-sealed")
    work()


def which_is_to_be_announced(ada: Person) -> None:
    ada.follow("Announcement")
    ada.press(re.compile("Schedule the sealed decision"))
    ada.reads(re.compile("Feb 16, 2027, 10:00"))
    ada.look("announcement")
    work()


def before_the_moment(nina: Person, honour: Honour) -> None:
    """Pages, files, codes and letters tell nothing, to the winner's nominator either."""
    assert honour.name_as_printed == CANDIDATE and honour.announced_at is None
    nina.go("recognition:winners", *CYCLE)
    expect(nina.page.get_by_text(CANDIDATE)).to_have_count(0)
    nina.look("winners-before")
    nina.is_told_nothing(honour.get_absolute_url())
    nina.is_told_nothing(f"/honours/{honour.code}/certificate.pdf")
    nina.page.goto(f"{nina.site}/v/{honour.code}/")
    nina.arrives("We know no certificate with this code.")
    nina.complaints.clear()
    nina.look("verify-before")
    nina.go("nominations:detail", Nomination.objects.get(title=CANDIDATE).code)
    expect(nina.page.get_by_text("Winner", exact=True)).to_have_count(0)
    assert not [letter for letter in mail.outbox if "Winner" in letter.subject + letter.body]


def the_winner_is_public(nina: Person) -> None:
    work()
    told = [to for letter in mail.outbox if letter.subject == HONOUR_LETTER for to in letter.to]
    assert sorted(told) == ["maria@northwind.example", nina.email]
    nina.open_letter(HONOUR_LETTER)
    nina.reads("Congratulations")
    nina.look("letter-honour")
    nina.go("recognition:winners", *CYCLE)
    nina.arrives(CANDIDATE)
    nina.reads(CITATION)
    nina.look("winners", keep=True)
    nina.follow(CANDIDATE)
    nina.look("honour")


def with_certificate_and_plaque(ada: Person, nina: Person, honour: Honour, folder) -> None:
    ada.go("desk:documents", *CYCLE)
    ada.look("documents-before")
    ada.press("Make all documents")
    work()
    ada.go("desk:documents", *CYCLE)
    ada.look("documents")
    ada.follow(CANDIDATE)
    ada.look("manage-honour")
    nina.go("recognition:mine")
    nina.look("my-honours", keep=True)
    for kind in ("Certificate", "Plaque"):
        assert CANDIDATE in nina.downloads(f"{kind} (PDF)", folder / f"{kind}.pdf")
        keep_pdf(folder / f"{kind}.pdf", kind.lower())


def that_anybody_can_verify(otto: Person, honour: Honour) -> None:
    otto.go("recognition:ask")
    otto.look("verify-ask")
    otto.asks_about(honour.printed_code)
    otto.arrives(CANDIDATE)
    otto.reads("Valid")
    otto.look("verify", keep=True)
