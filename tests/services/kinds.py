"""Work that tests can watch: each piece is a row with a unique name, made slowly, skipped where it is there."""

from __future__ import annotations

import time

from django.db import transaction
from django.utils import timezone

from operations.domain.jobs import Progress, job
from operations.models import Counter


@job("make_pieces")
def make_pieces(payload: dict, progress: Progress) -> dict:
    """As a batch of certificates is made: what an earlier worker made is kept, the rest follows."""
    names = [f"piece:{payload['batch']}:{n}" for n in range(payload["pieces"])]
    there = set(Counter.objects.filter(key__in=names).values_list("key", flat=True))
    progress.start(len(names), done=len(there))
    for name in names:
        if name in there:
            continue
        time.sleep(payload["seconds"])
        with transaction.atomic():
            Counter.objects.create(key=name, window_started_at=timezone.now(), count=1)
        progress.advance()
    return {"pieces": len(names), "found": len(there)}


@job("count_once")
def count_once(payload: dict, progress: Progress) -> None:
    """Fails where it is run a second time."""
    Counter.objects.create(key=f"once:{payload['name']}", window_started_at=timezone.now(), count=1)


@job("always_fails")
def always_fails(payload: dict, progress: Progress) -> None:
    raise ValueError("this never works")
