"""A large survey file in a real browser: the connection is lost in the middle, the browser closed, and it goes on."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.domain.people import enrol
from measurement.domain import uploads
from measurement.models import SurveyImport
from operations import files
from tests import factories
from tests.measurement import survey_files as given

from .people import PASSWORD
from .stage import work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CYCLE = ("study", "2018")
ROWS = 40_000
PIECE = 1024 * 1024


@pytest.fixture
def olga(company, monkeypatch):
    monkeypatch.setattr(uploads, "PIECE", PIECE)
    program = factories.program(slug=CYCLE[0])
    factories.cycle(program, slug=CYCLE[1], award_year=2018, survey_year=2017)
    factories.organisation("Cedar Bank")
    factories.role(enrol("olga@study.example", name="Olga Office", password=PASSWORD), program)
    found = company.join("Olga Office", "olga@study.example")
    found.sign_in()
    found.page.wait_for_url(re.compile("manage"))
    return found


@pytest.fixture
def year(tmp_path):
    """Some four megabytes."""
    path = tmp_path / "year.csv"
    path.write_bytes(given.customers(*(given.survey(str(n)) for n in range(ROWS))))
    return path


class Line:
    """What goes over the wire, and when it breaks: after so many pieces, until it is mended."""

    def __init__(self, page, breaks_after: int) -> None:
        self.offsets: list[int] = []
        self.left = breaks_after
        page.route("**/pieces/**", self.carry)

    def carry(self, route) -> None:
        if self.left == 0:
            route.abort("connectionreset")
            return
        if route.request.method == "POST":
            self.left -= 1
            self.offsets.append(int(parse_qs(urlsplit(route.request.url).query)["offset"][0]))
        route.continue_()

    def mend(self) -> None:
        self.left = -1


def choose(olga, path, label: str = "File") -> None:
    olga.page.get_by_label(label, exact=True).set_input_files(path)


def send(olga, path) -> None:
    olga.go("desk:surveys", *CYCLE)
    olga.page.get_by_label("What the file holds").select_option("Customer surveys")
    choose(olga, path)
    olga.press("Upload", exact=True)


def is_whole(path) -> None:
    """Every byte arrived once and in its place, and every row was read."""
    work()
    one = SurveyImport.objects.get()
    assert (one.state, one.rows_read, one.rows_accepted) == ("checked", ROWS, ROWS)
    assert one.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert files.exists(one.original)


def test_a_lost_connection_costs_one_piece(olga, year, company):
    wire = Line(olga.page, breaks_after=2)
    send(olga, year)
    expect(olga.page.get_by_text("The connection was lost. Trying again …")).to_be_visible()
    assert olga.page.locator("[data-survey-progress] progress").evaluate("bar => bar.value") == 2 * PIECE
    wire.mend()

    olga.page.wait_for_url(re.compile(r"/surveys/files/"))
    assert wire.offsets == list(range(0, year.stat().st_size, PIECE))
    is_whole(year)
    olga.page.reload()
    olga.reads(f"{ROWS:,}")


def test_a_closed_browser_goes_on_where_the_server_stands(olga, year, tmp_path, company):
    Line(olga.page, breaks_after=2)
    send(olga, year)
    expect(olga.page.get_by_text("The connection was lost. Trying again …")).to_be_visible()
    olga.page.close()
    olga.complaints.clear()  # the browser’s own word on the lost connection

    olga.page = olga.tab()
    wire = Line(olga.page, breaks_after=-1)
    olga.go("desk:surveys", *CYCLE)
    olga.follow("year.csv")
    olga.reads("2 MB of ")
    olga.look("survey-resume")
    other = tmp_path / "another" / "year.csv"
    other.parent.mkdir()
    other.write_bytes(b"x" * year.stat().st_size)
    choose(olga, other, "The same file")
    olga.press("Go on", exact=True)
    olga.reads("This is another file: its name, size or age differs.")
    assert wire.offsets == []

    choose(olga, year, "The same file")
    olga.press("Go on", exact=True)
    expect(olga.page.get_by_role("heading", name="The upload is not finished")).to_have_count(0)
    assert wire.offsets == list(range(2 * PIECE, year.stat().st_size, PIECE))
    is_whole(year)
    assert company.found == {}


def test_who_was_signed_out_meanwhile_is_told_so_and_goes_on_after_signing_in(olga, year, company):
    Line(olga.page, breaks_after=2)
    send(olga, year)
    expect(olga.page.get_by_text("The connection was lost. Trying again …")).to_be_visible()
    olga.context.clear_cookies()
    olga.page.unroute_all()

    olga.reads("sign in if you are asked, and go on")
    olga.sign_in()
    olga.page.wait_for_url(re.compile("manage"))
    olga.page.goto(olga.site + reverse("desk:survey", args=[*CYCLE, SurveyImport.objects.get().code]))
    choose(olga, year, "The same file")
    olga.press("Go on", exact=True)
    expect(olga.page.get_by_role("heading", name="The upload is not finished")).to_have_count(0)
    is_whole(year)
