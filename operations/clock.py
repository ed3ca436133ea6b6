"""The one clock: every deadline and every announcement asks it, so that a test or a rehearsal can set it."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware, in UTC."""
    return timezone.now()
