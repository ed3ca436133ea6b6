"""What a candidate and the candidate's manager do in the story of a certification."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from .people import PASSWORD, Person
from .stage import work

DESIGNATION = "Strategic Leader"
COMMENT = "The night shift is missing here. Please add what you told me about the hand-over."
TEXTS = {
    "The center's purpose and role": "The center answers 1.2 million calls a year for people whose homes were damaged. "
    "It is to settle simple claims in one call and to keep customers who have just had the worst day of their year.",
    "Review of current contact center strategies": "The strategy of 2024 names growth, while the board now asks for "
    "retention. I compared both with what 38 team leads believe, and found four different answers.",
    "Review of current practices": "Coaching happens when somebody fails. Of 412 agents, 119 had no talk about their "
    "work in the last quarter.",
    "Review of current processes": "Forecasts are made by month and miss storms. Two systems hold the same claim, and "
    "agents copy between them in a third of all calls.",
    "Strengths of the contact center": "People stay: attrition is 14 %. Knowledge articles are written by agents, and "
    "customers praise the patience of the night shift.",
    "Opportunities": "A claim that is copied twice costs seven minutes. Removing one system pays for itself in "
    "nine months.",
    "Performance Optimization Plan: solutions": "One claim record for both systems; coaching every fourth week; a "
    "storm forecast by region with people on call.",
    "Performance Optimization Plan: recommendations": "Decide on the claim record first. It costs 410,000 and saves "
    "540,000 a year.",
}
MEASURES = [
    ("First-contact resolution of simple claims", "%", "71.5", "80", "2026-12-31"),
    ("Customer satisfaction, top box", "%", "64", "72", "2026-12-31"),
    ("Cost of a contact", "USD", "7.90", "6.80", "2026-12-31"),
    ("Agents without a coaching talk in the last quarter", "people", "119", "0", "2026-12-31"),
]
STEPS = [
    ("Choose the one claim record and close the other", "Claims IT", "2027-03-01", "2027-06-30", "Copies a call: none"),
    ("Coach every agent every fourth week", "Team leads", "2027-03-15", "2027-05-31", "Talks held: 95 of 100"),
    ("Forecast storms by region, with people on call", "Workforce", "2027-04-01", "2027-09-30", "Wait under 2 minutes"),
]
CORRECTED = (
    "Decide on the claim record first. It costs 410,000 and saves 540,000 a year. If only one step can be "
    "afforded, coaching comes next: 60,000 a year, with the risk that team leads lack the time."
)


def sets_a_password(cleo: Person) -> None:
    """From the letter of the enrollment to a password of her own; the account was made for her."""
    cleo.open_letter(f"You are enrolled: {DESIGNATION}")
    cleo.look("letter-enrolled")
    cleo.follow_letter("password/reset")
    cleo.page.get_by_label("E-mail address").fill(cleo.email)
    cleo.press("Send me a link")
    work()
    cleo.open_letter(re.compile("password", re.I))
    cleo.follow_letter("password/reset/key")
    for field in cleo.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    cleo.look("new-password")
    cleo.press("Save the new password")
    cleo.sign_in()


def reads_how_the_clock_was_counted(cleo: Person, due: str, holidays: list[str]) -> None:
    cleo.open_letter(f"Your instructions are available: {DESIGNATION}")
    cleo.follow_letter("/nominations/assessments/")
    cleo.arrives(DESIGNATION)
    cleo.reads(due)
    cleo.page.get_by_text("How the last day was counted").click()
    for holiday in holidays:
        cleo.reads(holiday)
    cleo.page.get_by_label("my name and designation may stand in the public register").check()
    cleo.press("Save", exact=True)
    cleo.reads("Saved.")
    cleo.page.get_by_text("How the last day was counted").click()
    cleo.look("assessment", keep=True)


def writes_the_workbook(cleo: Person, folder) -> None:
    cleo.follow("Open the workbook")
    cleo.look("workbook-empty")
    page = cleo.page
    page.get_by_label("The one I work for").check()
    page.get_by_label("Name of the contact center").fill("Harbor Light Insurance, Claims Center")
    for beginning, text in TEXTS.items():
        box(cleo, beginning).fill(text)
        box(cleo, beginning).blur()
    types_measures(cleo)
    types_steps(cleo)
    (folder / "Survey of team leads.pdf").write_bytes(a_report())
    page.get_by_label("Drop files here or choose them").set_input_files(folder / "Survey of team leads.pdf")
    expect(page.get_by_role("link", name="Survey of team leads.pdf")).to_be_visible()
    page.get_by_label("This is my own, honest").check()
    is_saved(cleo)
    page.evaluate("scrollTo(0, 0)")
    cleo.look("workbook", keep=True, part=page.locator("#table-measures"))
    cleo.look("workbook-roadmap", keep=True, part=page.locator("#table-roadmap"))


def box(person: Person, label: str) -> Locator:
    return person.page.get_by_role("textbox", name=label)


def a_report() -> bytes:
    from weasyprint import HTML

    return HTML(string="<h1>Survey of team leads</h1><p>38 answers to one question.</p>").write_pdf()


def types_measures(cleo: Person) -> None:
    """Three blank rows are there; the fourth is added by the button, which puts the cursor into it."""
    table = cleo.page.locator("#table-measures")
    for place, row in enumerate(MEASURES, start=1):
        if place == 4:
            cleo.press("Add a row", table)
            expect(table.get_by_label("Row 4, Measure", exact=True)).to_be_focused()
        fills(table, place, dict(zip(("Measure", "Unit", "Current value", "Target", "As of"), row, strict=True)))
    expect(cleo.page.locator("#status-measures .autosave[data-state=saved]")).to_be_visible()


def types_steps(cleo: Person) -> None:
    table = cleo.page.locator("#table-roadmap")
    columns = ("Step", "Who", "Begins", "Complete by", "Measure of success")
    for place, row in enumerate(STEPS, start=1):
        fills(table, place, dict(zip(columns, row, strict=True)))
    text_in_a_number_column_is_told(cleo, table)


def text_in_a_number_column_is_told(cleo: Person, table: Locator) -> None:
    """The sentence names row and column, what was typed stays, and a number is taken."""
    cell = table.get_by_label("Row 2, Expected improvement")
    cell.fill("a lot")
    cell.blur()
    cleo.reads("Row 2, “Expected improvement”: “a lot” is no number. Write digits, e.g. 82.5.")
    cleo.complaints = [line for line in cleo.complaints if "422" not in line]
    expect(cell).to_have_value("a lot")
    cleo.look("workbook-refused")
    comes_back_after_a_reload(cleo, cell)
    cell.fill("6.5")
    cell.blur()
    expect(cleo.page.locator("#status-roadmap .autosave[data-state=saved]")).to_be_visible()


def comes_back_after_a_reload(cleo: Person, cell: Locator) -> None:
    """What the server refused is still on the device, and refused again in the same words."""
    cleo.page.once("dialog", lambda question: question.accept())  # “Leave the page? Something is not saved.”
    cleo.page.reload()
    cleo.reads("We brought back what you typed before")
    expect(cell).to_have_value("a lot")
    cleo.reads("Row 2, “Expected improvement”: “a lot” is no number.")
    cleo.complaints = [line for line in cleo.complaints if "422" not in line]


def fills(table: Locator, row: int, cells: dict[str, str]) -> None:
    for column, text in cells.items():
        cell = table.get_by_label(f"Row {row}, {column}", exact=True)
        cell.fill(text)
        cell.blur()


def is_saved(cleo: Person) -> None:
    """The page says so, and a page that is loaded anew has every word and every row."""
    page = cleo.page
    expect(page.locator("[data-autosave-indicator]").locator("visible=true").first).to_have_attribute(
        "data-state", "saved"
    )
    page.wait_for_load_state("networkidle")
    page.reload()
    for beginning, text in TEXTS.items():
        expect(box(cleo, beginning)).to_have_value(text)
    for place, (measure, _unit, current, *_dates) in enumerate(MEASURES, start=1):
        table = page.locator("#table-measures")
        expect(table.get_by_label(f"Row {place}, Measure", exact=True)).to_have_value(measure)
        expect(table.get_by_label(f"Row {place}, Current value")).to_have_value(current)


def asks_her_manager(cleo: Person, name: str, email: str) -> None:
    goes_home(cleo)
    cleo.page.get_by_label("Name of your manager").fill(name)
    cleo.page.get_by_label("E-mail address of your manager").fill(email)
    cleo.press("Send the link")
    cleo.reads(f"The link is on its way to {email}.")
    work()


def goes_home(cleo: Person) -> None:
    """The page of the assessment, from the list of what is one's own."""
    cleo.go("nominations:mine")
    cleo.look("mine-assessment")
    cleo.follow(cleo.name)
    cleo.arrives(DESIGNATION)


