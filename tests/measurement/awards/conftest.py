import pytest

from ... import factories
from . import given


@pytest.fixture
def award(db):
    """Awards of the real program file by their numbers: the one asked for, or a list of several."""

    def loaded(*numbers: int):
        found = given.load(*numbers)
        return found[0] if len(found) == 1 else found

    return loaded


@pytest.fixture
def administrator(db):
    return factories.user("Ada Administrator")
