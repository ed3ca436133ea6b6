"""Files as people have them: other encodings and separators, Excel's days, too many columns, bombs. A clear sentence each time."""

import csv
import time
import zipfile
from datetime import date, datetime
from functools import partial

import openpyxl
import polars as pl
import pytest

from measurement import surveys
from measurement.enums import FileKind

from .files import CUSTOMER, EMPLOYEE, accepted, check, customers, quiet, refused, why, write


def refusal(path, **options) -> str:
    with pytest.raises(surveys.Unreadable) as found:
        check(path, **options)
    return " ".join(found.value.reasons)


# --- Encodings ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_accents_come_out_right_in_every_encoding(tmp_path, encoding):
    path = write(tmp_path / "a.csv", customers({"site": "Montréal"}), encoding=encoding)
    found = check(path)

    assert accepted(found)[0]["site"] == "Montréal"
    assert any("Windows-1252" in one for one in found.problems) == (encoding == "cp1252")


def test_an_accent_in_the_last_of_many_rows_tells_the_encoding(tmp_path):
    rows = customers(*[{"site": "Austin"}] * 5000, {"site": "Québec"})
    found = check(write(tmp_path / "a.csv", rows, encoding="cp1252"))

    assert found.rows_accepted == 5001
    assert accepted(found)[-1]["site"] == "Québec"
    assert "The file is in Windows-1252 and was read as such." in found.problems[0]


def test_a_mixture_of_encodings_is_refused_with_its_line(tmp_path):
    path = write(tmp_path / "a.csv", customers({"site": "Montréal"}, {"site": "Boise"}))
    path.write_bytes(path.read_bytes().replace(b"Boise", b"Qu\xe9bec"))

    assert refusal(path) == (
        "Most of this file is UTF-8, but line 3 has bytes that are not. Please save it once more as “CSV UTF-8”."
    )


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = write(tmp_path / "a.csv", customers({"site": "Boise"}))
    path.write_bytes(path.read_bytes().replace(b"Boise", b"Bo\x81\xfe"))

    assert "neither UTF-8, UTF-16 nor Windows-1252" in refusal(path)


# --- The table ---


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators_are_recognised(tmp_path, delimiter):
    found = check(write(tmp_path / "a.csv", customers({"site": "A, B; C"}), delimiter=delimiter))

    assert accepted(found)[0]["site"] == "A, B; C"


def test_excels_separator_hint_moves_the_rows_by_one(tmp_path):
    path = write(tmp_path / "a.csv", customers({}, {"channel": "smoke"}), delimiter=";")
    path.write_text("sep=;\n" + path.read_text())

    assert why(check(path)) == [("4", "channel", "smoke")]


def test_ten_columns_too_many_are_named_and_not_read(tmp_path):
    extra = {f"note {n}": "x" for n in range(1, 11)}
    found = check(write(tmp_path / "a.csv", customers(extra)))

    assert found.rows_accepted == 1
    names = ", ".join(extra)
    assert f"These columns are not needed and were not read: {names}." in found.problems


def test_a_row_with_more_values_than_columns_is_refused(tmp_path):
    path = write(tmp_path / "a.csv", customers({}, {}))
    path.write_text(path.read_text().replace("S2,Acme", "S2,Acme,Inc"))
    found = check(path)

    assert found.rows_accepted == 1
    assert found.rows_refused == 1
    assert refused(found)[0]["row"] == "3"
    assert "as many values as the file has columns" in refused(found)[0]["expected"]


def test_blank_rows_are_no_rows_but_count_in_the_numbers(tmp_path):
    path = write(tmp_path / "a.csv", customers({}, {"channel": "smoke"}))
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1], "", "", lines[2], "", ""]))
    found = check(path)

    assert found.rows_read == 2
    assert why(found) == [("5", "channel", "smoke")]


def test_line_breaks_inside_quotation_marks_are_one_row(tmp_path):
    rows = customers({"site": "Salt Lake\nCity"}, {"channel": "smoke", "site": "a\n\nb"})
    found = check(write(tmp_path / "a.csv", rows))

    assert accepted(found)[0]["site"] == "Salt Lake City"
    assert why(found) == [("3", "channel", "smoke")]


