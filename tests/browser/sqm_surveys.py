"""Chapters of the year: survey files with bad rows come in, are mended, and standings say who and why not."""

from __future__ import annotations

import re

from . import survey_year
from .people import Person
from .sqm_cast import CERTIFIED, CYCLE
from .stage import work


def the_year_is_uploaded(olga: Person, folder) -> None:
    olga.sign_in()
    olga.go("desk:dashboard", *CYCLE)
    olga.turn_to("Survey files")
    olga.look("surveys-empty")
    upload(olga, folder, "organizations.csv", "Organizations by year", survey_year.organisation_file())
    olga.press("Create all")
    olga.page.locator("dialog[open]").get_by_role("button", name="Create all").click()
    work()
    take_in(olga)
    for file_name, kind, data in (
        ("participation.csv", "Participation", survey_year.participation_file()),
        ("agents.csv", "Agents and teams", survey_year.agent_file()),
        ("employees-2017.csv", "Employee surveys", survey_year.employee_file()),
    ):
        upload(olga, folder, file_name, kind, data)
        take_in(olga)


def upload(olga: Person, folder, file_name: str, kind: str, data: bytes) -> None:
    (folder / file_name).write_bytes(data)
    olga.go("desk:surveys", *CYCLE)
    olga.page.get_by_label("What the file holds").select_option(kind)
    olga.page.get_by_label("File", exact=True).set_input_files(folder / file_name)
    olga.press("Upload", exact=True)
    olga.arrives(file_name)
    work()
    olga.reads("Rows read")


def take_in(olga: Person) -> None:
    olga.press("Take it in")
    work()
    olga.reads("Taken in")


def refused_rows_are_mended(olga: Person, folder) -> None:
    upload(olga, folder, "customers-2017.csv", "Customer surveys", survey_year.customer_file())
    olga.reads("One organization is not known yet")
    olga.look("survey-dry-run", keep=True)
    olga.follow("Say who they are")
    olga.look("survey-names")
    olga.page.get_by_label(f"What {survey_year.TYPO} means").select_option(index=1)
    olga.press("Save", exact=True)
    work()
    olga.reads("Rows read")
    olga.reads("14,183")
    figures = dict(zip(*(olga.page.locator(f".figures {tag}").all_inner_texts() for tag in ("dt", "dd")), strict=True))
    assert figures == {"Rows read": "14,188", "Accepted": "14,183", "Refused": "5"}
    with olga.page.expect_download() as coming:
        olga.follow("Refused rows (CSV)")
    coming.value.save_as(folder / "refused.csv")
    take_in(olga)
    upload(
        olga, folder, "mended.csv", "Customer surveys", survey_year.mended((folder / "refused.csv").read_text("utf-8"))
    )
    olga.reads(re.compile("would reach the bar"))
    olga.look("survey-mended")
    take_in(olga)


def the_standings_say_who_and_why_not(olga: Person) -> None:
    olga.turn_to("Standings and decisions")
    olga.look("measured-results", keep=True)
    olga.follow(CERTIFIED)
    olga.reads("a field of 500, of 520 looked at")
    olga.reads("22 of 25")
    olga.look("measured-certification", keep=True)
    olga.page.get_by_label("Which", exact=True).select_option("Missed something")
    olga.press("Show", exact=True)
    olga.reads("24 of 25 surveys: 1 short.")
    olga.reads("84 % of the 85 % needed")
    olga.look("measured-missed")
    olga.turn_to("Standings and decisions")
    olga.follow("Highest Energy CX")
    olga.reads("80 %")
    olga.reads("388 of 400 surveys: 12 short.")
    olga.look("measured-energy", keep=True)
