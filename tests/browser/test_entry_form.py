"""The entry form in a real browser: it saves itself, and nothing that is typed gets lost."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from nominations.domain import drafts
from nominations.models import Answer, AnswerVersion
from programs.models import Question
from tests import factories
from tests.nominations import files

from .conftest import barriers, sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def nominator():
    return factories.user("Nora Nominator")


@pytest.fixture
def draft(nominator, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    now = timezone.now()
    day = timezone.timedelta(days=1)
    cycle = factories.cycle(
        opens_at=now - day, closes_at=now + 3 * day, judging_opens_at=now + 4 * day, judging_closes_at=now + 9 * day
    )
    category = factories.category(cycle)
    Question.objects.create(
        category=category,
        slug="proof",
        section="support",
        kind="attachments",
        label="Proof",
        required=False,
        position=50,
    )
    Question.objects.create(
        category=category, slug="true", section="statements", kind="statement", label="It is all true.", position=60
    )
    center = factories.organisation("Acme", members=(nominator,))
    return drafts.start(category, by=nominator, organisation=center, relation="colleague")


def sign_in(context, live_server, user) -> None:
    client = Client()
    client.force_login(user)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])


@pytest.fixture
def form(page, live_server, nominator, draft):
    sign_in(page.context, live_server, nominator)
    page.form_url = f"{live_server.url}/nominations/{draft.code}/edit/"
    page.goto(page.form_url)
    return page


def saved(page, slug: str) -> None:
    page.locator(f"#status-{slug}", has_text=re.compile(r"Saved \d{1,2}:\d\d\s[AP]M")).wait_for()


def test_typing_saves_itself_and_counts_words(form, draft):
    form.locator("#q-story-1").fill("Five words stand right here.")
    saved(form, "story-1")
    form.get_by_label("It is all true.").check()
    saved(form, "true")

    assert form.locator("#q-story-1-words").inner_text() == "5 of 300 words"
    assert dict(draft.answers.values_list("question__slug", "value")) == {
        "story-1": "Five words stand right here.",
        "true": True,
    }
    form.locator("#q-story-1").fill("And now a few words more stand here.")
    form.locator("#v-story-1[value='2']").wait_for(state="attached")
    assert [line for line in form.complaints if "503" not in line] == []


def test_two_tabs_show_both_texts_and_let_one_choose(form, draft):
    other = form.context.new_page()
    other.goto(form.form_url)
    form.locator("#q-story-1").fill("From the first tab.")
    saved(form, "story-1")

    other.locator("#q-story-1").fill("From the second tab.")
    other.get_by_role("button", name="Keep mine").wait_for()
    assert "From the first tab." in other.locator(".conflict__theirs").inner_text()
    assert other.get_by_label("Your text").input_value() == "From the second tab."
    assert barriers(other) == []
    assert sideways(other) <= 0
    other.get_by_role("button", name=re.compile("Merge")).click()

    other.locator("#q-story-1").wait_for()
    assert other.locator("#q-story-1").input_value() == "From the first tab.\n\nFrom the second tab."
    assert Answer.objects.get().value == "From the first tab.\n\nFrom the second tab."
    assert not AnswerVersion.objects.filter(is_conflict=True, resolved_at=None).exists()


def test_a_lost_session_keeps_the_text_until_one_is_back(form, draft, live_server, nominator):
    form.context.clear_cookies()
    form.locator("#q-story-2").fill("Written after the session was lost.")
    form.get_by_text("You are signed out.").wait_for()
    assert not Answer.objects.exists()

    sign_in(form.context, live_server, nominator)
    form.goto(form.form_url)
    saved(form, "story-2")

    expect(form.get_by_text("We brought back what you typed")).to_be_visible()
    assert Answer.objects.get().value == "Written after the session was lost."
    form.reload()
    assert not form.get_by_text("We brought back what you typed").is_visible()


def test_brought_back_text_does_not_overwrite_a_newer_one(form, draft, live_server, nominator):
    form.context.clear_cookies()
    form.locator("#q-story-2").fill("Old text of a lost session.")
    form.get_by_text("You are signed out.").wait_for()
    question = draft.category.questions.get(slug="story-2")
    drafts.save_answer(draft, question, "Newer text from elsewhere.", base_version=0, by=nominator)

    sign_in(form.context, live_server, nominator)
    form.goto(form.form_url)
    form.get_by_role("button", name="Keep theirs").wait_for()

    assert Answer.objects.get().value == "Newer text from elsewhere."
    assert form.get_by_label("Your text").input_value() == "Old text of a lost session."


def test_files_go_up_at_once_and_a_bad_one_is_named(form, draft, tmp_path):
    (tmp_path / "good.pdf").write_bytes(files.pdf())
    (tmp_path / "bad.pdf").write_bytes(b"<html>")
    form.locator("#q-story-1").fill("This stays.")
    form.locator("#q-proof").set_input_files([tmp_path / "good.pdf", tmp_path / "bad.pdf"])
    form.get_by_text("“bad.pdf” is not a file we can take").wait_for()

    expect(form.get_by_role("link", name="good.pdf")).to_be_visible()
    assert form.locator("#q-story-1").input_value() == "This stays."
    form.get_by_role("button", name="Remove good.pdf").click()
    form.get_by_role("button", name="Bring back").click()
    form.get_by_role("link", name="good.pdf").wait_for()
    assert draft.attachments.filter(removed_at=None).count() == 1


def test_the_form_is_open_to_everybody_and_fits_its_window(form):
    assert barriers(form) == []
    assert sideways(form) <= 0


def test_from_the_review_to_the_receipt(form, draft):
    form.get_by_label("Name", exact=True).fill("Maria Lopez")
    for place in (1, 2, 3):
        form.locator(f"#q-story-{place}").fill(f"Part {place} of the story.")
    form.get_by_label("It is all true.").check()
    form.get_by_role("button", name="Save and review").click()
    form.get_by_role("button", name="Submit this entry").wait_for()
    assert barriers(form) == []
    assert sideways(form) <= 0
    form.get_by_role("button", name="Submit this entry").click()
    form.get_by_text("Thank you. Your entry is in.").wait_for()
    assert barriers(form) == []
    draft.refresh_from_db()
    assert (draft.state, draft.receipt_number) == ("submitted", 1)

    form.get_by_role("link", name="To your entry").click()
    assert barriers(form) == []
    form.get_by_role("link", name="My nominations").first.click()
    assert barriers(form) == []
