"""What the administrator and the experts do in the story of a certification."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from judging.models import Evaluation

from . import panels
from .people import Person
from .stage import work
from .workbook import DESIGNATION

CYCLE = ("icmi-certification", "always")
SECTIONS = ("environment", "measurement", "strengths-and-opportunities", "solutions", "recommendations")
EVIDENCE = "The recommendations name one step and no order; risks of the others are missing."
CORRECTION = "Say in which order the steps come, with the cost and the risk of each."
CONDITIONS = (
    "The knowledge examination of the designation is passed",
    "The professional experience of the designation is shown",
)
MET, NOT_MET = "mmmmm", "mmmmd"


def enrolls(ada: Person, cleo: Person, employer: str) -> None:
    ada.sign_in()
    ada.follow("Manage")
    ada.look("manage-certification")
    ada.follow("Certification", ada.page.get_by_role("main"), exact=True)
    ada.look("dashboard-certification")
    ada.turn_to("Candidates")
    ada.look("candidates-empty")
    page = ada.page
    page.get_by_label("Designation").first.select_option("strategic-leader")
    page.locator("#id_name").fill(cleo.name)
    page.locator("#id_email").fill(cleo.email)
    page.get_by_label("Employer").fill(employer)
    page.get_by_label("Time zone of the candidate").fill("America/Chicago")
    ada.press("Enroll", exact=True)
    ada.arrives(cleo.name)
    ada.look("candidate-enrolled")
    ada.press("Make the instructions available now")
    ada.reads("The instructions are available; the clock runs.")
    for condition in CONDITIONS:  # the certificate waits for both
        ada.press(f"Tick off {condition}")
        expect(ada.page.get_by_role("button", name=f"Take the tick away {condition}")).to_be_visible()
    ada.look("candidate")
    ada.turn_to("Candidates")
    ada.reads("Harbor Light Insurance")
    ada.look("candidates")
    work()


def invites_experts(ada: Person, experts: list[Person]) -> None:
    ada.turn_to("Panels and judges")
    panels.invites(ada, experts, DESIGNATION)
    ada.look("experts-invited")
    work()


def accepts(expert: Person) -> None:
    panels.accepts(expert, "expert-invitation")
    expert.go("judging:evaluations")
    expert.look("evaluations-empty")


def looks_at_the_panel(ada: Person, experts: list[Person]) -> None:
    ada.go("desk:judging", *CYCLE)
    ada.look("panels-certification")
    ada.follow(DESIGNATION, ada.page.get_by_role("main"))
    for expert in experts:
        ada.reads(expert.name)
    ada.look("panel-certification")


def asked_for(experts: list[Person], number: int) -> list[Person]:
    """Who is asked and has not submitted, first asked first; the portal chooses among those who have least to do."""
    waiting = Evaluation.objects.filter(attempt__number=number).exclude(state="submitted").order_by("pk")
    by_email = {expert.email: expert for expert in experts}
    return [by_email[evaluation.expert.email] for evaluation in waiting.select_related("expert")]


def evaluates(expert: Person, candidate: str, verdicts: str) -> None:
    """By keyboard at a desk, with a thumb on a phone. Everything saves by itself."""
    expert.go("judging:evaluations")
    expert.look("evaluations")
    expert.follow(re.compile(candidate))
    if expert.page.get_by_role("button", name="I have no conflict").count():
        expert.look("evaluation-conflict")
        expert.press("I have no conflict: open the workbook")
    expert.arrives(candidate)
    page = expert.page
    page.wait_for_load_state("networkidle")  # the keys are heard from now on
    assert EVIDENCE not in page.locator("#rubric").inner_text()
    for place, key in enumerate(verdicts):
        finds(expert, page.locator("[data-criterion]").nth(place), place, key)
    box = page.get_by_label("A note for the organizer")
    box.fill("Read twice.")
    box.blur()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".rubric-bar .autosave")).to_have_attribute("data-state", "saved")
    page.reload()
    for place, key in enumerate(verdicts):
        checked = page.locator("[data-criterion]").nth(place).locator("input[type=radio]:checked")
        expect(checked).to_have_value("meets" if key == "m" else "deficiency")
    expect(page.get_by_label("A note for the organizer")).to_have_value("Read twice.")


def finds(expert: Person, section: Locator, place: int, key: str) -> None:
    keyboard, is_deficient = expert.page.keyboard, key == "d"
    if expert.width == "desktop":
        if place:
            keyboard.press("j")
        keyboard.press(key)
    else:
        section.locator(".assessment-verdict").nth(int(is_deficient)).click()
    expect(section.locator("input[type=radio]:checked")).to_have_value("deficiency" if is_deficient else "meets")
    if is_deficient and expert.width == "desktop":
        keyboard.press("e")
        keyboard.type(EVIDENCE)
        keyboard.press("Tab")
        keyboard.type(CORRECTION)
        keyboard.press("Escape")
        expect(section.locator("input[type=radio]:checked")).to_be_focused()
    elif is_deficient:
        section.get_by_label("What it rests on").fill(EVIDENCE)
        section.get_by_label("What the candidate has to correct").fill(CORRECTION)
        section.get_by_label("What the candidate has to correct").blur()
    chip = expert.page.locator(".rubric-chip").nth(place)
    expect(chip).to_contain_text("✗" if is_deficient else "✓")


def submits(expert: Person, picture: str = "", *, keep: bool = False) -> None:
    expert.look(picture or "evaluation", keep=keep, part=expert.page.locator("[data-criterion]").last)
    expert.press("Submit the evaluation")
    expert.reads("Submitted. Thank you for your evaluation.")
    expert.look("evaluations-done")
    work()


def sees_them_differ(ada: Person, candidate: str, words: str) -> None:
    ada.go("desk:assessments", *CYCLE)
    ada.look("assessments")
    ada.follow(candidate)
    ada.reads(words)
    ada.look("assessment-desk")


def signs_not_met(ada: Person, candidate: str) -> None:
    ada.go("desk:assessments", *CYCLE)
    ada.follow(candidate)
    expect(ada.page.get_by_label("not met them yet")).to_be_checked()
    expect(ada.page.locator("#evidence-recommendations")).to_have_value(re.compile(re.escape(EVIDENCE)))
    ada.page.get_by_label("A general word").fill("The review of the environment is among the best we have read.")
    ada.look("assessment-result", keep=True, part=ada.page.locator("#result-title"))
    ada.press("Sign the result")
    ada.reads("Computed again from what was signed, it says the same.")
    ada.look("assessment-signed")
    work()


def sees_what_changed(expert: Person) -> None:
    """What came in is underlined; the sections that were deficient say so."""
    page = expert.page
    expert.reads("Deficient last time")
    expect(page.locator("ins").first).to_contain_text("If only one step can be afforded")
    expect(page.locator(".judging-entry del")).to_have_count(0)
    page.locator("#read-recommendations").evaluate("node => node.scrollIntoView({block: 'start'})")
    page.evaluate("scrollTo(0, 0)")
    expert.look("evaluation-again", keep=True)


def signs_met(ada: Person, candidate: str) -> None:
    ada.go("desk:assessments", *CYCLE)
    ada.follow(candidate)
    expect(ada.page.get_by_label("met the requirements")).to_be_checked()
    ada.press("Sign the result")
    ada.reads("signed by")
    ada.look("assessment-met")
    work()
    work()