def reviews(manager: Person, candidate: Person) -> None:
    """No account: one document, a comment that saves itself, a signature."""
    manager.open_letter(f"{candidate.name} asks for your review")
    manager.look("letter-manager")
    manager.follow_letter("/nominations/review/")
    manager.arrives(f"Performance Assessment of {candidate.name}")
    manager.reads("First-contact resolution of simple claims")
    comment = manager.page.get_by_label("Your comment: Review of current practices")
    comment.fill(COMMENT)
    comment.blur()
    manager.reads("Saved.")
    manager.look("manager-review")
    manager.press("Sign off")
    manager.reads("Thank you. Your review is signed off.")
    manager.look("manager-signed")
    for path in ("/nominations/", candidate.page.url.removeprefix(candidate.site)):
        manager.page.goto(manager.site + path)
        manager.arrives("Sign in")


def sees_the_comment_and_hands_in(cleo: Person, manager: str, told_by: str) -> None:
    goes_home(cleo)
    cleo.reads(COMMENT)
    cleo.reads(re.compile(f"Signed off by {manager}"))
    cleo.look("assessment-reviewed")
    hands_in(cleo, told_by)
    cleo.look("assessment-received")


def hands_in(cleo: Person, told_by: str) -> None:
    cleo.follow("Review and submit")
    cleo.look("workbook-review")
    cleo.press("Submit the assessment")
    cleo.reads(f"You will be told the result no later than {told_by}.")
    work()


def corrects_what_was_deficient(cleo: Person, due: str, told: list[str]) -> None:
    """The experts' feedback, and a workbook in which these sections alone are marked."""
    goes_home(cleo)
    cleo.reads(due)
    for said in told:
        cleo.reads(said)
    cleo.look("assessment-not-met")
    cleo.follow("Open the workbook")
    marked = cleo.page.locator(".question--deficient")
    expect(marked).to_have_count(2)
    expect(marked.first).to_contain_text("Performance Optimization Plan: recommendations")
    expect(marked.last).to_contain_text("Roadmap")
    recommendations = box(cleo, "Performance Optimization Plan: recommendations")
    recommendations.fill(CORRECTED)
    recommendations.blur()
    expect(cleo.page.locator("#status-recommendations .autosave[data-state=saved]")).to_be_visible()
    cleo.page.evaluate("scrollTo(0, 0)")
    cleo.look("workbook-corrections")
    goes_home(cleo)
