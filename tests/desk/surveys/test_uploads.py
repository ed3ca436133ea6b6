"""Survey files in pieces, and what others find there: nothing."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse

from measurement.models import SurveyImport
from operations.domain import jobs
from tests import factories

from .pages import JSON, THREE, address, begin, piece, sent


def test_a_file_in_pieces_goes_on_where_the_server_says(desk, cedar):
    begun = begin(desk).json()
    assert (begun["received"], begun["state"]) == (0, "uploading")
    assert piece(desk, begun["pieces"], 0, THREE[:200]).json()["received"] == 200

    asked = desk.get(begun["pieces"], **JSON).json()
    assert (asked["received"], asked["size"]) == (200, len(THREE))
    assert "Choose the same file again" in desk.get(begun["page"]).content.decode()
    answer = piece(desk, begun["pieces"], 200, THREE[200:])

    assert (answer.status_code, answer.json()["received"]) == (200, len(THREE))
    jobs.run_due()
    assert "Checked, nothing taken yet" in desk.get(begun["page"]).content.decode()


@pytest.mark.parametrize(
    "offset, data, status, received",
    [
        (200, THREE[200:300], 200, 300),
        (0, THREE[:200], 200, 200),  # once more
        (100, THREE[100:200], 200, 200),  # a part once more
        (300, THREE[300:400], 409, 200),  # a gap
        (150, THREE[150:300], 409, 200),  # begins within what is here
        (200, THREE[200:] + b"x", 413, 200),  # more than was announced
        (200, b"", 400, 200),
        ("-1", b"x", 400, 200),
        ("1e3", b"x", 400, 200),
    ],
)
def test_a_piece_fits_or_changes_nothing(desk, offset, data, status, received):
    begun = begin(desk).json()
    piece(desk, begun["pieces"], 0, THREE[:200])

    answer = piece(desk, begun["pieces"], offset, data)

    assert (answer.status_code, answer.json()["received"]) == (status, received)
    assert SurveyImport.objects.get().received == received


def test_a_piece_after_the_last_is_refused_in_words(desk, cedar):
    one = sent(desk, THREE)
    answer = piece(desk, address("survey_pieces", one.code), 0, THREE[:10])
    assert answer.status_code == 409
    assert answer.json()["problems"] == ["This file is here already, or was given up."]


def test_a_piece_cannot_be_larger_than_a_piece(desk, monkeypatch):
    monkeypatch.setattr("desk.views.survey_uploads.MOST_AT_ONCE", 100)
    begun = begin(desk).json()
    assert piece(desk, begun["pieces"], 0, THREE[:101]).status_code == 413
    assert piece(desk, begun["pieces"], 0, THREE[:100]).status_code == 200


@pytest.mark.parametrize(
    "size, name, kind, status",
    [
        (len(THREE), "year.csv", "customers", 200),
        (0, "year.csv", "customers", 422),
        (3 * 1024**3, "year.csv", "customers", 413),
        (9, "year.exe", "customers", 422),
        (9, "year.csv", "everything", 422),
        ("nine", "year.csv", "customers", 422),
        (9, "", "customers", 422),
    ],
)
def test_what_may_be_announced(desk, size, name, kind, status):
    answer = begin(desk, size=size, name=name, kind=kind)
    assert answer.status_code == status
    assert SurveyImport.objects.count() == (status == 200)
    if status != 200:
        assert answer.json()["problems"][0].endswith(".")


def test_without_script_the_file_comes_with_the_form(desk, cedar):
    file = io.BytesIO(THREE)
    file.name = "year.csv"
    answer = desk.post(address("survey_begin"), {"kind": "customers", "file": file})
    jobs.run_due()

    one = SurveyImport.objects.get()
    assert answer["Location"] == address("survey", one.code)
    assert (one.state, one.rows_accepted) == ("checked", 3)


def test_a_form_without_a_file_says_so_and_keeps_what_was_typed(desk):
    answer = desk.post(address("survey_begin"), {"kind": "agents", "attested_by": "The quality team"})
    assert answer.status_code == 422
    assert "Please choose a file first." in answer.content.decode()
    assert "The quality team" in answer.content.decode()


# --- who may


@pytest.mark.parametrize("name", ["survey", "survey_pieces", "survey_original", "survey_columns", "survey_names"])
def test_files_of_another_program_do_not_exist(desk, cedar, name):
    one = sent(desk, THREE)
    assert desk.get(address(name, one.code)).status_code == 200

    other = factories.cycle(factories.program(slug="other"), survey_year=2017)
    elsewhere = factories.user("Otto Other")
    factories.role(elsewhere, other.program)
    desk.force_login(elsewhere)
    assert desk.get(address(name, one.code)).status_code == 404
    assert desk.get(reverse(f"desk:{name}", args=["other", other.slug, one.code])).status_code == 404


def test_a_stranger_can_neither_begin_nor_go_on(desk, outsider):
    begun = begin(desk).json()
    desk.force_login(outsider)
    assert begin(desk).status_code == 404
    assert piece(desk, begun["pieces"], 0, THREE[:10]).status_code == 404
    assert SurveyImport.objects.get().received == 0
