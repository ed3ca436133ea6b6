"""The evening: who is called when, before anybody else may know."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from operations.codes import new_code
from operations.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


def address(story, name, *more) -> str:
    cycle = story.category.cycle
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *more])


def test_the_runner_up_is_called_before_the_winner(client, story, administrator):
    client.force_login(administrator)

    page = client.get(address(story, "script")).text

    called = [page.index(words) for words in ("Best Contact Center Agent", "Bo Berg", "Amara Okonkwo-Lindqvist")]
    assert called == sorted(called)
    assert "“A desk that sleeps at night.”" in page and "Harbour Light Ltd" in page
    assert "Cy Clark" not in page


def test_nobody_else_sees_it_and_who_did_is_on_record(client, story, administrator, judge):
    for stranger in (judge, story.winner_by):
        client.force_login(stranger)
        assert client.get(address(story, "script")).status_code == 404
    client.force_login(administrator)
    client.get(address(story, "script"))

    actions = AuditEvent.objects.filter(program=story.category.cycle.program.slug).values_list("action", flat=True)
    assert "ceremony script opened" in set(actions)


def test_a_revoked_honour_is_not_called(client, story, administrator):
    honour = story.honour(story.winner)
    honour.revoked_at = factories.at("2026-05-20")
    honour.save()
    client.force_login(administrator)

    assert "Amara Okonkwo-Lindqvist" not in client.get(address(story, "script")).text


def test_the_script_costs_the_same_however_many_are_called(client, story, administrator):
    client.force_login(administrator)
    client.get(address(story, "script"))  # what a process keeps is kept from here on

    costs = []
    for more in (0, 3, 30):
        for n in range(more):
            also_honoured(story, f"More {more}-{n}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(story, "script")).status_code == 200
        costs.append(len(asked))

    assert costs[0] == costs[1] == costs[2] <= 16


def also_honoured(story, name):
    who, honour = story.second.candidate, story.honour(story.second)
    who.pk, who.match_key, who.name = None, name, name
    who.save()
    honour.pk, honour.code, honour.decided, honour.candidate = None, new_code(), None, who
    honour.name_as_printed = name
    honour.save()
