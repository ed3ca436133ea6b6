"""Until when a story can be signed, told on every side, and which stories a draft still lacks."""

from datetime import UTC, datetime

import pytest

from nominations.domain import private_links, stories, submission
from nominations.enums import LinkPurpose
from nominations.models import PrivateLink
from operations.models import OutgoingMail
from operations.refusal import Refused

from .told import TEXT, address, body

pytestmark = pytest.mark.django_db


def test_writer_and_nominator_read_until_when_a_story_can_be_signed(at, client, entry, letter):
    """The entry closes on March 31 in UTC: 7:59 PM in New York."""
    mail = OutgoingMail.objects.get(to="cy@example.com")
    assert all("until Tuesday, March 31, 2026, 7:59 PM EDT" in text for text in (mail.text, mail.html))
    page = body(client.get(letter))
    assert "You can write and sign it until" in page and "March 31, 2026" in page and "7:59 PM EDT" in page
    client.force_login(entry.nominator)
    assert "Stories can be signed until" in body(client.get(address("stories", entry)))


def test_a_link_that_ends_earlier_says_so_to_both(at, client, entry):
    end = datetime(2026, 2, 2, 17, tzinfo=UTC)
    link, token = private_links.issue(entry, LinkPurpose.STORY, name="Di", email="", by=entry.nominator, expires_at=end)
    assert stories.open_until(link) == end
    page = body(client.get(f"/nominations/stories/{token}/"))
    assert "February 2, 2026" in page and "March 31, 2026" not in page

    client.force_login(entry.nominator)
    page = body(client.get(address("stories", entry)))
    assert "The link leads here until" in page and "February 2, 2026" in page and "Expired" not in page
    at(end.replace(minute=1))
    assert "Expired" in body(client.get(address("stories", entry)))


def test_an_own_deadline_of_the_entry_is_the_stories_too(at, client, entry, letter, administrator):
    later = datetime(2026, 4, 3, 3, 59, 59, tzinfo=UTC)
    submission.extend(entry, later, by=administrator, reason="Illness")

    assert stories.open_until(PrivateLink.objects.get()) == later
    assert "April 2, 2026" in body(client.get(letter))


def test_a_draft_that_lacks_only_its_story_says_which(client, entry):
    client.force_login(entry.nominator)

    def pages() -> list[str]:
        return [body(client.get(address(name, entry))) for name in ("detail", "review")]

    for page in pages():
        assert "Ready to be submitted" not in page
        assert "Signed stories: 0 of at least 1. Invite their writers from the page of the entry." in page
    link, _address = stories.invite(entry, name="Cy Agent", email="", by=entry.nominator)
    gone, _address = stories.invite(entry, name="Gus Gone", email="", by=entry.nominator)
    private_links.withdraw(gone, by=entry.nominator)
    for page in pages():
        assert "Signed stories: 0 of at least 1. Not signed yet: Cy Agent." in page
    with pytest.raises(Refused, match="Not signed yet: Cy Agent"):
        submission.submit(entry, by=entry.nominator)
    stories.save(link, TEXT, base_version=0)
    stories.sign(link, name="Cy Agent")
    detail, review = pages()
    assert "Ready to be submitted" in detail
    assert "Signed stories: 0" not in detail + review
