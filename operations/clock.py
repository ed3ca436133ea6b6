"""The one clock: every deadline and every announcement asks it, so that a test or a rehearsal can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return stopped_at.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock of this thread stand at a moment: for demo data and stories in tests, never for requests."""
    token = stopped_at.set(moment)
    try:
        yield
    finally:
        stopped_at.reset(token)
