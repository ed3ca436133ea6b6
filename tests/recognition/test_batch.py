"""The batch: one job, a row for each document, nothing twice, a ZIP at the end."""

import csv
import io
import zipfile

import pytest

from operations import files
from operations.domain import jobs
from recognition.domain import documents, honours
from recognition.models import Document

pytestmark = pytest.mark.django_db


def rows():
    return sorted(Document.objects.values_list("honour__name_as_printed", "kind", "version", "state"))


ALL = [
    ("Amara Okonkwo-Lindqvist", "certificate", 1, "ready"),
    ("Amara Okonkwo-Lindqvist", "plaque", 1, "ready"),
    ("Bo Berg", "certificate", 1, "ready"),
]


def test_a_cycle_is_rendered_as_one_job_with_progress_and_a_zip(story, administrator):
    job = documents.request(story.category.cycle, by=administrator)
    jobs.run_due()

    job.refresh_from_db()
    assert rows() == ALL
    assert (job.state, job.progress_done, job.progress_total) == ("done", 3, 3)
    with files.open(job.result["zip"]) as packed, zipfile.ZipFile(io.BytesIO(packed.read())) as archive:
        names = archive.namelist()
        manifest = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))
    assert names[-1] == "manifest.csv"
    assert names[:-1] == sorted(names[:-1])
    assert all(name.isascii() for name in names)
    assert [row["file"] for row in manifest] == names[:-1]
    assert {row["code"] for row in manifest} == {honour.printed_code for honour in story.honours}
    assert {row["sha256"] for row in manifest} == set(Document.objects.values_list("sha256", flat=True))


def test_running_again_makes_nothing_twice(story):
    documents.request(story.category, by=None)
    jobs.run_due()
    paths = set(Document.objects.values_list("path", flat=True))

    again = documents.request(story.category, by=None)
    jobs.run_due()

    again.refresh_from_db()
    assert (again.result["documents"], again.result["made"]) == (3, 0)
    assert set(Document.objects.values_list("path", flat=True)) == paths


def test_a_batch_that_stopped_goes_on_where_it_was(story):
    done = documents.prepare(documents.scope_of({"category": story.category.pk}))[0]
    documents.make(done)
    path = done.path

    job = documents.request(story.category, by=None)
    jobs.run_due()

    job.refresh_from_db()
    assert (job.result["made"], job.progress_done) == (2, 3)
    assert rows() == ALL
    assert Document.objects.get(pk=done.pk).path == path


def test_two_workers_at_one_document_leave_one_file(story, settings):
    one = documents.prepare(documents.scope_of({"category": story.category.pk}))[0]
    other = Document.objects.select_related("honour").get(pk=one.pk)
    documents.make(one)

    documents.make(other)

    assert other.path == one.path
    assert len(list(settings.MEDIA_ROOT.rglob("*.pdf"))) == 1


def test_a_corrected_name_renders_its_documents_anew(story, administrator):
    documents.request(story.category, by=None)
    jobs.run_due()

    honours.correct(story.honour(story.second), name="Bo Bergh", reason="Typo", by=administrator)
    jobs.run_due()

    assert ("Bo Bergh", "certificate", 2, "ready") in rows()
    assert len(rows()) == 4


def test_a_name_that_no_font_writes_fails_alone_and_says_why(story, administrator):
    honours.correct(story.honour(story.second), name="Bo 🚀", reason="As wished", by=administrator)

    job = documents.request(story.category, by=None)
    jobs.run_due()

    job.refresh_from_db()
    assert job.state == "done"
    assert [(row["row"], "U+1F680" in row["message"]) for row in job.row_errors] == [("Bo 🚀", True)]
    assert {(row[0], row[3]) for row in rows()} == {("Amara Okonkwo-Lindqvist", "ready"), ("Bo 🚀", "failed")}


def test_cells_of_the_manifest_are_never_formulas():
    assert documents.plain("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert documents.plain("Bo Berg") == "Bo Berg"
