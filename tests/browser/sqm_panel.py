"""Chapters of the year: six experts read on their phones, and five are not enough."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from accounts.domain.people import enrol
from judging.domain import panels
from programs.models import Cycle

from .people import PASSWORD, Person
from .sqm_cast import PRACTICE, RIVAL, WINNER
from .stage import work

EXPERTS = ("Ada Moss", "Ben Ortiz", "Cleo Park", "Dev Rao", "Elin Sund", "Femi Oba")
MARKS = {WINNER: "9", RIVAL: "6"}


def five_experts_are_seated(cycle: Cycle, company) -> list[Person]:
    made = []
    for name in EXPERTS[:5]:
        email = f"{name.split()[0].lower()}@experts.example"
        judge = enrol(email, name=name, password=PASSWORD)
        panels.add_member(cycle.categories.get(slug=PRACTICE[2]), judge, by=judge)
        made.append(company.join(name, email, width="phone"))
        made[-1].sign_in()
    return made


def entries_are_assigned(olga: Person) -> None:
    olga.go("desk:panel", *PRACTICE)
    olga.reads("one judge short")
    olga.press("Assign", exact=True)
    olga.reads("Assigned.")
    olga.look("practice-panel")


def reads_both(expert: Person) -> None:
    expert.go("judging:queue")
    expert.follow("Read the terms")
    expert.page.get_by_label("I have read these terms and agree to them.").check()
    expert.press("Accept and go on")
    for entry, mark in MARKS.items():
        expert.go("judging:queue")
        expert.follow(entry)
        expert.press("I have no conflict: open the entry")
        expert.arrives(entry)
        expert.page.wait_for_load_state()
        for place in range(expert.page.locator("[data-criterion]").count()):
            criterion = expert.page.locator("[data-criterion]").nth(place)
            criterion.locator(".judging-step").nth(int(mark) - 1).click()
            expect(criterion.locator("input[type=radio]:checked")).to_have_value(mark)
        expert.page.wait_for_load_state("networkidle")
        if expert.name == EXPERTS[0]:
            expert.look(f"practice-scorecard-{mark}", keep=mark == "9")
        expert.press("Submit marks")
        expert.reads(re.compile("^\\s*Submitted\\. "))


def a_result_cannot_be_fixed_with_five(olga: Person) -> None:
    olga.go("desk:result", *PRACTICE)
    olga.press("Prepare the decision")
    olga.reads(f"{WINNER}: 5 of 6 scorecards are submitted; all 6 must be before a result is fixed.")
    expect(olga.page.get_by_role("button", name="Seal the decision")).to_be_disabled()
    olga.look("practice-five", keep=True, part=olga.page.locator("#standings"))


def a_sixth_is_invited(olga: Person, company) -> Person:
    name, email = EXPERTS[5], "femi@experts.example"
    enrol(email, name=name, password=PASSWORD)
    olga.turn_to("Panels and judges")
    olga.page.get_by_label("E-mail").fill(email)
    olga.page.get_by_label("Name").fill(name)
    olga.page.get_by_role("checkbox", name="Omni-Channel", exact=True).check()
    olga.press("Send the invitation")
    olga.reads(f"The invitation to {email} is on its way.")
    work()
    femi = company.join(name, email, width="phone")
    femi.sign_in()
    femi.open_letter(re.compile("judge"))
    femi.follow_letter("/judging/invitations/")
    femi.press("Yes, I will judge")
    olga.go("desk:panel", *PRACTICE)
    olga.press("Assign", exact=True)
    olga.reads("Assigned.")
    return femi
