"""No exported text becomes a formula, and no text is lost."""

import csv
import io

import pytest
from openpyxl import load_workbook

from desk.domain import exports

NASTY = ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0"]


def read_csv(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_looks_like_a_formula_is_quoted_in_csv(text):
    assert read_csv(exports.as_csv("x", ["title"], [[text]]))[1] == ["'" + text]


@pytest.mark.parametrize("value, written", [("Acme", "Acme"), (-3, "-3"), (None, ""), (True, "yes"), ("2=2", "2=2")])
def test_other_values_are_written_as_they_are(value, written):
    assert read_csv(exports.as_csv("x", ["title"], [[value]]))[1] == [written]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "Acme"])
def test_every_text_of_an_xlsx_is_text(text):
    response = exports.as_xlsx("x", ["title", "count"], [[text, 7]])
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
    assert (sheet["B2"].value, sheet["B2"].data_type) == (7, "n")


def test_no_cell_breaks_apart_where_lists_are_parted_by_semicolons():
    """A spreadsheet of many countries takes “;” for the end of a cell, and what follows for a formula."""
    line = list(exports.csv_lines(["title"], [["Acme;=1+1"]]))[1]
    assert line == '"Acme;=1+1"\r\n'
