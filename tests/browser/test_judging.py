"""A judge at work in Chromium: by keyboard, on a phone, with two tabs, and without script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from judging.domain import appointment, invitations, recusals
from judging.models import Mark, Scorecard
from operations.clock import now
from programs.models import Category

from .. import factories
from ..judging import stories
from .conftest import barriers, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANCHORS = {"1": "Hardly addressed", "4": "Partly met", "7": "Well met", "10": "Outstanding"}


@pytest.fixture
def category() -> Category:
    cycle = factories.cycle(
        opens_at=now() - timedelta(days=60),
        closes_at=now() - timedelta(days=20),
        judging_opens_at=now() - timedelta(days=5),
        judging_closes_at=now() + timedelta(days=5),
        announce_at=now() + timedelta(days=60),
    )
    return factories.category(cycle, name="Best Agent", scale={"min": 1, "max": 10, "anchors": ANCHORS})


@pytest.fixture
def judge(db):
    return factories.user("Judith Judge", email="judith@judges.example")


@pytest.fixture
def assignments(category, judge):
    return [stories.assigned(judge, stories.entry(category, f"Entrant {n}")) for n in range(3)]


def sign_in(context, live_server, client, judge) -> None:
    client.force_login(judge)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


@pytest.fixture
def signed_in(page, live_server, client, judge):
    sign_in(page.context, live_server, client, judge)
    page.open = lambda path: page.goto(live_server.url + path)
    return page


def address(assignment) -> str:
    return reverse("judging:scorecard", args=[assignment.code])


def marks_of(assignment) -> dict:
    marks = Mark.objects.filter(scorecard__assignment=assignment)
    return {mark.criterion.slug: "cannot" if mark.cannot_judge else mark.value for mark in marks}


def saved(page):
    """Wait until the page says that everything typed is saved; it says otherwise from the first letter on."""
    page.wait_for_selector("[data-autosave-indicator][data-state=saved]")


def test_from_the_list_to_a_submitted_scorecard(signed_in, assignments, category):
    page = signed_in
    stories.publish_terms(category)
    page.open(reverse("judging:queue"))
    assert (barriers(page), sideways(page)) == ([], 0)
    page.click("text=Read the terms")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.check("#agree")
    page.click("text=Accept and go on")
    page.click("text=Open")
    page.click("text=I have a conflict and step back")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.click("text=I have no conflict: open the entry")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.locator("#criterion-1 label.judging-step", has_text="7").click()
    page.locator("#criterion-2 label.judging-step", has_text="9").click()
    page.click("#criterion-3 >> text=I cannot judge this criterion")
    page.fill("#comment-criterion-1", "Clear results.")
    page.fill("#overall-note", "A strong entry.")
    page.click("text=Submit marks")
    page.wait_for_selector("text=Here is the next entry")

    scorecard = Scorecard.objects.get(assignment=assignments[0])
    assert (scorecard.state, scorecard.total, scorecard.note) == ("submitted", 8, "A strong entry.")
    page.open(address(assignments[0]))
    assert (barriers(page), sideways(page)) == ([], 0)


def test_marking_by_keyboard_alone(signed_in, assignments, judge):
    page = signed_in
    for assignment in assignments:
        recusals.state_no_conflict(assignment, by=judge)
    page.open(address(assignments[0]))
    for key in ["8", "j", "0", "j", "x", "k", "ArrowLeft", "c"]:
        page.keyboard.press(key)
    page.keyboard.type("5 of 5 in 12 months")
    page.keyboard.press("Escape")
    saved(page)

    assert marks_of(assignments[0]) == {"criterion-1": 8, "criterion-2": 9, "criterion-3": "cannot"}
    assert Mark.objects.get(criterion__slug="criterion-2").comment == "5 of 5 in 12 months"
    chips = page.locator(".rubric-chip").all_text_contents()
    assert [chip.split()[2] for chip in chips] == ["8", "9", "n/acannot"]
    assert page.complaints == []
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(f"**{address(assignments[1])}")
    page.keyboard.press("p")
    page.wait_for_url(f"**{address(assignments[0])}")


def test_typing_on_while_a_save_is_under_way_is_no_conflict(signed_in, assignments, judge):
    page = signed_in
    recusals.state_no_conflict(assignments[0], by=judge)
    page.open(address(assignments[0]))
    page.route("**/marks/**", lambda route: (page.wait_for_timeout(150), route.continue_()))
    page.keyboard.press("3")
    page.keyboard.press("4")
    page.keyboard.press("5")
    with page.expect_request(lambda request: "One" in (request.post_data or "")):
        page.fill("#comment-criterion-1", "One")
    page.fill("#comment-criterion-1", "One, two")
    saved(page)

    mark = Mark.objects.get()
    assert (mark.value, mark.comment) == (5, "One, two")
    assert page.locator(".judging-undecided").count() == 0


def test_two_tabs_are_shown_both_texts(signed_in, assignments, judge, live_server):
    page = signed_in
    recusals.state_no_conflict(assignments[0], by=judge)
    page.open(address(assignments[0]))
    other = page.context.new_page()
    other.goto(live_server.url + address(assignments[0]))
    page.locator("#criterion-1 label.judging-step", has_text="7").click()
    saved(page)
    other.locator("#criterion-1 label.judging-step", has_text="4").click()
    other.wait_for_selector(".judging-undecided")
    assert barriers(other) == []
    assert Mark.objects.get().value == 7
    other.click("text=Take this instead")
    other.wait_for_load_state()

    assert Mark.objects.get().value == 4
    assert other.locator(".judging-undecided").count() == 0


def test_everything_works_without_script(browser, live_server, client, assignments, judge):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    sign_in(context, live_server, client, judge)
    page = context.new_page()
    page.goto(live_server.url + address(assignments[0]))
    page.click("text=I have no conflict: open the entry")
    page.check("#criterion-1 input[value='7']", force=True)
    page.click("text=Save >> nth=-1")
    assert marks_of(assignments[0]) == {"criterion-1": 7}
    page.check("#criterion-2 input[value='8']", force=True)
    page.check("#criterion-3 input[value='cannot']")
    page.click("text=Submit marks")
    page.wait_for_selector("text=Here is the next entry")

    assert Scorecard.objects.get(assignment=assignments[0]).is_submitted
    context.close()


def test_invitation_and_appointment_have_no_barriers(signed_in, judge, category):
    page = signed_in
    lifetime = factories.category(category.cycle, method="appointment", criteria=0, questions=False, name="Lifetime")
    factories.role(judge, category.cycle.program, "decider")
    appointment.propose(lifetime, name="Lea Legend", reason="Forty years.", by=judge)
    invitation = invitations.invite(category.cycle.program, [category], judge.email, by=judge, name="Judith")
    page.open(reverse("judging:invitation", args=[invitation.token]))
    assert (barriers(page), sideways(page)) == ([], 0)
    page.click("text=Yes, I will judge")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.click("text=See the proposals")
    page.click("summary:has-text('Appoint')")
    assert (barriers(page), sideways(page)) == ([], 0)
    page.fill("details textarea", "Nobody shaped this work more.")
    page.click("text=Appoint and seal")
    page.wait_for_selector("text=Decided and sealed")
