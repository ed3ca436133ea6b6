"""The public pages in Chromium: no barrier, no complaint of the content policy, nothing cut off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from operations.clock import now
from programs.models import EligibilityRule, Question, Terms

from .. import factories
from .conftest import barriers, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_category():
    program = factories.program(slug="icmi", name="ICMI Awards", logo="img/programs/icmi-awards.svg")
    cycle = factories.cycle(
        program,
        opens_at=now() - timedelta(days=30),
        closes_at=now() + timedelta(days=3, hours=1),
        judging_opens_at=now() + timedelta(days=5),
        judging_closes_at=now() + timedelta(days=25),
        announce_at=now() + timedelta(days=60),
        notes=["No more than three categories."],
    )
    category = factories.category(cycle, name="Best Small Center", group="Teams", is_new=True, summary="For the small.")
    Question.objects.create(
        category=category, slug="agents", section="eligibility", kind="number", label="Agents", fact="agents"
    )
    EligibilityRule.objects.create(
        cycle=cycle,
        category=category,
        slug="band",
        kind="headcount_band",
        params={"minimum": None, "maximum": 75, "basis": "headcount", "as_of": "submitted"},
        source="small (75 agents or less)",
    )
    Terms.objects.create(program=program, kind="entry", version=1, text="## Who enters\n\nEverybody.")
    return category


def addresses(category) -> list[str]:
    names = [category.cycle.program.slug, category.cycle.slug, category.slug]
    return [
        reverse("home"),
        reverse("programs:program", args=names[:1]),
        reverse("programs:cycle", args=names[:2]),
        reverse("programs:category", args=names),
        reverse("programs:kit", args=names),
        reverse("programs:check", args=names),
        reverse("programs:search") + "?q=small",
        reverse("programs:search") + "?q=nothing-like-that",
        "/there-is-nothing-here/",
    ]


def test_no_barriers_no_complaints_nothing_cut_off(live_server, page, open_category):
    found = {}
    for address in addresses(open_category):
        page.goto(live_server.url + address)
        page.complaints.clear()
        found[address] = [*barriers(page), *([f"{sideways(page)} px too wide"] if sideways(page) > 0 else [])]
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_the_content_policy_is_not_broken(live_server, page, open_category):
    for address in addresses(open_category)[:-1]:
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
    assert page.complaints == []


def test_the_components_work_and_are_free_of_barriers(live_server, page, settings):
    settings.DEBUG = True
    page.goto(live_server.url + "/design/")
    page.get_by_label("Story").fill("word " * 21)
    expect(page.get_by_text("21 of 20 words: 1 too many")).to_be_visible()
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("dialog", name="Withdraw this nomination?")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).not_to_be_visible()
    assert page.complaints == []
    assert barriers(page) == [] and sideways(page) <= 0


def test_a_visitor_finds_out_whether_they_could_enter(live_server, page, open_category):
    page.goto(live_server.url)
    page.get_by_role("link", name="See the categories").first.click()
    page.get_by_role("link", name="Best Small Center").click()
    expect(page.get_by_text("in 3 days").first).to_be_visible()
    enter = page.get_by_role("link", name="Could I enter?").first
    expect(enter).to_be_in_viewport()  # on a phone, too, before anybody has scrolled
    enter.click()
    page.get_by_label("Agents").fill("76")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("heading", name="Not in this category.").wait_for()
    assert barriers(page) == []
    page.get_by_label("Agents").fill("75")
    page.get_by_role("button", name="Check").click()
    page.get_by_role("heading", name="Yes, as far as we can see.").wait_for()
    assert page.url.endswith("/check/")


def test_search_answers_while_one_types(live_server, page, open_category):
    page.goto(live_server.url + reverse("programs:search"))
    page.get_by_role("searchbox").press_sequentially("smal", delay=20)
    page.get_by_role("link", name="Best Small Center").wait_for()


def test_the_first_thing_the_keyboard_reaches_is_the_way_past_the_navigation(live_server, page, open_category):
    page.goto(live_server.url)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_work_without_script(live_server, browser, open_category):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + addresses(open_category)[5])
    page.get_by_label("Agents").fill("12")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Yes, as far as we can see.")).to_be_visible()
    context.close()
