"""The cast and the helpers of the nomination stories."""

from datetime import UTC, datetime

import pytest

from nominations.domain import drafts, submission
from nominations.models import Nomination
from operations import clock
from tests import factories


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
