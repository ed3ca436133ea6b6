import pytest

from ... import factories
from . import given


@pytest.fixture
def award(db):
    """The first of the seventeen, as the file has it."""
    return given.load(39)[0]


@pytest.fixture
def administrator(award):
    made = factories.user("Ada Administrator", email="ada@organiser.example")
    factories.role(made, award.cycle.program)
    return made


@pytest.fixture
def panel(db):
    return given.experts()
