"""Stories by private link: asked for, written without an account, signed once, and read by whom they are for."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.core import mail
from django.urls import reverse
from pypdf import PdfReader

from judging.domain import reading
from nominations.domain import copying, eligibility, private_links, stories, submission
from nominations.enums import LinkPurpose
from nominations.models import Collaborator, Nomination, NominationEvent, PrivateLink, Story
from nominations.pdf import entry_pdf
from operations.domain import jobs
from operations.models import OutgoingMail
from operations.refusal import Refused
from programs.enums import Role
from tests import factories

from . import given
from .told import TEXT, address, body, told

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


# Writing


def test_a_story_is_written_and_signed_without_an_account(client, entry, letter):
    page = client.get(letter)
    assert page.status_code == 200
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert "no-store" in page["Cache-Control"]
    assert "0 of 12 words" in body(page)

    saved = client.post(f"{letter}text/", {"text": "Begun.", "version": "0"}, headers=HTMX)
    assert saved.status_code == 200 and 'value="1"' in body(saved)
    assert client.post(f"{letter}text/", {"text": TEXT, "version": "1"}).url == letter
    signed = client.post(f"{letter}signature/", {"text": TEXT, "version": "2", "name": " Cy Agent "})

    assert signed.url == letter
    story = Story.objects.get(link__nomination=entry)
    assert (story.text, story.name, story.version) == (TEXT, "Cy Agent", 2)
    assert Nomination.objects.get(pk=entry.pk).signed_stories == 1
    assert NominationEvent.objects.filter(nomination=entry, what="story_signed").count() == 1
    assert "Cy Agent, " in body(client.get(letter))


def test_a_save_from_an_older_window_keeps_both_texts(client, entry, letter):
    client.post(f"{letter}text/", {"text": "First.", "version": "0"})

    late = client.post(f"{letter}text/", {"text": "Second.", "version": "0"}, headers=HTMX)
    page = client.post(f"{letter}text/", {"text": "Second.", "version": "0"})
    sign = client.post(f"{letter}signature/", {"text": "Second.", "version": "0", "name": "Cy"})

    assert late.status_code == page.status_code == sign.status_code == 409
    assert "First." in body(late)
    for answer in (page, sign):
        assert "First." in body(answer) and "Second." in body(answer)
    assert (Story.objects.get().text, Story.objects.get().signed_at) == ("First.", None)
    assert client.post(f"{letter}text/", {"text": "Second.", "version": "1"}).status_code == 302
    assert Story.objects.get().text == "Second."


@pytest.mark.parametrize(("words", "is_taken"), [(0, False), (1, True), (12, True), (13, False)])
def test_a_story_has_between_one_and_twelve_words_when_it_is_signed(client, entry, letter, words, is_taken):
    text = " ".join(["word"] * words)

    answer = client.post(f"{letter}signature/", {"text": text, "version": "0", "name": "Cy"})

    assert answer.status_code == (302 if is_taken else 422)
    story = Story.objects.get()
    assert (story.text, bool(story.signed_at)) == (text, is_taken)
    if words == 13:
        assert "13 words, and at most 12 are allowed. Please shorten it by 1" in body(answer)
        assert text in body(answer)


def test_a_story_is_signed_with_a_name_and_what_was_typed_stays(client, entry, letter):
    answer = client.post(f"{letter}signature/", {"text": TEXT, "version": "0", "name": " "})

    assert answer.status_code == 422 and TEXT in body(answer)
    assert (Story.objects.get().text, Story.objects.get().signed_at) == (TEXT, None)


def test_a_signed_story_is_neither_changed_nor_signed_again(client, entry, letter):
    sign = {"text": TEXT, "version": "0", "name": "Cy Agent"}
    assert client.post(f"{letter}signature/", sign).status_code == 302

    again = client.post(f"{letter}signature/", {**sign, "version": "1", "name": "Somebody Else"})
    other = client.post(f"{letter}text/", {"text": "Other words.", "version": "1"}, headers=HTMX)

    assert again.status_code == other.status_code == 422
    assert stories.sign(PrivateLink.objects.get(), name="Somebody Else").name == "Cy Agent"
    story = Story.objects.get()
    assert (story.text, story.name) == (TEXT, "Cy Agent")
    assert Nomination.objects.get(pk=entry.pk).signed_stories == 1


def test_writing_ends_with_the_deadline_of_the_entry(at, client, entry, letter):
    closes = entry.category.last_instant
    at(closes)
    assert client.post(f"{letter}text/", {"text": TEXT, "version": "0"}, headers=HTMX).status_code == 200
    at(closes.replace(year=closes.year + 1))
    late = client.post(f"{letter}text/", {"text": "Late.", "version": "1"}, headers=HTMX)
    assert late.status_code == 422
    assert client.post(f"{letter}signature/", {"text": TEXT, "version": "1", "name": "Cy"}).status_code == 422
    assert TEXT in body(client.get(letter))
    assert Story.objects.get().signed_at is None


# Links


def test_a_link_without_an_address_is_shown_once_and_kept_nowhere(client, entry):
    client.force_login(entry.nominator)

    answer = client.post(address("ask_story", entry), {"name": "Cy Agent", "email": ""})

    token = re.search(r"/nominations/stories/([\w-]+)/", body(answer))[1]
    assert not OutgoingMail.objects.filter(key__startswith="story-asked").exists()
    assert token not in str(list(PrivateLink.objects.values()))
    assert token not in body(client.get(address("stories", entry)))
    client.logout()
    assert client.get(f"/nominations/stories/{token}/").status_code == 200


def test_a_wrong_withdrawn_or_expired_link_and_one_for_something_else_are_not_there(at, client, entry, letter):
    end = datetime(2026, 2, 2, tzinfo=UTC)
    _link, expired = private_links.issue(
        entry, LinkPurpose.STORY, name="D", email="", by=entry.nominator, expires_at=end
    )
    _link, other = private_links.issue(entry, LinkPurpose.MANAGER_REVIEW, name="E", email="", by=entry.nominator)
    own = PrivateLink.objects.get(email="cy@example.com")
    assert client.get(letter).status_code == 200
    assert client.get(f"/nominations/stories/{expired}/").status_code == 200

    at(end.replace(second=1))
    client.force_login(entry.nominator)
    assert client.post(address("withdraw_story_link", entry, own.pk)).status_code == 302
    client.logout()

    for gone in (letter, f"/nominations/stories/{expired}/", f"/nominations/stories/{other}/",
                 "/nominations/stories/nonsense/", f"/nominations/stories/{own.token_hash}/"):  # fmt: skip
        assert client.get(gone).status_code == 404, gone
        assert client.post(f"{gone}text/", {"text": "X", "version": "0"}).status_code == 404, gone
        assert client.post(f"{gone}signature/", {"text": "X", "version": "0", "name": "X"}).status_code == 404, gone
    assert not Story.objects.exists()


def test_a_link_opens_its_own_story_alone(client, entry, letter):
    told(entry, "What Di told.", "Di Other")

    page = body(client.get(letter))

    assert "What Di told." not in page and "Di Other" not in page
    assert "What she did, part 1." not in page
    assert client.get(address("stories", entry)).status_code == 302


@pytest.mark.parametrize("stays_here", [False, True])
def test_what_opens_a_story_is_forgotten_once_the_letter_has_left(settings, entry, letter, stays_here):
    """Only where letters stay on the machine, to be tried out, are they kept."""
    settings.MAIL_STAYS_HERE = stays_here
    jobs.run_due()
    row = OutgoingMail.objects.get(to="cy@example.com")
    assert row.state == "sent"
    assert (letter in row.text, letter in row.html) == (stays_here, stays_here)
    assert letter in mail.outbox[-1].body


def test_an_administrator_sees_that_a_story_was_asked_for_and_not_the_link(client, entry, letter):
    """What is not signed yet is its writer's, so nobody else may open it: not from the list of letters either."""
    ada = factories.user("Ada Administrator")
    factories.role(ada, entry.cycle.program)
    client.force_login(ada)
    page = body(client.get(reverse("desk:letters", args=[entry.cycle.program.slug, entry.cycle.slug])))
    assert "cy@example.com" in page and "a link for its reader alone" in page
    assert letter not in page


