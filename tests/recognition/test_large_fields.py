"""Awards that hundreds receive: the page of all winners shows a few of them and leads to the others."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Placing
from recognition.domain import announcements, honours
from recognition.models import Honour
from tests import factories

from .conftest import BEFORE, T, candidate, nominated, sealed

pytestmark = pytest.mark.django_db
NAME = re.compile(r"Recipient \d{3}")


def field_of(category, count, administrator):
    """So many certified people, decided in an order that is not the alphabet's, public at T."""
    category.placings.update(slug="certified", kind="certified", name="Certified", places=None)
    by = factories.user()
    rows = [nominated(category, candidate(category, f"Recipient {n:03d}"), by) for n in range(count, 0, -1)]
    honours.make(sealed(category, *(("certified", row, "") for row in rows)))
    announcements.schedule(category, None, T, by=administrator)


def winners(category, **query):
    cycle = category.cycle
    return reverse("recognition:winners", args=[cycle.program.slug, cycle.slug], query=query)


def names(response):
    return NAME.findall(response.content.decode())


@pytest.mark.parametrize(("count", "shown"), [(30, 30), (31, 6)])
def test_of_more_than_thirty_the_page_of_all_shows_the_first_six(
    client, category, administrator, set_clock, count, shown
):
    field_of(category, count, administrator)
    set_clock(T)

    page = client.get(winners(category))

    assert names(page) == [f"Recipient {n:03d}" for n in range(1, shown + 1)]
    assert (f"See all {count}" in page.content.decode()) == (shown < count)
    assert names(client.get(winners(category, award=category.slug))) == [
        f"Recipient {n:03d}" for n in range(1, count + 1)
    ]


def test_a_hundred_and_twenty_stand_on_one_page_and_the_next_on_another(client, category, administrator, set_clock):
    field_of(category, 121, administrator)
    set_clock(T)

    first, second = (client.get(winners(category, award=category.slug, page=page)) for page in (1, 2))

    assert (len(names(first)), names(second)) == (120, ["Recipient 121"])


def test_before_the_moment_an_award_answers_like_one_that_does_not_exist(client, category, administrator, set_clock):
    field_of(category, 31, administrator)
    set_clock(BEFORE)

    told, unknown = client.get(winners(category, award=category.slug)), client.get(winners(category, award="no-such"))

    assert (told.status_code, unknown.status_code) == (404, 404)
    assert told.content == unknown.content
    set_clock(T)
    assert client.get(winners(category, award=category.slug)).status_code == 200
    assert client.get(winners(category, award="no-such")).status_code == 404


def test_who_wins_later_stands_among_the_finalists_there_too(client, category, administrator, set_clock):
    Placing.objects.create(category=category, slug="finalist", kind="finalist", name="Finalist", position=2)
    category.placings.filter(slug="winner").update(appears_as="finalist", announce_at=factories.at("2026-07-22"))
    by = factories.user()
    rows = [nominated(category, candidate(category, f"Recipient {n:03d}"), by) for n in range(1, 41)]
    placed = [("winner", rows[20], ""), *(("finalist", row, "") for row in rows if row is not rows[20])]
    honours.make(sealed(category, *placed))
    announcements.schedule(category, None, T, by=administrator)
    set_clock(T)

    page = client.get(winners(category, award=category.slug))

    assert names(page) == [f"Recipient {n:03d}" for n in range(1, 41)]
    assert "winner-card--winner" not in page.content.decode()
    set_clock(factories.at("2026-07-22"))
    later = client.get(winners(category, award=category.slug))
    assert names(later)[0] == "Recipient 021"
    assert later.content.decode().count("winner-card--winner") == 1


def test_the_desk_turns_pages_of_honors_and_finds_one_by_its_printed_code(client, category, administrator, set_clock):
    field_of(category, 51, administrator)
    client.force_login(administrator)
    desk = reverse("desk:documents", args=[category.cycle.program.slug, category.cycle.slug])
    last = Honour.objects.get(name_as_printed="Recipient 051")

    assert len(names(client.get(desk))) == 50
    assert names(client.get(desk, {"page": 2})) == ["Recipient 051"]
    assert names(client.get(desk, {"q": last.printed_code.lower()})) == ["Recipient 051"]
    assert names(client.get(desk, {"award": category.slug, "q": "Recipient 01"}))[0] == "Recipient 010"
    assert "No honor fits these filters" in client.get(desk, {"award": "no-such"}).content.decode()


def test_queries_do_not_grow_with_the_field(client, administrator, set_clock):
    costs = []
    for count in (1, 3, 31):
        award = factories.category()
        field_of(award, count, administrator)
        set_clock(T)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(winners(award)).status_code == 200
            assert client.get(winners(award, award=award.slug)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2]
