from datetime import UTC, datetime

import pytest

from operations import clock
from programs.models import Category, Cycle

from ... import factories, program_files
from .given import category

MONDAY = datetime(2026, 1, 5, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(rows_of_the_module):
    with clock.standing_at(MONDAY):
        return program_files.loaded(program_files.CERTIFICATION).pk


@pytest.fixture
def cycle(loaded, db) -> Cycle:
    clock.stopped_at.set(MONDAY)
    return Cycle.objects.select_related("program").get(pk=loaded)


@pytest.fixture
def leader(cycle) -> Category:
    return category(cycle, "strategic-leader")


@pytest.fixture
def ada(cycle):
    made = factories.user("Ada Administrator")
    factories.role(made, cycle.program)
    return made


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client
