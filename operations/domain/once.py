"""Things that are done once in the life of a database: remembered in it, so a copy of the data remembers too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .. import clock
from ..models import Heartbeat


@contextmanager
def only(name: str) -> Iterator[bool]:
    """`with only("demo") as first:` remembers the name when the block ends well."""
    name = f"once:{name}"[:40]
    first = not Heartbeat.objects.filter(name=name).exists()
    yield first
    if first:
        Heartbeat.objects.get_or_create(name=name, defaults={"at": clock.now()})
