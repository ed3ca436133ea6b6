"""Each kind of bad input from the first byte to the tallies: what is said, what counts, and that it is exactly right after
the file was mended and sent again."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from measurement.domain import imports
from measurement.models import Tally
from operations import files
from operations.models import Job
from tests import factories

from . import survey_files as given

checked_here = given.checked_here
pytestmark = pytest.mark.django_db
ROWS = [given.survey(str(n), resolved="no" if n % 4 == 0 else "yes") for n in range(1, 13)]
WHOLE = given.customers(*ROWS)
RIGHT = {"Cedar Bank": (12, 9)}
"""Surveys 4, 8 and 12 say no."""


@pytest.fixture
def program():
    factories.organisation("Cedar Bank")
    return factories.program(slug="study")


@pytest.fixture
def ada(program):
    return factories.user("Ada Administrator")


def counts(one) -> tuple[str, int, int, int]:
    return one.state, one.rows_read, one.rows_accepted, one.rows_refused


def take(one, ada):
    imports.take(one, by=ada)
    one = given.done(one)
    assert one.state == "taken"
    return one


def refused(one) -> list[dict[str, str]]:
    with files.open(one.refused) as kept:
        return list(csv.DictReader(io.StringIO(kept.read().decode("utf-8-sig"))))


def taken_twice(program, ada, data: bytes, name: str) -> None:
    """The file counts exactly; sent a second time it is known, and counts no more than before."""
    one = given.uploaded(program, data, ada, name=name)
    assert counts(one) == ("checked", 12, 12, 0), one.report
    take(one, ada)
    assert given.fcr(program) == RIGHT
    again = given.uploaded(program, data, ada, name=name)
    assert (again.state, again.report["same_as"]) == ("discarded", one.code)
    assert given.fcr(program) == RIGHT


def test_semicolons(program, ada):
    taken_twice(program, ada, WHOLE.replace(b",", b";"), "year.csv")


def test_dates_of_excel(program, ada):
    """As days, as days with a time, and as the bare number that Excel keeps."""
    book = Workbook()
    book.active.append(given.CUSTOMERS.split(","))
    for n, row in enumerate(ROWS):
        values = row.split(",")
        values[5] = (date(2017, 3, 1), 42795, "2017-03-01 00:00:00")[n % 3]
        book.active.append(values)
    file = io.BytesIO()
    book.save(file)
    taken_twice(program, ada, file.getvalue(), "year.xlsx")
    assert Tally.objects.filter(program=program, metric="fcr", level="site").get().counts == [0, 0, 12, *[0] * 9]


def test_ten_columns_too_many(program, ada):
    extra = [f"extra{n}" for n in range(10)]
    wide = WHOLE.decode().splitlines()
    data = "\n".join([",".join([wide[0], *extra]), *(",".join([row, *"x" * 10]) for row in wide[1:]), ""])
    taken_twice(program, ada, data.encode(), "year.csv")


def test_ten_values_too_many_are_refused_in_their_row_until_mended(program, ada):
    wide = [row + ",x" * 10 if n in (0, 5) else row for n, row in enumerate(ROWS)]
    one = given.uploaded(program, given.customers(*wide), ada)
    assert counts(one) == ("checked", 12, 10, 2)
    assert one.report["refused_by_reason"] == {"more values than columns": 2}
    assert [row["row"] for row in refused(one)] == ["2", "7"]
    take(one, ada)
    assert given.fcr(program) == {"Cedar Bank": (10, 7)}

    take(given.uploaded(program, WHOLE, ada), ada)
    assert given.fcr(program) == RIGHT


def test_a_wrong_encoding_is_read_where_it_can_be_told_and_refused_with_its_line_where_not(program, ada):
    factories.organisation("Crédit Général")
    rows = [row.replace("Cedar Bank", "Crédit Général") for row in ROWS]
    good = given.customers(*rows)
    mixed = good[:-40] + b"Qu\xe9bec" + good[-40:]
    one = given.uploaded(program, mixed, ada)
    assert one.state == "unreadable"
    assert one.report["problems"] == [
        "Most of this file is UTF-8, but line 13 has bytes that are not. Please save it once more as “CSV UTF-8”."
    ]
    assert given.fcr(program) == {}

    one = given.uploaded(program, good.decode().encode("cp1252"), ada)
    assert "The file is in Windows-1252 and was read as such." in one.report["notes"][0]
    take(one, ada)
    assert given.fcr(program) == {"Crédit Général": (12, 9)}
    take(given.uploaded(program, good.decode().encode("utf-16"), ada), ada)
    assert given.fcr(program) == {"Crédit Général": (12, 9)}, "the same surveys in a third encoding"


def test_a_year_of_duplicates(program, ada):
    """Each row 365 times, the same or with another answer: the first counts, and each other says which it repeats."""
    other = ROWS[0].replace(",5,5,", ",4,5,")
    one = given.uploaded(program, given.customers(*ROWS * 365, other), ada)
    assert counts(one) == ("checked", 4381, 12, 4369)
    assert one.report["refused_by_reason"] == {"repeats an earlier row": 4368, "contradicts an earlier row": 1}
    told = refused(one)
    assert (told[0]["row"], told[0]["expected"]) == ("14", "this row once: it says the same as row 2")
    assert (told[-1]["row"], told[-1]["expected"]) == (
        "4382", "one row of this: row 2 says something else, and was taken",
    )  # fmt: skip
    take(one, ada)
    assert given.fcr(program) == RIGHT

    take(given.uploaded(program, given.customers(*reversed(ROWS)), ada), ada)
    assert given.fcr(program) == RIGHT, "the same year in another file"


def test_one_bad_row_in_four_is_mended_in_the_file_of_refused_rows(program, ada):
    bad = [row.replace("2017-03-01", "2017-13-01") if n % 4 == 3 else row for n, row in enumerate(ROWS)]
    one = given.uploaded(program, given.customers(*bad), ada)
    assert counts(one) == ("checked", 12, 9, 3)
    assert one.report["refused_by_reason"] == {"survey_date is not valid": 3}
    assert [(row["row"], row["column"], row["value"]) for row in refused(one)] == [
        (str(row), "survey_date", "2017-13-01") for row in (5, 9, 13)
    ]
    take(one, ada)
    assert given.fcr(program) == {"Cedar Bank": (9, 9)}

    with files.open(one.refused) as kept:
        mended = kept.read().replace(b"2017-13-01", b"2017-03-01")
    rest = given.uploaded(program, mended, ada, name="mended.csv")
    if rest.state == "uploaded":  # a header of four more columns waits for a person once
        imports.settle_columns(rest, rest.mapping, by=ada)
        rest = given.done(rest)
    assert counts(rest) == ("checked", 3, 3, 0)
    take(rest, ada)
    assert given.fcr(program) == RIGHT


@pytest.mark.child
def test_a_zip_bomb_is_refused_in_a_sentence_and_stands_in_nobodys_way(program, ada):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _n in range(300):
                sheet.write(b"0" * 1_000_000)
    one = given.uploaded(program, bomb.getvalue(), ada, name="year.xlsx")

    assert one.state == "unreadable"
    assert one.report["problems"] == [
        "This workbook unpacks to far more than surveys need, or is locked by a password. Please save it as CSV."
    ]
    assert not Job.objects.exclude(state="done").filter(kind__startswith="survey_").exists()
    taken_twice(program, ada, WHOLE, "year.csv")


def test_a_first_row_without_an_end_is_refused_in_a_sentence(program, ada):
    one = given.uploaded(program, b"survey_id," + b"x" * 3_000_000, ada)

    assert one.state == "unreadable"
    assert one.report["problems"][0].startswith("The first row is longer than any table’s.")


def test_a_team_that_ended_before_it_began_is_refused_and_the_others_are_taken(program, ada):
    rows = ("Cedar Bank,C-1,csr,Di Dee,,T-1,,2017-03-01,2017-02-01", "Cedar Bank,C-2,csr,Ed Eff,,T-1,,2017-03-01,")
    one = given.uploaded(program, given.agents(*rows), ada, kind="agents")
    assert counts(one) == ("checked", 2, 1, 1)
    take(one, ada)
    assert [str(agent) for agent in program.agents.all()] == ["Ed Eff"]


def test_a_name_with_a_character_that_no_database_keeps_is_refused(program, ada):
    bad = given.survey("2").replace("Cedar Bank", "Cedar\x00Bank")
    one = given.uploaded(program, given.customers(given.survey("1"), bad), ada)

    assert counts(one) == ("checked", 2, 1, 1)
    assert one.report["unknown"] == {}
