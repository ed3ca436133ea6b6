"""Awards 6 and 7 until the gala: all are finalists by name, and nothing tells who has won."""

from __future__ import annotations

from datetime import timedelta

import pytest

from judging.domain import decisions
from operations import clock
from operations.domain import jobs
from programs.models import Category
from recognition.domain import announcements, waves
from recognition.models import Honour

from ... import factories
from . import stories

pytestmark = pytest.mark.django_db

GALA = factories.at("2018-05-25 02:00")  # 19:00 on May 24 in Vancouver
MARCH = factories.at("2018-03-01 17:00")  # 09:00 on March 1


def shown(category: Category) -> list[tuple[str, str]]:
    now = clock.now()
    return [
        (one.placing.name, one.name_as_printed)
        for one in waves.as_seen(Honour.objects.announced(now).filter(category=category))
    ]


@pytest.mark.parametrize(("number", "size"), [(6, 26), (7, 7)])
def test_until_the_gala_all_are_finalists_by_name(award, administrator, number, size):
    """The story with the most points is of the last name in the alphabet, and nothing tells it before the gala."""
    award = award(number)
    names = [f"N{n:02d}" for n in range(size)]
    stories.judged(award, {name: 30 - n for n, name in enumerate(reversed(names))})
    decision = decisions.prepare(award, by=factories.role(administrator, award.cycle.program).user)
    decisions.seal(decision, by=administrator)
    jobs.run_due()
    announcements.schedule(award, None, MARCH, by=administrator)

    clock.stopped_at.set(MARCH - timedelta(seconds=1))
    assert shown(award) == []
    for instant in (MARCH, GALA - timedelta(seconds=1)):
        clock.stopped_at.set(instant)
        assert shown(award) == [("Finalist", name) for name in names[1:]]
    clock.stopped_at.set(GALA)
    title = award.placings.get(slug="winner").name
    assert shown(award)[0] == (title, names[-1])
    larger = [("Top 2 Finalist", name) for name in (names[-3], names[-2])] if number == 6 else []
    rest = names[1:-3] if number == 6 else names[1:-1]
    assert shown(award)[1:] == [*larger, *(("Finalist", name) for name in rest)]


@pytest.mark.parametrize("number", [6, 7])
def test_whether_the_winner_waits_for_the_gala_is_a_setting(award, administrator, number):
    award = award(number)
    award.placings.update(appears_as="", announce_at=None)
    stories.judged(award, {"A": 20, "B": 30})
    decision = decisions.prepare(award, by=factories.role(administrator, award.cycle.program).user)
    decisions.seal(decision, by=administrator)
    jobs.run_due()
    announcements.schedule(award, None, MARCH, by=administrator)

    clock.stopped_at.set(MARCH)
    assert shown(award)[0] == (award.placings.get(slug="winner").name, "B")


@pytest.mark.parametrize("number", [6, 7])
def test_the_currency_of_the_cash_is_open_until_it_is_entered(award, number):
    (cash,) = [one for one in award(number).placings.get(slug="winner").recognitions if one["kind"] == "cash"]

    assert cash == {"kind": "cash", "words": "$1,000 cash", "currency": ""}