def test_a_category_that_asks_for_none_has_no_such_page(client, ready):
    client.force_login(ready.nominator)

    assert client.get(address("stories", ready)).status_code == 404
    assert "Stories and their writers" not in body(client.get(address("detail", ready)))
    with pytest.raises(Refused, match="asks for no stories"):
        stories.invite(ready, name="Cy", email="", by=ready.nominator)


# Reading


def test_nominator_and_colleagues_read_signed_stories_and_nobody_else_does(
    client, entry, colleague, outsider, administrator, judge, other_judge
):
    factories.role(judge, entry.cycle.program, Role.JUDGE)
    Collaborator.objects.create(
        nomination=entry, email=colleague.email, user=colleague, token="t", accepted_at=entry.created_at
    )
    told(entry)
    link, _address = stories.invite(entry, name="Di", email="", by=entry.nominator)
    stories.save(link, "Secret so far", base_version=0)

    for reader in (entry.nominator, colleague):
        client.force_login(reader)
        page = body(client.get(address("stories", entry)))
        assert TEXT in page and "Secret so far" not in page and "3 words so far" in page
    for stranger in (outsider, administrator, judge, other_judge):
        client.force_login(stranger)
        assert client.get(address("stories", entry)).status_code == 404
        assert client.post(address("ask_story", entry), {"name": "X"}).status_code == 404
        assert client.post(address("withdraw_story_link", entry, link.pk)).status_code == 404
    client.force_login(colleague)
    assert client.post(address("ask_story", entry), {"name": "X"}).status_code == 404
    assert client.post(address("withdraw_story_link", entry, link.pk)).status_code == 404


