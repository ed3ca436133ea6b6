"""What belongs to another program is nowhere among one's own addresses, and who won is on no page before its moment."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from operations.models import AuditEvent

from .table import DESK, TABLE
from .test_table import NAMED, address_of, as_in_production, folder, value_of, world  # noqa: F401

EVERYWHERE = {
    "desk:study_organisation": "organizations belong to all programs",
    "desk:study_give_back": "organizations belong to all programs",
    "desk:survey_example": "a file of examples",
}
FORMS = {"form", "kind", "table", "year"}
"""Parts of an address that name no row."""


def parts_of(name: str) -> set[str]:
    return set(NAMED[name].converters) - {"program", "cycle"} - FORMS


MEANT = sorted(name for name in TABLE if name.startswith("desk:") and name not in EVERYWHERE and parts_of(name))


@pytest.mark.parametrize("name", MEANT)
def test_what_belongs_to_another_program_is_not_there(world, name):  # noqa: F811
    other = world.people["other_administrator"].program_roles.get().program
    row, usual = TABLE[name], world.arguments()["desk"]
    given = {
        key: value_of(world, row.args[key]) if key in row.args else usual[key] for key in NAMED[name].converters
    } | {"program": other.slug, "cycle": other.cycles.get().slug}
    address = reverse(name, kwargs=given)
    client = world.clients["other_administrator"]
    with transaction.atomic():
        before = AuditEvent.objects.count()
        data = {key: value_of(world, path) for key, path in row.data.items()}
        response = client.get(address) if row.method == "GET" else client.post(address, data)
        after = AuditEvent.objects.count()
        transaction.set_rollback(True)
    assert (response.status_code, after) == (404, before), address


def test_its_own_pages_open(world):  # noqa: F811
    other = world.people["other_administrator"].program_roles.get().program
    address = reverse("desk:dashboard", args=[other.slug, other.cycles.get().slug])
    assert world.clients["other_administrator"].get(address).status_code == 200


UNTOLD = ("Bo Berg", "Bo%20Berg", "bo-berg")
"""Who won Best Manager: decided, sealed, printed, and announced to nobody yet."""


@pytest.mark.parametrize(
    "name", sorted(name for name, row in TABLE.items() if row.method == "GET" and name[:5] != "desk:")
)
def test_who_won_and_is_not_announced_stands_on_no_page(world, name):  # noqa: F811
    """Not by name, and not by the code that is on the certificate."""
    secrets = {*UNTOLD, world.honour.code, world.honour.printed_code, world.honour.verify_url}
    found = []
    for part in sorted(TABLE[name].opens_to - DESK):
        with transaction.atomic():
            response = world.clients[part].get(address_of(world, name))
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        told = body.decode("latin-1") + "".join(f"{key}: {value}" for key, value in response.headers.items())
        asked = world.honour.code in address_of(world, name)
        found += [(part, secret) for secret in secrets if secret in told and not asked]
    assert found == []


@pytest.mark.django_db  # so that this file has a database when it is run alone
def test_the_desk_knows_who_won(world):  # noqa: F811
    page = world.clients["administrator"].get(address_of(world, "desk:documents")).content.decode()
    assert "Bo Berg" in page