def test_quotation_marks_in_the_middle_of_a_text_are_text(tmp_path):
    path = write(tmp_path / "a.csv", customers({"site": "12-X inch"}, {"site": "Boise"}, {"site": "Mesa"}))
    path.write_text(path.read_text().replace("12-X", '12"'))
    found = check(path)

    assert [row["site"] for row in accepted(found)] == ['12" inch', "Boise", "Mesa"]
    assert [row["row"] for row in accepted(found)] == [2, 3, 4]


def test_a_quotation_mark_that_is_never_closed_is_no_silent_loss(tmp_path):
    path = write(tmp_path / "a.csv", customers({"site": "Boise"}, *[{"site": "Mesa"}] * 30_000))
    path.write_text(path.read_text().replace("Boise", '"Boise', 1))

    assert refusal(path) == "A quotation mark that opens in row 2 or later is never closed."


@pytest.mark.parametrize("name", ["site", "survey_id", "comment"])
def test_a_quotation_mark_that_takes_rows_into_a_value_is_refused_in_short_files_too(tmp_path, name):
    rows = customers({name: "Boise", "csr_id": "7"}, {}, {}, {})
    path = write(tmp_path / "a.csv", rows, columns=list(dict.fromkeys([*CUSTOMER, "site", "comment", "csr_id"])))
    path.write_text(path.read_text().replace("Boise", '"Boise'))

    assert refusal(path).startswith("A quotation mark")


def test_two_columns_of_one_name_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("survey_id,site,site\n1,a,b\n")

    assert refusal(tmp_path / "a.csv").startswith("Two columns have the same name: site.")


def test_an_empty_file_and_one_of_blanks_are_refused(tmp_path):
    for text in ("", "\n\n \n"):
        (tmp_path / "a.csv").write_text(text)
        assert refusal(tmp_path / "a.csv") == "The file is empty."


def test_a_header_alone_is_no_error(tmp_path):
    found = check(write(tmp_path / "a.csv", [], columns=list(CUSTOMER)))

    assert (found.rows_read, found.rows_accepted, found.years) == (0, 0, [])
    assert found.problems[-1] == "The file has column names and no rows."


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"%PDF-1.7 ......................", "This is a PDF, not a table."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........", "This is a workbook of an old kind (.xls)."),
        (b"\x1f\x8b\x08\x00................", "This file is compressed (gzip)."),
        (b"PAR1 but not really, no no no no", "This Parquet file is damaged"),
        (b"PK\x03\x04 but not really, no no no no", "This workbook is damaged"),
    ],
)
def test_what_is_no_table_is_named(tmp_path, start, sentence):
    (tmp_path / "a.csv").write_bytes(start)

    assert refusal(tmp_path / "a.csv").startswith(sentence)


# --- Values ---


def test_nul_bytes_are_refused_in_their_row(tmp_path):
    path = write(tmp_path / "a.csv", customers({"site": "Boise"}, {"site": "Mesa"}, {}))
    path.write_bytes(path.read_bytes().replace(b"Mesa", b"Me\0sa").replace(b"S3,", b"S\x003,"))
    found = check(path)

    assert found.rows_accepted == 1
    assert [(row["row"], row["column"]) for row in refused(found)] == [("3", "site"), ("4", "survey_id")]


def test_a_field_of_300_characters_is_too_long(tmp_path):
    found = check(
        write(tmp_path / "a.csv", customers({"site": "x" * 120}, {"site": "x" * 300}, {"survey_id": "y" * 300}))
    )

    assert found.rows_accepted == 1
    first, second = refused(found)
    assert (first["row"], first["column"]) == ("3", "site")
    assert first["expected"] == "at most 120 characters; this has 300"
    assert (second["row"], second["column"]) == ("4", "survey_id")


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("5.0", 5), ("5,00", 5), (" 1 ", 1), ("", None), ("n/a", None), ("5.5", "bad"), ("0", "bad"), ("6", "bad"),
     ("five", "bad"), ("-1", "bad"), ("1e0", "bad")],
)  # fmt: skip
def test_ratings(tmp_path, text, value):
    found = check(write(tmp_path / "a.csv", customers({"csr_satisfaction": text})))

    taken = [row["csr_satisfaction"] for row in accepted(found)]
    assert taken == ([] if value == "bad" else [value])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017-03-31", date(2017, 3, 31)),
        ("2017-03-31 23:59:59", date(2017, 3, 31)),
        ("2017-03-31T10:00:00Z", date(2017, 3, 31)),
        ("2017/3/31", date(2017, 3, 31)),
        ("20170331", date(2017, 3, 31)),
        ("42825", date(2017, 3, 31)),
        ("42825.75", date(2017, 3, 31)),
        ("31-Mar-2017", date(2017, 3, 31)),
        ("March 31, 2017", date(2017, 3, 31)),
        ("05/05/2017", date(2017, 5, 5)),
        ("2017-02-29", None),
        ("2016-02-29", date(2016, 2, 29)),
        ("31.3.17", None),
        ("1989-12-31", None),
        ("2026-11-28", date(2026, 11, 28)),
        ("2026-11-29", None),
        ("yesterday", None),
    ],
)
def test_days(tmp_path, text, day):
    found = check(write(tmp_path / "a.csv", customers({"survey_date": text})))

    assert [row["survey_date"] for row in accepted(found)] == ([day] if day else [])


