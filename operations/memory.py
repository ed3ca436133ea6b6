"""How much Python looks after what it made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_rings() -> Iterator[None]:
    """Whoever makes a great many objects that hold each other in no ring may say so: Python then does not look for rings.

    Searching through half a million new objects again and again takes a third of the time it takes to make them. What
    is not needed any more is freed as always, by counting who holds it.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            _count_as_old()
            gc.enable()


def _count_as_old() -> None:
    """Or the first thing that Python does is to search through all of them. The old are searched too, only seldom."""
    if not gc.get_freeze_count():  # who froze something wants it to stay so
        gc.freeze()
        gc.unfreeze()
