"""The cast of the stories. Every part is a plain user; roles are given where a program is known."""

import pytest

from . import factories


@pytest.fixture
def nominator(db):
    return factories.user("Nora Nominator")


@pytest.fixture
def judge(db):
    return factories.user("Judith Judge", email="judith@judges.example")


@pytest.fixture
def other_judge(db):
    return factories.user("Oscar Other", email="oscar@panel.example")


@pytest.fixture
def outsider(db):
    return factories.user("Otto Outsider", email="otto@elsewhere.example")


@pytest.fixture
def category(db):
    return factories.category()


@pytest.fixture
def administrator(db, category):
    admin = factories.user("Ada Administrator", email="ada@organiser.example")
    factories.role(admin, category.cycle.program)
    return admin
