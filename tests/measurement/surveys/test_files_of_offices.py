"""Files as offices send them: titles above the names, sheets beside the surveys, passwords, other counts of days."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from measurement import surveys
from measurement.enums import FileKind

from .files import CUSTOMER, accepted, check, customers, refused, why, write

HEAD = [*CUSTOMER, "csr_id"]
WRONG = ["S2", "Acme", "2017-03-01", "live", "smoke", "7"]


def row(number: str = "S1", *, day=date(2017, 3, 1), csr="7") -> list:
    return [number, "Acme", day, "live", "call center", csr]


def workbook(path: Path, *sheets: tuple[str, list[list]], hidden: str = "", **options) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for each in rows:
            sheet.append(each)
        if name == hidden:
            sheet.sheet_state = "hidden"
    for name, value in options.items():
        setattr(book, name, value)
    book.save(path)
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(surveys.Unreadable) as found:
        check(path)
    return list(found.value.reasons)


# --- Where the names stand


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_title_above_the_column_names_is_left_out_and_rows_keep_their_numbers(tmp_path, separator):
    lines = ["Surveys of 2017, by Vendor Ltd", "", *(separator.join(map(str, each)) for each in (HEAD, row(), WRONG))]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = check(tmp_path / "a.csv")

    assert [one["row"] for one in accepted(found)] == [4]
    assert why(found) == [("5", "channel", "smoke")]
    assert "The column names stand in row 3; what stands above them was not read." in found.problems


def test_a_merged_title_of_a_workbook_too(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("Surveys", [["Surveys of 2017"], HEAD, row(), WRONG]))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:F1")
    book.save(path)
    found = check(path)

    assert [one["row"] for one in accepted(found)] == [3]
    assert why(found) == [("4", "channel", "smoke")]


def test_names_of_another_vendor_are_the_first_row_whatever_follows(tmp_path):
    """Words that happen to be names of ours in a later row do not make it the head."""
    mapping = dict(zip(CUSTOMER, ("A", "B", "C", "D", "E"), strict=True))
    path = write(tmp_path / "a.csv", [dict(zip("ABCDE", ("site", "Acme", "2017-03-01", "live", "ivr"), strict=True))])

    assert check(path, mapping=mapping).rows_accepted == 1


# --- Sheets


def test_the_sheet_with_surveys_is_read_whatever_stands_before_it(tmp_path):
    notes, data = ("Read me", [["Surveys of 2017"], ["made by Vendor Ltd"]]), ("Data", [HEAD, row()])
    found = check(workbook(tmp_path / "a.xlsx", notes, data))

    assert found.rows_accepted == 1
    assert "The workbook has 2 sheets; “Data” was read." in found.problems


def test_a_hidden_sheet_is_never_read(tmp_path):
    found = check(workbook(tmp_path / "a.xlsx", ("Old", [HEAD, row("HIDDEN")]), ("Data", [HEAD, row()]), hidden="Old"))

    assert [one["survey_id"] for one in accepted(found)] == ["S1"]


def test_without_a_name_that_we_know_the_first_sheet_is_the_one(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ("One", [["Alpha", "Beta"], [1, 2]]), ("Two", [["Gamma"], [3]]))

    assert surveys.header(path, "a.xlsx").columns == ["Alpha", "Beta"]


def test_a_locked_workbook_says_so(tmp_path):
    """Excel wraps what has a password into a container of the old kind; the list of its streams tells."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000_000)
    (tmp_path / "old.xls.xlsx").write_bytes(old)
    (tmp_path / "locked.xlsx").write_bytes(old + "EncryptedPackage".encode("utf-16-le") + bytes(500))

    assert refusal(tmp_path / "locked.xlsx") == ["This workbook is locked by a password. Please save it without one."]
    assert "of an old kind (.xls)" in refusal(tmp_path / "old.xls.xlsx")[0]


# --- Days


