"""The cast and the helpers of the nomination stories."""

import re
from datetime import UTC, datetime

import pytest

from nominations.domain import drafts, submission
from nominations.models import Nomination
from operations import clock
from operations.models import OutgoingMail
from tests import factories

from . import given
from .told import address


@pytest.fixture
def at(the_clock_runs_again):
    """Set the one clock: at("2026-02-01 12:00")."""

    def set_to(text) -> datetime:
        instant = text if isinstance(text, datetime) else datetime.fromisoformat(text).replace(tzinfo=UTC)
        clock.stopped_at.set(instant)
        return instant

    set_to("2026-02-01 12:00")
    return set_to


@pytest.fixture
def colleague(db):
    return factories.user("Cora Colleague", email="cora@example.com")


@pytest.fixture
def organisation(nominator):
    return factories.organisation("Acme Inc", members=(nominator,))


@pytest.fixture
def draft(at, category, nominator, organisation) -> Nomination:
    return drafts.start(category, by=nominator, organisation=organisation, relation="colleague")


def answer(nomination, slug, value, *, by=None, base=None):
    question = nomination.category.questions.get(slug=slug)
    if base is None:
        stored = nomination.answers.filter(question=question).first()
        base = stored.version if stored else 0
    return drafts.save_answer(nomination, question, value, base_version=base, by=by or nomination.nominator)


def fill(nomination, name="Maria Lopez") -> Nomination:
    """Every answer that the category of the factories requires."""
    answer(nomination, "entrant-name", name)
    for place in (1, 2, 3):
        answer(nomination, f"story-{place}", f"What she did, part {place}.")
    return nomination


@pytest.fixture
def ready(draft) -> Nomination:
    return fill(draft)


@pytest.fixture
def submitted(ready, nominator) -> Nomination:
    return submission.submit(ready, by=nominator)


@pytest.fixture
def entry(ready):
    """A draft that lacks nothing but its one story, of at most twelve words."""
    given.rule(ready.category, "stories", {"minimum": 1, "max_words": 12})
    return ready


@pytest.fixture
def letter(client, entry):
    """The nominator asks Cy by e-mail; the address of the link as Cy reads it."""
    client.force_login(entry.nominator)
    asked = client.post(address("ask_story", entry), {"name": "Cy Agent", "email": "Cy@example.com"})
    assert asked.url == address("stories", entry)
    client.logout()
    text = OutgoingMail.objects.get(to="cy@example.com").text
    return re.search(r"/nominations/stories/[\w-]+/", text)[0]
