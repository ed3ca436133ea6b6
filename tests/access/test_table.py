"""Walks the table of `table.py`: every address, as every part, against what it says."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import get_resolver, reverse

from .table import TABLE
from .world import PARTS, World


def addresses(patterns, prefix: str = "", space: str = ""):
    """Name and parameters of every address; the Django admin speaks for itself."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if not hasattr(pattern, "url_patterns"):
            yield (f"{space}:{pattern.name}" if space else pattern.name), pattern.pattern.converters, pattern.pattern
        elif pattern.namespace != "admin":
            yield from addresses(pattern.url_patterns, route, pattern.namespace or space)


NAMED = {
    name: pattern
    for name, _converters, pattern in addresses(get_resolver().url_patterns)
    if name and name[-5:] != ":None"
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="module")
def world(rows_of_the_module, folder):
    """Built once; whatever a request changes is rolled back after it."""
    with override_settings(MEDIA_ROOT=folder):
        yield World()


@pytest.fixture(autouse=True)
def as_in_production(settings, own_files, folder):
    """The world's own files, and letters that leave the machine."""
    settings.MEDIA_ROOT = folder
    settings.MAIL_STAYS_HERE = False


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(TABLE) == set(NAMED)


def value_of(world: World, path: str):
    if path.startswith("="):
        return path[1:]
    value = world
    for part in path.split("."):
        value = value[part] if isinstance(value, dict) else getattr(value, part)
    return value


def address_of(world: World, name: str) -> str:
    row = TABLE[name]
    usual = world.arguments().get(name.split(":")[0], {})
    pattern = NAMED[name]
    wanted = set(pattern.converters) or set(
        getattr(pattern, "regex", None).groupindex if hasattr(pattern, "regex") else ()
    )
    given = {key: value_of(world, row.args[key]) if key in row.args else usual[key] for key in wanted}
    return reverse(name, kwargs=given) + (f"?{row.query}" if row.query else "")


def outcome(name: str, response) -> str:
    """ "opens", "sign in" or "not found", from the status alone."""
    if response.status_code == 404:
        return "not found"
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "sign in"
    assert response.status_code < 500 or name == "operations:readyz", response.status_code
    return f"status {response.status_code}" if response.status_code in (403, 405) else "opens"


@pytest.mark.django_db  # a database is made only for tests that say so, whatever their fixtures ask for
@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_opens_to_those_it_is_for(world, name):
    row, address = TABLE[name], address_of(world, name)
    found = {}
    for part in PARTS:
        with transaction.atomic():
            client = world.clients[part]
            data = {key: value_of(world, path) for key, path in row.data.items()}
            response = client.get(address) if row.method == "GET" else client.post(address, data)
            found[part] = outcome(name, response)
            b"".join(response.streaming_content if response.streaming else [])  # to its end, so that files are closed
            transaction.set_rollback(True)
    assert {part for part, what in found.items() if what == "opens"} == row.opens_to, (address, found)
    refusals = {what for what in found.values() if what != "opens"}
    assert refusals <= {"not found", "sign in"}, found
    assert "sign in" not in {what for part, what in found.items() if part != "visitor"}, found
