"""How often somebody may do something: counted in the database, so it holds across processes and without a broker.

Ask before the work and outside its transaction, or a rollback takes the count back.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db.models import F

from .. import clock
from ..models import Counter

LONGEST_KEY = 200
KEPT_FOR = timedelta(days=2)


def allow(key: str, *, limit: int, seconds: int) -> bool:
    """Count one more; False where `limit` within `seconds` is already reached."""
    key = key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()
    now = clock.now()
    window = timedelta(seconds=seconds)
    counter, made = Counter.objects.get_or_create(key=key, defaults={"window_started_at": now, "count": 1})
    if made:
        return limit > 0
    rows = Counter.objects.filter(pk=counter.pk)
    if rows.filter(window_started_at__lte=now - window).update(window_started_at=now, count=1):
        return limit > 0
    return bool(rows.filter(count__lt=limit).update(count=F("count") + 1))


def give_back(key: str) -> None:
    """What was counted in advance was harmless after all, e.g. the try of a right password."""
    Counter.objects.filter(key=key, count__gt=0).update(count=F("count") - 1)


def reset(key: str) -> None:
    """Forget what was counted, e.g. the wrong passwords after a right one."""
    Counter.objects.filter(key=key).delete()


def forget_old() -> int:
    return Counter.objects.filter(window_started_at__lt=clock.now() - KEPT_FOR).delete()[0]