@pytest.mark.parametrize(("is_blind", "label"), [(False, "Story 1, told by Cy Agent"), (True, "Story 1")])
def test_judges_and_the_pdf_have_signed_stories_and_no_name_where_judging_is_blind(entry, is_blind, label):
    told(entry)
    link, _address = stories.invite(entry, name="Di", email="", by=entry.nominator)
    stories.save(link, "Secret so far", base_version=0)
    entry = Nomination.objects.get(pk=entry.pk)
    entry.category.is_blind = is_blind

    read = reading.read(entry).stories
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(entry_pdf(entry))).pages)

    assert (read[-1].label, read[-1].text) == (label, TEXT)
    assert "Secret so far" not in str(read) and "Secret so far" not in printed
    assert TEXT in " ".join(printed.split())
    assert ("Cy Agent" in printed) is ("Cy Agent" in str(read)) is not is_blind


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_whatever_it_holds(client, entry, count, django_assert_max_num_queries):
    for place in range(count):
        told(entry, name=f"Writer {place}")
    client.force_login(entry.nominator)
    client.get(address("stories", entry))

    with django_assert_max_num_queries(8):
        assert body(client.get(address("stories", entry))).count(TEXT) == count


def test_a_copy_has_no_stories(entry):
    told(entry)
    other = factories.category(entry.cycle)

    copy = copying.copy(Nomination.objects.get(pk=entry.pk), other, by=entry.nominator)

    assert (copy.signed_stories, copy.private_links.count()) == (0, 0)


# What the rule says


@pytest.mark.parametrize(("count", "is_taken"), [(1, False), (2, True), (3, True)])
def test_an_entry_is_submitted_with_as_many_signed_stories_as_the_rule_says(ready, count, is_taken):
    given.rule(ready.category, "stories", {"minimum": 2})
    for place in range(count):
        told(ready, name=f"Writer {place}")
    entry = Nomination.objects.get(pk=ready.pk)

    if is_taken:
        assert submission.submit(entry, by=entry.nominator).state == "submitted"
    else:
        with pytest.raises(Refused, match="Signed stories: 1 of at least 2"):
            submission.submit(entry, by=entry.nominator)
        assert Nomination.objects.get(pk=ready.pk).state == "draft"
    line = next(
        one for one in eligibility.check(Nomination.objects.get(pk=ready.pk), cause="asked").lines
        if one["kind"] == "stories"
    )  # fmt: skip
    assert (line["verdict"] == "pass") is is_taken


def test_a_withdrawn_link_leaves_its_signed_story(entry):
    story = told(entry)

    private_links.withdraw(story.link, by=entry.nominator)

    entry = Nomination.objects.get(pk=entry.pk)
    assert [one.text for one in stories.signed_for(entry)] == [TEXT]
    assert submission.submit(entry, by=entry.nominator).state == "submitted"
