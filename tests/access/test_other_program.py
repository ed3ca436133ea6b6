"""An administrator's own addresses with what belongs to another program in them: there is nothing to find."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from operations.models import AuditEvent

from .table import TABLE
from .test_table import NAMED, as_in_production, folder, value_of, world  # noqa: F401

EVERYWHERE = {
    "desk:study_organisation": "organizations belong to all programs",
    "desk:study_give_back": "organizations belong to all programs",
    "desk:survey_example": "a file of examples",
}
FORMS = {"kind", "year"}
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
