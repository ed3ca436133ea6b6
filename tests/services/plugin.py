"""`pytest -m "services or engines"` brings real servers along: started before Django reads its settings.

Tests marked `services` need them; tests marked `engines` run on SQLite in the first part of `make test` and once more
here. On a laptop without the servers they are skipped with a sentence; where CI is set that is a failure.
"""

from __future__ import annotations

import os

import pytest

from tests.services.servers import Missing, Postgres, Redis

started: dict[str, Postgres | Redis] = {}
missing: list[str] = []


def wanted(expression: str) -> bool:
    return "services" in expression and "not services" not in expression


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args) -> None:
    expression = early_config.known_args_namespace.markexpr or ""
    if not wanted(expression):
        return
    try:
        bring("DATABASE_URL", "TEST_DATABASE_URL", Postgres)
        bring("TEST_REDIS_URL", "TEST_REDIS_URL", Redis)
    except Missing as error:
        missing.append(str(error))
        if os.environ.get("CI"):
            raise pytest.UsageError(f"CI needs real servers. {error}") from error


def bring(variable: str, given: str, kind: type) -> None:
    if url := os.environ.get(given):
        os.environ[variable] = url
        return
    server = kind()
    try:
        started[given] = server.start()
    except BaseException:
        server.stop()
        raise
    os.environ[variable] = os.environ[given] = server.url  # so that xdist's processes speak to this one, too


def pytest_collection_modifyitems(config, items) -> None:
    """Without servers, what needs them is skipped and says what to install."""
    have = "TEST_REDIS_URL" in os.environ and os.environ.get("DATABASE_URL", "").startswith("postgres")
    if have:
        return
    why = missing[0] if missing else "needs real servers: make test-services"
    for item in items:
        if item.get_closest_marker("services"):
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_unconfigure(config) -> None:
    for server in started.values():
        server.stop()
    started.clear()
