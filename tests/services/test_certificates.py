"""Sixty certificates, with the worker and the broker killed in the middle: sixty, none twice, progress going on."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest

from operations import files
from operations.models import Job
from recognition.domain import documents, honours
from recognition.models import Document
from tests import factories
from tests.recognition.conftest import candidate, nominated, sealed

pytestmark = pytest.mark.services
COUNT = 60


@pytest.fixture
def batch(background):
    """A category with sixty runners-up (a certificate each, no plaque), and the job that prints them."""
    category = factories.category(name="Best Contact Center Agent")
    category.placings.update(
        kind="finalist", places=None, recognitions=[{"kind": "certificate", "words": "certificate"}]
    )
    nominator = factories.user()
    rows = [nominated(category, candidate(category, f"Winner Number {n}"), nominator) for n in range(COUNT)]
    honours.make(sealed(category, *[("winner", row, "") for row in rows]))
    return documents.request(category, by=nominator)


def ready() -> int:
    return Document.objects.filter(state="ready").count()


def assert_sixty_and_none_twice(batch: Job) -> None:
    batch.refresh_from_db()
    assert (batch.state, batch.progress_done, batch.progress_total) == ("done", COUNT, COUNT)
    rows = list(Document.objects.values_list("honour", "kind", "version", "state", "path"))
    assert len(rows) == len({row[:3] for row in rows}) == len({row[4] for row in rows}) == COUNT
    assert {row[3] for row in rows} == {"ready"}
    assert all(files.exists(row[4]) for row in rows)
    with files.open(batch.result["zip"]) as packed, zipfile.ZipFile(io.BytesIO(packed.read())) as archive:
        manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
        assert len(archive.namelist()) == COUNT + 1
    assert len({row["code"] for row in manifest}) == COUNT


def test_a_worker_killed_in_the_middle_of_sixty_certificates(background, batch):
    first = background.worker()
    background.beat()
    background.until(lambda: ready() >= 15)

    first.kill()
    there = set(Document.objects.filter(state="ready").values_list("pk", "path"))
    reached = Job.objects.get(pk=batch.pk).progress_done
    assert 15 <= len(there) < COUNT
    background.worker()
    background.until(lambda: Job.objects.get(pk=batch.pk).progress_done > reached)
    background.until_done(batch)

    assert_sixty_and_none_twice(batch)
    assert there <= set(Document.objects.values_list("pk", "path"))
    assert batch.result["made"] == COUNT - len(there)


def test_the_broker_killed_in_the_middle_of_sixty_certificates(background, batch):
    background.worker()
    background.beat()
    background.until(lambda: ready() >= 15)

    background.redis.kill()
    background.redis.start()
    background.until_done(batch)

    assert_sixty_and_none_twice(batch)


def test_worker_and_broker_killed_together(background, batch):
    worker = background.worker()
    background.beat()
    background.until(lambda: ready() >= 15)

    worker.kill()
    background.redis.kill()
    background.redis.start()
    background.worker()
    background.until_done(batch)

    assert_sixty_and_none_twice(batch)
