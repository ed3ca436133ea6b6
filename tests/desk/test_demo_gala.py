"""The end of the measured demo: something to see on the gala's page, told by the site's own verbs."""

import pytest

from desk.domain.demo import gala
from judging.models import Decision, Visit
from nominations.domain import pages
from operations import clock
from operations.domain import audit
from operations.models import Job, OutgoingMail
from recognition.domain import attendance
from recognition.models import Honour
from tests import factories
from tests.recognition.best_practice import given


@pytest.fixture
def awards(db, monkeypatch):
    monkeypatch.setattr(pages, "rendered", lambda nomination: 1)
    found, panel = given.load(39, 40, 41, 42), given.experts()
    for award in found:
        entries = [given.applied(award, f"{name} of {award.key}") for name in ("Better", "Other")]
        for entry, mark in zip(entries, (9, 6), strict=True):
            given.judged_by_six(entry, panel, mark)
    clock.stopped_at.set(None)
    return found


def test_one_winner_comes_one_does_not_and_one_is_asked_again(awards):
    ada = factories.user("Ada Administrator")
    cycle = awards[0].cycle
    factories.role(ada, cycle.program)

    assert gala.tell(cycle, {}, by=ada) == 3

    assert [(one.honour.name_as_printed, one.state, one.is_public) for one in attendance.invited(cycle)] == [
        ("Better of sqm-39", "confirmed", True),
        ("Better of sqm-40", "declined", True),
        ("Better of sqm-41", "pending", True),
    ]
    letters = OutgoingMail.objects.filter(key__startswith="gala-reminder:")
    assert {one.key.split(":")[1] for one in letters} == {Honour.objects.get(name_as_printed="Better of sqm-41").code}
    assert set(Decision.objects.values_list("category__key", "state")) == {
        (key, "sealed") for key in ("sqm-39", "sqm-40", "sqm-41")
    }
    assert Visit.objects.exclude(notes="").count() == 8  # two of each award, also of the one that is still open
    assert Job.objects.filter(kind="render_documents").count() == 1
    assert audit.verify().is_whole