def test_a_day_that_could_be_two_is_refused_unless_the_file_tells(tmp_path):
    alone = check(write(tmp_path / "a.csv", customers({"survey_date": "03/04/2017"})))
    month_first = check(
        write(tmp_path / "b.csv", customers({"survey_date": "03/04/2017"}, {"survey_date": "3/31/2017"}))
    )
    day_first = check(write(tmp_path / "c.csv", customers({"survey_date": "03/04/2017"}, {"survey_date": "31/3/2017"})))

    assert refused(alone)[0]["expected"] == (
        "a day such as 2017-03-31: this could be 2017-03-04 or 2017-04-03, and nothing in the file tells which"
    )
    assert [row["survey_date"] for row in accepted(month_first)] == [date(2017, 3, 4), date(2017, 3, 31)]
    assert [row["survey_date"] for row in accepted(day_first)] == [date(2017, 4, 3), date(2017, 3, 31)]


def test_a_file_with_both_orders_is_not_guessed_at(tmp_path):
    days = [{"survey_date": text} for text in ("03/04/2017", "3/31/2017", "31/3/2017", "2017-01-01")]
    found = check(write(tmp_path / "a.csv", customers(*days)))

    assert [row["survey_date"] for row in accepted(found)] == [date(2017, 1, 1)]
    assert "the day first in some rows and the month first in others" in refused(found)[0]["expected"]


# --- Amounts ---


def test_a_year_of_duplicates(tmp_path):
    rows = customers(*[{"csr_satisfaction": str(n % 5 + 1)} for n in range(4000)])
    found = check(write(tmp_path / "a.csv", [*rows, *rows]))

    assert (found.rows_read, found.rows_accepted, found.rows_refused) == (8000, 4000, 4000)
    assert found.refused_by_reason == {"repeats an earlier row": 4000}
    last = refused(found)[-1]
    assert (last["row"], last["value"]) == ("8001", "S4000")
    assert last["expected"] == "this row once: it says the same as row 4001"


def test_one_percent_bad_in_a_file_of_several_batches(tmp_path):
    rows = [{"csr_satisfaction": "9" if n % 100 == 7 else "5"} for n in range(160_000)]
    found = check(write(tmp_path / "a.csv", customers(*rows)))

    assert (found.rows_read, found.rows_accepted, found.rows_refused) == (160_000, 158_400, 1600)
    assert [row for row, _column, _value in why(found)[:2]] == ["9", "109"]
    assert why(found)[-1] == ("159909", "csr_satisfaction", "9")


def test_refused_rows_can_be_mended_in_their_file_and_uploaded_again(tmp_path):
    found = check(write(tmp_path / "a.csv", customers({"csr_satisfaction": "9"}, {"csr_satisfaction": "5"})))
    mended = tmp_path / "mended.csv"
    mended.write_text(found.refused.read_text(encoding="utf-8-sig").replace('"9"', '"4"'), encoding="utf-8")
    again = check(mended)

    assert [(row["survey_id"], row["csr_satisfaction"]) for row in accepted(again)] == [("S1", 4)]


@pytest.mark.parametrize("number", ["-17", "+17", "=17", "@17", "'17"])
def test_what_was_made_safe_for_a_spreadsheet_comes_back_as_it_was(tmp_path, number):
    """Else the mended row would be another survey, and the first file sent once more would count it twice."""
    change = {"survey_id": number, "site": "-North", "csr_satisfaction": "9"}
    found = check(write(tmp_path / "a.csv", customers(change)))
    mended = tmp_path / "mended.csv"
    mended.write_text(found.refused.read_text(encoding="utf-8-sig").replace('"9"', '"4"'), encoding="utf-8")

    [row] = accepted(check(mended))

    assert (row["survey_id"], row["site"], row["csr_satisfaction"]) == (number, "-North", 4)


