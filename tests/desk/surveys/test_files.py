"""Survey files over HTTP: columns, names, take and withdraw."""

from __future__ import annotations

import pytest

from operations.domain import jobs
from tests.measurement import survey_files as given

from .pages import ROW, THREE, address, page, sent


@pytest.mark.child
def test_from_an_unknown_header_to_the_tallies_and_back(desk, cedar, cycle):
    vendor = given.customers(ROW("1"), ROW("2", "Cedar Bnk"), ROW("3", "Dover Energy")).replace(
        b"survey_id,", b"Key No,"
    )
    one = sent(desk, vendor)
    assert "Settle the columns" in page(desk, one)
    form = {f"column-{name}": column for name, column in one.mapping.items()}
    wrong = desk.post(address("survey_columns", one.code), {**form, "column-survey_id": ""})
    assert wrong.status_code == 422
    assert "Say which column of the file is “survey_id”." in wrong.content.decode()
    desk.post(address("survey_columns", one.code), {**form, "column-survey_id": "Key No"})
    jobs.run_due()

    assert "2 organizations are not known yet" in page(desk, one)
    names = desk.get(address("survey_names", one.code)).content.decode()
    assert f'<option value="{cedar.pk}" selected>Cedar Bank' in names
    choices = {"name": ["Cedar Bnk", "Dover Energy"], "choice": [str(cedar.pk), "create"], "other": ["", ""]}
    desk.post(address("survey_names", one.code), choices)
    jobs.run_due()
    assert 'class="figure-card__number">0<' in page(desk, one)

    desk.post(address("survey_take", one.code))
    jobs.run_due()
    assert given.fcr(cycle.program) == {"Cedar Bank": (2, 2), "Dover Energy": (1, 1)}
    assert "What counts now" in desk.get(address("surveys")).content.decode()

    desk.post(address("survey_withdraw", one.code), {"reason": ""})
    jobs.run_due()
    assert given.fcr(cycle.program) != {}
    desk.post(address("survey_withdraw", one.code), {"reason": "Of a trial"})
    jobs.run_due()
    assert given.fcr(cycle.program) == {}
    assert "Of a trial" in page(desk, one)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (given.CUSTOMERS.replace("survey_date", "Interviewed"), "The columns have other names than ours"),
        (given.CUSTOMERS.replace(",random_selection", ""), "Some of our columns are not in this file"),
    ],
)
def test_what_is_to_be_confirmed_about_columns_is_said(desk, cedar, header, words):
    one = sent(desk, f"{header}\n".encode())

    assert one.state == "uploaded"
    assert words in page(desk, one)


def test_refused_rows_are_a_file_that_no_spreadsheet_runs(desk, cedar):
    one = sent(desk, given.customers(ROW("1"), ROW("2").replace("2017-03-01", "=1+1")))
    lines = b"".join(desk.get(address("survey_refused", one.code)).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"3","survey_date","\'=1+1"')


def test_a_figure_leads_to_its_files_and_rows(desk, cedar, cycle, ada):
    first = given.taken(cycle.program, THREE, ada, name="first.csv")
    given.taken(cycle.program, given.customers(ROW("3"), ROW("4")), ada, name="later.csv")
    query = f"?metric=fcr&year=2017&level=site&organization={cedar.pk}"

    text = desk.get(address("trace") + query).content.decode()
    assert "4 of 4 counting surveys say yes." in text
    assert "They stand in 2 files." in text
    assert address("survey", first.code) in text
    csv = b"".join(desk.get(address("trace_csv") + query).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] + line.split(",")[3] for line in csv[1:]] == [
        '"first.csv""1"', '"first.csv""2"', '"later.csv""3"', '"later.csv""4"',
    ]  # fmt: skip
    assert desk.get(address("trace") + "?metric=nonsense").status_code == 404
