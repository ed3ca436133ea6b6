"""Python looks for rings again afterwards, finds those that were made meanwhile, and leaves alone what was frozen."""

import gc
import weakref

import pytest

from operations.memory import without_rings


class Link:
    def __init__(self) -> None:
        self.itself = self


def test_nobody_looks_for_rings_meanwhile_and_afterwards_they_are_found():
    with without_rings():
        assert not gc.isenabled()
        with without_rings():
            pass
        assert not gc.isenabled()
        ring = weakref.ref(Link())
    assert gc.isenabled()

    gc.collect()

    assert ring() is None


def test_what_was_made_is_not_searched_at_once():
    with without_rings():
        made = [[] for _n in range(10_000)]

    assert len(gc.get_objects(generation=0)) < len(made)


def test_it_looks_again_after_a_failure():
    with pytest.raises(ZeroDivisionError), without_rings():
        1 / 0  # noqa: B018

    assert gc.isenabled()


def test_what_somebody_froze_stays_frozen():
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        with without_rings():
            pass
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()