# --- XLSX and Parquet ---


def workbook(path, rows: list[list], before: int = 0):
    book = openpyxl.Workbook()
    for _row in range(before):
        book.active.append([])
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_with_excels_days_and_numbers(tmp_path):
    rows = [
        [*CUSTOMER, "csr_satisfaction"],
        [1001, "Acme", date(2017, 3, 1), "live telephone", "call center", 5],
        ["A7", "Acme", datetime(2017, 12, 31, 18, 30), "live", "IVR", 4.0],
        [1002, "Acme", 42825, "live", "email", "3"],
        [1003, "Acme", 42825, "live", "email", 7],
    ]
    found = check(workbook(tmp_path / "a.xlsx", rows))

    assert [(row["survey_id"], row["survey_date"], row["csr_satisfaction"]) for row in accepted(found)] == [
        ("1001", date(2017, 3, 1), 5),
        ("A7", date(2017, 12, 31), 4),
        ("1002", date(2017, 3, 31), 3),
    ]
    assert why(found) == [("5", "csr_satisfaction", "7")]


def test_a_cell_of_a_workbook_may_hold_lines_with_commas(tmp_path):
    rows = [[*CUSTOMER, "comment"], ["1", "Acme", "2017-03-01", "live", "IVR", "One\n1,2,3,4,5,6,7,8"]]

    assert check(workbook(tmp_path / "a.xlsx", rows)).rows_accepted == 1


def test_rows_of_a_workbook_keep_their_numbers_below_blank_ones(tmp_path):
    rows = [list(CUSTOMER), ["1", "Acme", "2017-03-01", "live", "smoke"]]
    found = check(workbook(tmp_path / "a.xlsx", rows, before=3))

    assert why(found) == [("5", "channel", "smoke")]


