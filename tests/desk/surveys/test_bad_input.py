"""Bad survey files over HTTP: a clear report each time."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from measurement.domain import imports
from operations.domain import jobs
from tests import factories
from tests.measurement import survey_files as given

from .pages import ROW, THREE, address, page, sent


def test_another_encoding_is_read_and_named(desk):
    factories.organisation("Crédit Général")
    rows = given.customers(ROW("1", "Crédit Général"), ROW("2", "Crédit Général")).decode().encode("cp1252")
    one = sent(desk, rows)
    assert (one.state, one.rows_accepted) == ("checked", 2)


def test_semicolons_are_read(desk, cedar):
    one = sent(desk, THREE.replace(b",", b";"))
    assert (one.state, one.rows_accepted, one.rows_refused) == ("checked", 3, 0)


def test_dates_of_a_workbook_are_days(desk, cedar):
    book = Workbook()
    book.active.append(given.CUSTOMERS.split(","))
    for number in ("1", "2"):
        values = ROW(number).split(",")
        values[5] = date(2017, 3, 1)
        book.active.append(values)
    file = io.BytesIO()
    book.save(file)
    one = sent(desk, file.getvalue(), name="year.xlsx")
    assert (one.state, one.rows_accepted, one.years) == ("checked", 2, [2017])


def test_ten_columns_too_many_are_named_and_not_read(desk, cedar):
    extra = ",".join(f"extra{n}" for n in range(10))
    lines = THREE.decode().strip().split("\n")
    wide = "\n".join([f"{lines[0]},{extra}", *(f"{line}{',x' * 10}" for line in lines[1:]), ""])
    one = sent(desk, wide.encode())
    assert (one.state, one.rows_accepted) == ("checked", 3)
    assert "extra0, extra1" in page(desk, one)


def test_rows_longer_than_the_header_are_refused(desk, cedar):
    one = sent(desk, given.customers(ROW("1"), ROW("2") + ",x" * 10))
    assert (one.rows_accepted, one.rows_refused) == (1, 1)
    assert "more values than columns" in page(desk, one)


def test_a_year_of_duplicates_counts_once(desk, cedar, cycle, ada):
    one = sent(desk, given.customers(*[ROW("1")] * 366))
    assert (one.rows_read, one.rows_accepted, one.rows_refused) == (366, 1, 365)
    imports.take(one, by=ada)
    jobs.run_due()
    assert given.fcr(cycle.program) == {"Cedar Bank": (1, 1)}


@pytest.mark.child
@pytest.mark.parametrize(("rows", "can_be_taken"), [((), False), ((ROW("1"),), True)])
def test_a_file_without_rows_says_so_and_offers_nothing_to_take(desk, cedar, rows, can_be_taken):
    one = sent(desk, given.customers(*rows))
    text = page(desk, one)

    assert ("The file has column names and no rows." in text) == (not can_be_taken)
    assert (address("survey_take", one.code) in text) == ("What would change" in text) == can_be_taken


def test_a_zip_bomb_is_refused_before_it_is_unpacked(desk):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    one = sent(desk, bomb.getvalue(), name="year.xlsx")
    assert one.state == "unreadable"
    assert "This file cannot be read" in page(desk, one)