def test_days_counted_from_1904(tmp_path):
    """41333 is March 1, 2017 there; as a day it needs no counting."""
    rows = [HEAD, row("S1"), row("S2", day=41333), row("S3", day=datetime(2017, 3, 1, 18, 30))]
    macintosh = check(workbook(tmp_path / "a.xlsx", ("Data", rows), epoch=CALENDAR_MAC_1904))
    usual = check(workbook(tmp_path / "b.xlsx", ("Data", [HEAD, row(day=42795)])))

    assert {one["survey_date"] for one in accepted(macintosh)} == {date(2017, 3, 1)}
    assert accepted(usual)[0]["survey_date"] == date(2017, 3, 1)


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        ([date(2017, 3, 4), "13/04/2017"], True),
        ([date(2017, 3, 13), "13/04/2017"], False),
        ([date(2017, 3, 4), "04/13/2017"], False),
        (["03/04/2017", "13/04/2017"], False),
    ],
)
def test_days_that_a_spreadsheet_has_probably_swapped_are_told(tmp_path, days, is_told):
    rows = [row(f"S{n}", day=day) for n, day in enumerate(days)]
    found = check(workbook(tmp_path / "a.xlsx", ("Data", [HEAD, *rows])))

    assert any("has swapped day and month" in note for note in found.problems) == is_told


# --- Numbers that are names, and numbers


@pytest.mark.parametrize(
    ("dtype", "values"), [(pl.Float64, [7.0, None]), (pl.Int64, [7, None]), (pl.Decimal(10, 2), [7, None])]
)
def test_a_number_of_a_csr_in_parquet_is_no_fraction(tmp_path, dtype, values):
    """Whoever has missing numbers in Python has 7.0 in place of 7; the file of agents says 7."""
    table = pl.DataFrame(customers({}, {})).with_columns(csr_id=pl.Series(values).cast(dtype))
    table.write_parquet(tmp_path / "a.parquet")

    assert [one["csr_id"] for one in accepted(check(tmp_path / "a.parquet"))] == ["7", None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('="007"', "007"),
        ("007", "007"),
        ("7", "7"),
        ('="7', '="7'),
        (" 王 芳 ", "王 芳"),
        ("😀-1", "😀-1"),
        ("n/a", None),
    ],
)
def test_numbers_of_people_stay_as_they_are_written(tmp_path, text, number):
    assert [one["csr_id"] for one in accepted(check(write(tmp_path / "a.csv", customers({"csr_id": text}))))] == [
        number
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1200", 1200), ("1,200", 1200), ("1 200", 1200), ("1\u202f200", 1200), ("1’200", 1200), ("1'200'000", 1_200_000),
     ("1200.0", 1200), ("1.200", "bad"), ("12,5", "bad"), ("1,2000", "bad"), ("1 200,300", "bad"), ("-3", "bad")],
)  # fmt: skip
def test_thousands(tmp_path, text, number):
    """1.200 is twelve hundred in one country and one and a fifth in another: nobody guesses."""
    rows = [{"organization": "Acme", "year": "2017", "csrs": text}]
    found = check(write(tmp_path / "a.csv", rows), FileKind.ORGANISATIONS)

    assert [one["csrs"] for one in accepted(found)] == ([] if number == "bad" else [number])
    assert [one["expected"] for one in refused(found)] == (["a whole number, or empty"] if number == "bad" else [])


@pytest.mark.parametrize("make", [partial(str.upper), lambda text: text.replace("_", " "), str.title])
def test_sites_and_names_of_columns_in_capitals(tmp_path, make):
    rows = [
        {make(name): value for name, value in each.items()}
        for each in customers(*({"site": site} for site in ("North", " NORTH", "north\u00a0", "South")))
    ]
    found = check(write(tmp_path / "a.csv", rows))
    known = check(write(tmp_path / "b.csv", rows), sites=["NORTH"])

    assert [one["site"] for one in accepted(found)] == ["North", "North", "North", "South"]
    assert [one["site"] for one in accepted(known)] == ["NORTH", "NORTH", "NORTH", "South"]
