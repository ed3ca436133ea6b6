"""The cast of the stories. Every part is a plain user; roles are given where a program is known."""

from itertools import count

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from operations import clock

from . import factories
from .database import Kept, emptied

# A busy machine is no fault of the code: no story is told by a clock.
hypothesis_settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("calm")


folders = count(1)


def pytest_configure() -> None:
    """Letters go to `mail.outbox`, passwords are cheap, and no broker is woken unless a test brings one.

    Pages take their static files from the finders: nothing was collected, and WhiteNoise says so otherwise.
    """
    django_settings.MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.CELERY_BROKER_URL = ""
    django_settings.STATIC_ROOT = None
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture(scope="session")
def migrated_before():
    """Where SQLite's tables come from, unless this is the first run since a migration changed."""
    return Kept() if connection.vendor == "sqlite" else None


@pytest.fixture(scope="session")
def django_db_setup(migrated_before, django_db_setup, django_db_blocker):
    """Flushing between tests deletes rows of the trail, so SQLite's triggers stand only in the tests about them."""
    from operations.domain import triggers

    with django_db_blocker.unblock():
        if migrated_before:
            migrated_before.keep()
            triggers.remove(connection)


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup, django_db_blocker):
    """What fixtures of this scope write is there for every test of a module: what a test changes is taken back after
    it, and in the end they are too. Tests fetch such rows anew, as nobody takes back what is in memory.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def the_clock_runs_again():
    """Tests let the clock stand with `clock.stopped_at.set(moment)`.

    They do not put another function in the place of `clock.now`: a module that is first imported meanwhile would
    keep that one for all tests after it.
    """
    token = clock.stopped_at.set(None)
    yield
    clock.stopped_at.reset(token)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory):
    """Each test has a folder of its own for stored files. Most store none, so it is made with the first of them."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"uploads-{next(folders)}"


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
