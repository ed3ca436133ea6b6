import os

import pytest

from tests.services import harness
from tests.services.servers import Redis


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Where Django's own tables of this run are; the test database lies beside it."""
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def redis_url() -> str:
    return os.environ["TEST_REDIS_URL"]


@pytest.fixture
def redis_of_our_own():
    """A broker that this test may kill."""
    server = Redis().start()
    yield server
    server.stop()


@pytest.fixture
def background(transactional_db, redis_of_our_own, settings, tmp_path):
    """Real workers over this test's database and files, woken through a real broker."""
    from . import kinds  # noqa: F401

    settings.MEDIA_ROOT = tmp_path / "uploads"  # where the workers' settings have it
    around = harness.Background(redis_of_our_own, tmp_path)
    harness.use_broker(redis_of_our_own.url)
    yield around
    around.stop()
    harness.use_broker("")
