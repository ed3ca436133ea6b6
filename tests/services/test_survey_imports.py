"""Survey files with real workers on a real PostgreSQL: killed in the middle, and the tallies are exactly right."""

from __future__ import annotations

import polars as pl
import pytest
from django.db import connection, transaction

from measurement.domain import imports, uploads
from measurement.models import ImportEvent, Study, SurveyImport, Tally
from operations import files
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


def a_year(rows: int) -> bytes:
    """Every third call was not resolved; every hundredth row has a rating that does not exist."""
    n = pl.int_range(rows, eager=True).alias("n")
    words = {
        "survey_id": n.cast(pl.String), "organization": "Cedar Bank", "site": "Austin",
        "csr_id": pl.format("C-{}", n % 2000), "supervisor_id": pl.format("T-{}", n % 100),
        "survey_date": pl.format("2017-{}-01", (n % 12 + 1).cast(pl.String).str.zfill(2)), "method": "live",
        "channel": "call_center", "channels_used": "call_center", "interaction": "call", "escalated": "no",
        "resolved_first_contact": pl.when(n % 3 == 0).then(pl.lit("no")).otherwise(pl.lit("yes")), "one_contact": "yes",
        "call_resolved": "yes", "csr_satisfaction": pl.when(n % 100 == 7).then(pl.lit("9")).otherwise(pl.lit("5")),
        "overall_satisfaction": "5", "random_selection": "yes", "reflects_call_types": "yes",
    }  # fmt: skip
    columns = [value if isinstance(value, pl.Expr) else pl.lit(value) for value in words.values()]
    table = pl.select(one.alias(name) for name, one in zip(words, columns, strict=True))
    return table.write_csv().encode()


def test_one_and_a_half_million_rows_with_one_in_a_hundred_bad(program, ada):
    """Of the 15,000 bad rows 5,000 say "no": 990,000 of 1,485,000 say yes, and 1,000,000 of 1,500,000 once mended."""
    factories.organisation("Cedar Bank")
    one = given.done(send(program, a_year(1_500_000), ada))

    assert (one.state, one.rows_read, one.rows_accepted, one.rows_refused) == ("checked", 1_500_000, 1_485_000, 15_000)
    assert one.report["refused_by_reason"] == {"csr_satisfaction is not valid": 15_000}
    with files.open(one.refused) as kept:
        refused = kept.read()
    lines = refused.decode("utf-8-sig").splitlines()
    assert len(lines) == 15_001
    assert lines[1].startswith('"9","csr_satisfaction","9","a whole number from 1 to 5, or empty","7","Cedar Bank"')
    assert lines[-1].startswith('"1499909","csr_satisfaction","9"')
    imports.take(one, by=ada)
    assert given.done(one).state == "taken"
    assert given.fcr(program) == {"Cedar Bank": (1_485_000, 990_000)}

    rest = given.done(send(program, refused.replace(b'"9","5","yes","yes"', b'"5","5","yes","yes"'), ada))
    if rest.state == "uploaded":  # four more columns: a person looks at the header once
        imports.settle_columns(rest, rest.mapping, by=ada)
        rest = given.done(rest)
    assert (rest.state, rest.rows_accepted, rest.rows_refused) == ("checked", 15_000, 0)
    imports.take(rest, by=ada)
    assert given.done(rest).state == "taken"
    assert given.fcr(program) == {"Cedar Bank": (1_500_000, 1_000_000)}
    assert not Job.objects.exclude(state=JobState.DONE).filter(kind__startswith="survey_").exists()
