"""Files that somebody made to do harm: each ends in a sentence or in refused rows, never in a failure or a full disk."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest

from measurement import surveys
from measurement.enums import FileKind
from measurement.surveys import reading

from .files import CUSTOMER, accepted, check, customers, refused, why, write

ORGANISATION = {"organization": "Acme", "year": "2017"}
AGENT = {"organization": "Acme", "csr_id": "7", "from": "2017-02-01"}


def refusal(path: Path, **options) -> str:
    with pytest.raises(surveys.Unreadable) as found:
        check(path, **options)
    return " ".join(found.value.reasons)


# --- Values


def test_a_number_of_five_thousand_digits_is_a_refused_value(tmp_path):
    rows = [ORGANISATION | {"csrs": "9" * 5000}, {"organization": "Bell", "year": "2017", "csrs": "2,000,000,000"}]
    found = check(write(tmp_path / "a.csv", rows), FileKind.ORGANISATIONS)

    assert [(row["row"], row["column"], row["expected"]) for row in refused(found)] == [
        ("2", "csrs", "a whole number, or empty")
    ]
    assert [row["csrs"] for row in accepted(found)] == [2_000_000_000]


def test_a_name_that_no_organization_can_have_is_refused_and_not_offered_as_a_new_one(tmp_path):
    names = ("N" * 201, "Ac\x01me", "N" * 200)
    found = check(write(tmp_path / "a.csv", customers(*({"organization": name} for name in names))))

    assert [(row["row"], row["column"]) for row in refused(found)] == [
        ("2", "organization"),
        ("3", "organization"),
        ("4", "organization"),
    ]
    assert found.unknown_organisations == {"N" * 200: 1}


def test_an_agent_who_left_before_coming_is_refused_and_one_who_left_on_the_first_day_is_not(tmp_path):
    rows = [AGENT | {"to": "2017-01-31"}, AGENT | {"csr_id": "8", "to": "2017-02-01"}]
    found = check(write(tmp_path / "a.csv", rows), FileKind.AGENTS)

    assert why(found) == [("2", "to", "2017-01-31")]
    assert refused(found)[0]["expected"] == "a day that is not before “from”"
    assert [row["csr_id"] for row in accepted(found)] == ["8"]


# --- Shape


def test_a_first_row_without_an_end_is_no_table(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"survey_id," + b"x" * 5_000_000)
    assert refusal(path).startswith("The first row is longer than any table’s.")

    path.write_bytes(b"survey_id," + b"x" * 200_000 + b"\n1,2\n")
    assert refusal(path).startswith("The first row is longer than any table’s.")


def test_lines_that_end_as_on_an_old_macintosh_are_rows(tmp_path):
    path = write(tmp_path / "a.csv", customers({}, {"site": "Boise"}, {"channel": "smoke"}))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))
    found = check(path)

    assert (found.rows_read, found.rows_accepted) == (3, 2)
    assert why(found) == [("4", "channel", "smoke")]


def test_a_parquet_column_without_a_name_is_called_by_its_place(tmp_path):
    rows = pl.DataFrame({name: [value] for name, value in CUSTOMER.items()} | {"": ["x"]})
    rows.write_parquet(tmp_path / "a.parquet")

    assert check(tmp_path / "a.parquet").rows_accepted == 1


def test_no_file_has_more_columns_than_a_spreadsheet(tmp_path):
    many = {f"extra {n}": "1" for n in range(reading.MOST_COLUMNS)}
    assert refusal(write(tmp_path / "a.csv", [CUSTOMER | many])).startswith("This file has 1005 columns;")

    few = dict(list(many.items())[: reading.MOST_COLUMNS - len(CUSTOMER)])
    assert check(write(tmp_path / "b.csv", [CUSTOMER | few])).rows_accepted == 1


# --- Bombs


def lying(path: Path, real: int = 300_000_000) -> Path:
    """A workbook whose directory says that its sheet is small."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _block in range(real // 1_000_000):
                sheet.write(b" " * 1_000_000)
    data = path.read_bytes().replace(struct.pack("<L", real), struct.pack("<L", 1000))
    path.write_bytes(data)
    return path


def test_a_workbook_that_lies_about_its_size_is_damaged(tmp_path):
    assert "This workbook" in refusal(lying(tmp_path / "a.xlsx"))


def test_a_small_parquet_file_cannot_fill_the_disk(tmp_path):
    """Ten million times the same long value packs to nothing; each is refused, with the whole row to mend it."""
    one = pl.DataFrame({**{name: [value] for name, value in CUSTOMER.items()}, "method": ["x" * 2000]})
    path = tmp_path / "a.parquet"
    pl.concat([one] * 1000).lazy().select(pl.all().repeat_by(1).explode()).collect().write_parquet(path)
    rows = pl.concat([pl.read_parquet(path)] * 400)
    rows.write_parquet(path, compression="zstd", row_group_size=400_000)
    assert path.stat().st_size < 100_000

    room = tmp_path / "room"
    room.mkdir()
    options = {"kind": FileKind.CUSTOMERS.value, "file_name": "a.parquet", "mapping": {}, "organisations": {"acme": 1}}
    with pytest.raises(surveys.Unreadable, match="unpacks to far more than it holds"):
        surveys.in_child(
            surveys.check, path, **options, folder=room, memory_bytes=2 * 10**9, disk_bytes=50_000_000, seconds=120
        )
    assert sum(file.stat().st_size for file in room.iterdir()) < 500_000_000
