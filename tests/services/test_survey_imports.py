"""Survey files with real workers on a real PostgreSQL: killed in the middle, and the tallies are exactly right."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from measurement.domain import imports, uploads
from measurement.models import ImportEvent, Study, SurveyImport, Tally
from operations.enums import JobState
from operations.models import Job
from tests import factories
from tests.measurement import survey_files as given

pytestmark = pytest.mark.services
ROWS = 60_000


@pytest.fixture
def program(transactional_db):
    assert connection.vendor == "postgresql"
    return factories.program(slug="study")


@pytest.fixture
def ada(program):
    return factories.user("Ada Administrator")


def year_of(organisation: str, first: int = 0, rows: int = ROWS) -> bytes:
    """Every third call was not resolved: of 60,000 surveys 40,000 say yes."""
    return given.customers(
        *(
            given.survey(f"{first + n}", organisation, resolved="no" if n % 3 == 0 else "yes").replace(
                "C-1,T-1", f"C-{n % 2000},T-{n % 100}"
            )
            for n in range(rows)
        )
    )


def send(program, data: bytes, by) -> SurveyImport:
    made = uploads.begin(program, kind="customers", file_name="year.csv", size=len(data), by=by)
    for start in range(0, len(data), uploads.PIECE):
        uploads.add_piece(made, start, data[start : start + uploads.PIECE], by=by)
    return made


def state_of(one: SurveyImport) -> str:
    return SurveyImport.objects.values_list("state", flat=True).get(pk=one.pk)


def somebody_counts() -> bool:
    """Whether a worker is in the middle of bringing a file into force: it holds the study's row."""
    with transaction.atomic():
        return Study.objects.exists() and not Study.objects.select_for_update(skip_locked=True).exists()


def runs(kind: str) -> bool:
    return Job.objects.filter(kind=kind, state=JobState.RUNNING).exists()


def test_a_worker_killed_in_every_step_of_an_import(background, program, ada):
    factories.organisation("Cedar Bank")
    worker = background.worker()
    background.beat()
    one = send(program, year_of("Cedar Bank"), ada)

    for kind in ("survey_receive", "survey_check"):
        background.until(lambda kind=kind: runs(kind))
        worker.kill()
        worker = background.worker()
        background.until(lambda kind=kind: not Job.objects.filter(kind=kind).exclude(state=JobState.DONE).exists())
    background.until(lambda: state_of(one) == "checked")
    one.refresh_from_db()
    assert (one.rows_read, one.rows_accepted, one.rows_refused) == (ROWS, ROWS, 0)

    imports.take(one, by=ada)
    background.until(somebody_counts)
    worker.kill()
    assert (state_of(one), Tally.objects.count()) == ("taking", 0)
    background.worker()
    background.until(lambda: state_of(one) == "taken")

    assert given.fcr(program) == {"Cedar Bank": (ROWS, ROWS * 2 // 3)}
    assert Job.objects.get(kind="survey_take").attempts == 2
    moves = list(ImportEvent.objects.values_list("to_state", flat=True))
    assert moves == ["uploading", "uploaded", "checking", "checked", "taking", "taken"]


def test_two_files_taken_at_once_wait_for_each_other(background, program, ada):
    for name in ("Cedar Bank", "Dover Energy"):
        factories.organisation(name)
    background.worker(processes=2)
    background.beat()
    files = [
        send(program, year_of("Cedar Bank", 0, 3000), ada),
        send(program, year_of("Dover Energy", 100_000, 6000), ada),
    ]
    background.until(lambda: {state_of(one) for one in files} == {"checked"})
    for one in files:
        one.refresh_from_db()
        imports.take(one, by=ada)
    background.until(lambda: {state_of(one) for one in files} == {"taken"})

    assert given.fcr(program) == {"Cedar Bank": (3000, 2000), "Dover Energy": (6000, 4000)}
    taken = list(SurveyImport.objects.order_by("taken_at").values_list("taken_at", flat=True))
    assert taken[0] != taken[1]
