"""What happens every day: jobs of the ledger, keyed by the day, so that a restart neither skips nor doubles one."""

from __future__ import annotations

from .. import clock
from .jobs import enqueue

daily: list[str] = []


def every_day(kind: str) -> None:
    """An app asks that this kind of job runs once a day, soon after midnight UTC."""
    if kind not in daily:
        daily.append(kind)


def enqueue_daily() -> None:
    today = clock.now().date().isoformat()
    for kind in daily:
        enqueue(kind, key=f"daily:{kind}:{today}", payload={"day": today})
