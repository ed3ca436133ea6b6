from datetime import timedelta

import pytest
from django.utils import timezone

from operations import clock
from operations.domain import limits
from operations.models import Counter

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def test_the_last_allowed_one_passes_and_the_next_does_not():
    assert [limits.allow("a", limit=3, seconds=60) for _ in range(4)] == [True, True, True, False]


def test_keys_are_counted_apart():
    limits.allow("a", limit=1, seconds=60)

    assert limits.allow("b", limit=1, seconds=60)
    assert not limits.allow("a", limit=1, seconds=60)


@pytest.mark.parametrize(("age", "allowed"), [(59, False), (60, True)])
def test_a_window_ends_after_its_seconds(age, allowed):
    start = timezone.now()
    clock.stopped_at.set(start)
    limits.allow("a", limit=1, seconds=60)

    clock.stopped_at.set(start + timedelta(seconds=age))

    assert limits.allow("a", limit=1, seconds=60) is allowed


def test_what_was_counted_can_be_forgotten():
    limits.allow("a", limit=1, seconds=60)
    limits.reset("a")

    assert limits.allow("a", limit=1, seconds=60)


def test_a_very_long_key_is_counted_too():
    assert [limits.allow("x" * 1000, limit=1, seconds=60) for _ in range(2)] == [True, False]


def test_old_counters_are_swept():
    limits.allow("old", limit=1, seconds=60)
    Counter.objects.update(window_started_at=timezone.now() - timedelta(days=3))
    limits.allow("new", limit=1, seconds=60)

    limits.forget_old()

    assert [c.key for c in Counter.objects.all()] == ["new"]
