"""A year of measured awards in a real browser: from a survey file with bad rows to certificates, in three waves.

The SQM Awards as their file has them. Best practice is public on February 15, recipients on March 1, the CSR and the
Supervisor of the Year at the conference on May 24; before and after each moment somebody without an account asks
every public address. Administrators sit at a desk; the experts read on a phone.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import time
import zipfile
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.domain.people import enrol
from operations.domain import jobs
from operations.models import Job
from programs.models import Cycle
from recognition.models import Honour
from tests import factories

from . import sqm_cast, survey_year
from .people import PASSWORD, Person, keep_pdf
from .sqm_cast import CERTIFIED, CITATION, CSR, CYCLE, PRACTICE, RIVAL, SUPERVISOR, WINNER
from .sqm_panel import (
    a_result_cannot_be_fixed_with_five,
    a_sixth_is_invited,
    entries_are_assigned,
    five_experts_are_seated,
    reads_both,
)
from .sqm_surveys import refused_rows_are_mended, the_standings_say_who_and_why_not, the_year_is_uploaded
from .sqm_waves import (
    at_the_conference_the_winners,
    in_february_best_practice_alone,
    in_march_all_recipients_and_finalists,
    nobody_knows_anything,
)
from .stage import work
from .visitor import Visitor

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]

VANCOUVER = ZoneInfo("America/Vancouver")
CERTIFIED_CSRS = survey_year.CERTIFIED


@pytest.fixture
def awards(company, calendar):
    calendar.move_to("2017-11-20 10:00", VANCOUVER)
    call_command("load_program", "fixtures/programs/sqm-awards.yaml", verbosity=0)
    cycle = Cycle.objects.select_related("program").get(program__slug=CYCLE[0], slug=CYCLE[1])
    factories.role(enrol("olga@sqm.example", name="Olga Berg", password=PASSWORD), cycle.program)
    sqm_cast.practices(cycle.categories.get(slug=PRACTICE[2]))
    work()
    return cycle


@pytest.fixture
def visitor(browser, live_server):
    somebody = Visitor(browser, live_server.url)
    yield somebody
    somebody.leave()


def test_a_year_of_measured_awards(awards, company, calendar, visitor, tmp_path):
    calendar.move_to("2018-01-08 09:00", VANCOUVER)
    olga = company.join("Olga Berg", "olga@sqm.example")
    the_year_is_uploaded(olga, tmp_path)
    refused_rows_are_mended(olga, tmp_path)
    the_standings_say_who_and_why_not(olga)

    stories = sqm_cast.measured_people(awards)
    calendar.move_to("2018-02-05 09:00", VANCOUVER)
    sqm_cast.read_by_management(*stories)
    experts = five_experts_are_seated(awards, company)
    entries_are_assigned(olga)
    for expert in experts:
        reads_both(expert)
    a_result_cannot_be_fixed_with_five(olga)
    sixth = a_sixth_is_invited(olga, company)
    reads_both(sixth)

    calendar.move_to("2018-02-15 07:00", VANCOUVER)
    best_practice_is_decided(olga)
    what_is_beyond_doubt_is_decided(olga)
    decided_as_the_standing_says(olga, CSR, "CSR of the Year")
    decided_as_the_standing_says(olga, SUPERVISOR, "Supervisor of the Year")
    names_are_confirmed(olga)
    everything_is_scheduled(olga)
    certificates_are_made(olga, tmp_path)

    # Half an hour before each moment: the clock runs on while the visitor asks.
    calendar.move_to("2018-02-15 08:30", VANCOUVER)
    nobody_knows_anything(visitor, awards)
    calendar.move_to("2018-02-15 09:00:30", VANCOUVER)
    in_february_best_practice_alone(visitor, awards, olga)
    calendar.move_to("2018-03-01 08:30", VANCOUVER)
    in_february_best_practice_alone(visitor, awards, olga)
    calendar.move_to("2018-03-01 09:00:30", VANCOUVER)
    in_march_all_recipients_and_finalists(visitor, awards, olga)
    calendar.move_to("2018-05-24 18:30", VANCOUVER)
    in_march_all_recipients_and_finalists(visitor, awards, olga)
    calendar.move_to("2018-05-24 19:00:30", VANCOUVER)
    at_the_conference_the_winners(visitor, awards, olga)
    assert company.found == {}


def best_practice_is_decided(olga: Person) -> None:
    olga.go("desk:result", *PRACTICE)
    olga.page.get_by_label(f"Placing of {WINNER}").select_option("Best Practice Winner")
    olga.page.get_by_label(f"Citation for {WINNER}").fill(CITATION)
    olga.press("Set")
    olga.page.get_by_label(f"Placing of {RIVAL}").select_option("Best Practice Finalist")
    olga.press("Set", olga.page.get_by_role("row").filter(has_text=RIVAL))
    seal(olga)
    olga.look("practice-sealed")


def seal(olga: Person) -> None:
    olga.press("Seal the decision")
    olga.reads("Computed again from the sealed inputs: the same result.")
    work()


def what_is_beyond_doubt_is_decided(olga: Person) -> None:
    olga.go("desk:results", *CYCLE)
    olga.follow("Decide what is beyond doubt")
    olga.look("beyond-doubt", keep=True)
    olga.press("Decide and seal these")
    olga.reads(re.compile("are decided and sealed"))
    work()
    assert Honour.objects.filter(category__key="sqm-04").count() == CERTIFIED_CSRS


def decided_as_the_standing_says(olga: Person, award: tuple[str, str, str], winner: str) -> None:
    olga.go("desk:result", *award)
    olga.press("Prepare the decision")
    expect(olga.page.get_by_role("region", name="Decision").get_by_text(winner).first).to_be_visible()
    seal(olga)


def names_are_confirmed(olga: Person) -> None:
    olga.turn_to("Certificates and plaques")
    olga.reads(re.compile("honors wait for a name"))
    olga.look("documents-unnamed")
    olga.follow("Confirm names")
    olga.follow(survey_year.CEDAR)
    olga.look("agents", keep=True)
    olga.press(re.compile("Confirm all .* open names"))
    olga.reads(re.compile("names are confirmed"))
    work()
    assert not Honour.objects.unnamed().exists()


def everything_is_scheduled(olga: Person) -> None:
    olga.turn_to("Announcement")
    olga.press(re.compile("Schedule all .* as planned"))
    olga.reads(re.compile("categories are scheduled"))
    olga.look("measured-announcement", keep=True)
    work()


def certificates_are_made(olga: Person, folder) -> None:
    olga.turn_to("Certificates and plaques")
    olga.press("Make all documents")
    olga.reads("Certificates and plaques are being made.")
    olga.go("desk:dashboard", *CYCLE)  # the page of documents would ask all the time how far they are
    begun = time.monotonic()
    jobs.run_due()
    seconds = time.monotonic() - begun
    batch = Job.objects.get(kind="render_documents", key__contains=":cycle:")
    assert (batch.state, batch.row_errors) == ("done", [])
    print(f"{batch.result['documents']} documents in {seconds:.1f} s")
    olga.go("desk:documents", *CYCLE)
    olga.look("documents-ready", keep=True)
    with olga.page.expect_download() as coming:
        olga.follow("Download all as ZIP")
    coming.value.save_as(folder / "all.zip")
    with zipfile.ZipFile(folder / "all.zip") as archive:
        names = archive.namelist()
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        sample = [row for row in rows if row["category"] == CERTIFIED]
        archive.extractall(folder / "all")
    assert len(names) == len(set(names)) == len(rows) + 1
    assert len({row["sha256"] for row in rows}) == len(rows)
    assert Counter(row["placing"] for row in sample) == {"World Class CX Certified": CERTIFIED_CSRS}
    assert {row["name"] for row in sample} == {survey_year.name(csr) for csr in range(1, CERTIFIED_CSRS + 1)}
    for row in sample[:: CERTIFIED_CSRS // 5]:
        says(folder / "all" / row["file"], row["name"], CERTIFIED, "World Class CX Certified", survey_year.CEDAR)
    keep_pdf(folder / "all" / sample[0]["file"], "certificate-certified")


def says(file, *texts: str) -> None:
    read = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    words = "".join(read.split()).casefold()  # capitals are set apart, and read letter by letter
    assert [text for text in texts if "".join(text.split()).casefold() not in words] == [], read