def bomb(path, *, members: int = 1, size: int = 300_000_000):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for n in range(members):
            with archive.open(f"xl/worksheets/sheet{n}.xml", "w") as sheet:
                for _block in range(max(1, size // 1_000_000)):
                    sheet.write(b" " * min(size, 1_000_000))
    return path


@pytest.mark.parametrize("make", [bomb, partial(bomb, members=1200, size=10)])
def test_a_bomb_is_not_unpacked(tmp_path, make):
    assert refusal(make(tmp_path / "a.xlsx")).startswith("This workbook unpacks to far more than surveys need")


def test_an_archive_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("surveys.csv", "survey_id\n1\n")

    assert refusal(tmp_path / "a.xlsx").startswith("This archive is no workbook.")


def test_parquet_with_types_of_its_own(tmp_path):
    rows = {name: [value] * 2 for name, value in CUSTOMER.items()} | {
        "survey_id": [1, 2],
        "survey_date": [date(2017, 3, 1), date(2017, 3, 2)],
        "escalated": [True, None],
        "csr_satisfaction": [5.0, 6.0],
    }
    pl.DataFrame(rows).write_parquet(tmp_path / "a.parquet")
    found = check(tmp_path / "a.parquet")

    assert [(row["row"], row["survey_id"], row["escalated"], row["csr_satisfaction"]) for row in accepted(found)] == [
        (2, "1", True, 5)
    ]
    assert why(found) == [("3", "csr_satisfaction", "6")]


# --- The other kinds of file ---


def test_employees(tmp_path):
    rows = [EMPLOYEE | {"work_from_home": "1"}, EMPLOYEE | {"response_id": "R2", "role": "Trainer", "satisfaction": ""}]
    found = check(write(tmp_path / "a.csv", rows), FileKind.EMPLOYEES)

    assert [(row["role"], row["satisfaction"], row["work_from_home"]) for row in accepted(found)] == [
        ("csr", 5, True),
        ("other", None, None),
    ]


def test_organisations_participation_and_agents(tmp_path):
    organisations = [
        {"organization": "Acme", "year": "2017", "csrs": "1,200", "employees": "1300.0", "sectors": "Banking|financial",
         "channels": "call center;IVR", "volume_ivr": "12"},
        {"organization": "Acme", "year": "2017", "csrs": "7"},
        {"organization": "Bell", "year": "17", "csrs": "7"},
    ]  # fmt: skip
    found = check(write(tmp_path / "a.csv", organisations), FileKind.ORGANISATIONS)
    row = accepted(found)[0]
    assert (row["csrs"], row["employees"], row["sectors"], row["channels"], row["volume_ivr"]) == (
        1200, 1300, "financial|banking", "call_center|ivr", 12,
    )  # fmt: skip
    assert found.refused_by_reason == {"contradicts an earlier row": 1, "year is not valid": 1}
    assert found.years == [2017]

    taking_part = [{"organization": "Bell", "year": "2017", "kind": "Benchmarking study"}]
    found = check(write(tmp_path / "b.csv", taking_part), FileKind.PARTICIPATION)
    assert accepted(found)[0]["kind"] == "benchmarking"

    agents = [{"organization": "Acme", "csr_id": "7", "name": "Zoë", "email": "Z@Acme.example", "from": "2017-01-01",
               "to": "2030-12-31"}]  # fmt: skip
    found = check(write(tmp_path / "c.csv", agents), FileKind.AGENTS)
    assert [accepted(found)[0][name] for name in ("csr_id", "name", "email", "from", "to")] == [
        "7", "Zoë", "z@acme.example", date(2017, 1, 1), date(2030, 12, 31),
    ]  # fmt: skip


# --- The header alone, and the process of its own ---


def test_the_header_and_about_how_many_rows(tmp_path):
    path = write(tmp_path / "a.csv", customers(*[{}] * 3), delimiter=";")
    found = surveys.header(path, "a.csv")

    assert (found.columns, found.rows_hint, found.problems) == (list(CUSTOMER), 3, [])
    many = surveys.header(write(tmp_path / "b.csv", customers(*[{}] * 9000)), "b.csv")
    assert 8000 < many.rows_hint < 10_000


def limits_in(folder, **others) -> dict:
    return {"folder": folder, "memory_bytes": 10**9, "disk_bytes": 10**9, "seconds": 60} | others


def test_a_child_answers_and_tells_its_progress(tmp_path):
    told = []
    path = write(tmp_path / "a.csv", customers({}, {}))
    options = {"kind": FileKind.CUSTOMERS.value, "file_name": "a.csv", "mapping": {}, "organisations": {"acme": 1}}
    found = surveys.in_child(surveys.check, path, **options, **limits_in(tmp_path), advance=told.append)

    assert (found.rows_accepted, sum(told)) == (2, 2)


def test_while_a_child_says_nothing_its_worker_is_not_taken_for_lost(tmp_path, monkeypatch):
    monkeypatch.setattr("measurement.surveys.child.SILENCE", 0.2)
    beats = []

    assert surveys.in_child(quiet, 1.0, **limits_in(tmp_path), alive=lambda: beats.append(1)) == "done"
    assert len(beats) >= 4


def test_a_worker_that_lost_its_work_ends_the_child(tmp_path, monkeypatch):
    class Lost(Exception):
        pass

    def lost():
        raise Lost

    monkeypatch.setattr("measurement.surveys.child.SILENCE", 0.2)
    before = time.monotonic()
    with pytest.raises(Lost):
        surveys.in_child(quiet, 50.0, **limits_in(tmp_path), alive=lost)
    assert time.monotonic() - before < 40


def test_a_childs_refusal_and_its_limits_are_sentences(tmp_path):
    (tmp_path / "a.csv").write_text("")
    for sentence, limit in (
        ("The file is empty", {}), ("too much memory", {"memory_bytes": 10**6}), ("too long", {"seconds": 0}),
    ):  # fmt: skip
        with pytest.raises(surveys.Unreadable, match=sentence):
            surveys.in_child(surveys.header, tmp_path / "a.csv", "a.csv", **limits_in(tmp_path, **limit))


def test_refused_rows_are_safe_in_a_spreadsheet(tmp_path):
    found = check(write(tmp_path / "a.csv", customers({"site": "=HYPERLINK(1)", "csr_id": "@x", "channel": "-2+3"})))
    with found.refused.open(encoding="utf-8-sig", newline="") as file:
        cells = {cell for row in csv.reader(file) for cell in row}

    assert {"'=HYPERLINK(1)", "'@x", "'-2+3"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "-", "+"))]
