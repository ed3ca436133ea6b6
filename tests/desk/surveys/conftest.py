"""A cycle that surveys, its administrator at the desk, and an organization."""

from __future__ import annotations

import pytest

from tests import factories
from tests.measurement import survey_files as given

checked_here = given.checked_here


@pytest.fixture
def cycle(db):
    return factories.cycle(factories.program(slug="study"), slug="2018", award_year=2018, survey_year=2017)


@pytest.fixture
def ada(cycle):
    user = factories.user("Ada Administrator")
    factories.role(user, cycle.program)
    return user


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def cedar(db):
    return factories.organisation("Cedar Bank")
