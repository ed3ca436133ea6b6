"""Rows of a file: what is taken, what is refused and why, and in which row of the file it stands."""

from datetime import date

import pytest

from measurement import surveys

from .files import CUSTOMER, accepted, check, customers, refused, why, write


def test_right_rows_are_taken_with_their_values(tmp_path):
    row = {
        "site": " Austin ", "csr_id": "7", "supervisor_id": "70", "channels_used": "web|Call Center|website",
        "interaction": "Claims", "escalated": "no", "resolved_first_contact": "Y", "one_contact": "0",
        "call_resolved": "TRUE", "csr_satisfaction": "5.0", "overall_satisfaction": "4", "random_selection": "",
    }  # fmt: skip
    found = check(write(tmp_path / "a.csv", customers(row)))

    assert (found.rows_read, found.rows_accepted, found.rows_refused, found.refused) == (1, 1, 0, None)
    assert found.years == [2017]
    assert accepted(found) == [
        {
            "row": 2, "survey_id": "S1", "organization": 1, "site": "Austin", "csr_id": "7", "supervisor_id": "70",
            "survey_date": date(2017, 3, 1), "method": "live", "channel": "call_center",
            "channels_used": "call_center|website", "interaction": "claim", "escalated": False,
            "resolved_first_contact": True, "one_contact": False, "call_resolved": True, "csr_satisfaction": 5,
            "overall_satisfaction": 4, "random_selection": None, "reflects_call_types": None,
        }
    ]  # fmt: skip


def test_a_refused_row_says_where_what_and_what_is_expected(tmp_path):
    rows = customers({"csr_satisfaction": "5"}, {"csr_satisfaction": "6"}, {"csr_satisfaction": "4", "site": "=1+1"})
    rows[2]["method"] = "pigeon"
    found = check(write(tmp_path / "a.csv", rows))

    assert (found.rows_read, found.rows_accepted, found.rows_refused) == (3, 1, 2)
    assert found.refused_by_reason == {"method is not valid": 1, "csr_satisfaction is not valid": 1}
    first, second = refused(found)
    assert (first["row"], first["column"], first["value"]) == ("3", "csr_satisfaction", "6")
    assert first["expected"] == "a whole number from 1 to 5, or empty"
    assert first["survey_id"] == "S2"
    assert (second["row"], second["column"], second["value"]) == ("4", "method", "pigeon")
    assert second["expected"] == "one of: live, automated, online, other"
    assert second["site"] == "'=1+1"  # no formula


def test_several_faults_of_a_row_stand_in_one_line(tmp_path):
    found = check(write(tmp_path / "a.csv", customers({"channel": "smoke", "escalated": "maybe"})))

    assert why(found) == [("2", "channel; escalated", "smoke; maybe")]
    assert found.refused_by_reason == {"channel is not valid": 1}


def test_unknown_organisations_are_counted_by_name(tmp_path):
    rows = customers({}, {"organization": "Nobody Inc"}, {"organization": "Nobody Inc"}, {"organization": "Acme, Inc."})
    found = check(write(tmp_path / "a.csv", rows))

    assert found.rows_accepted == 2
    assert found.unknown_organisations == {"Nobody Inc": 2}
    assert found.refused_by_reason == {"unknown organization": 2}


def test_the_first_of_several_rows_of_one_survey_counts(tmp_path):
    rows = customers({}, {}, {"survey_id": "S1"}, {"survey_id": "S2", "csr_satisfaction": "5"})
    found = check(write(tmp_path / "a.csv", rows, columns=[*CUSTOMER, "csr_satisfaction"]))

    assert [row["row"] for row in accepted(found)] == [2, 3]
    assert found.refused_by_reason == {"repeats an earlier row": 1, "contradicts an earlier row": 1}
    assert [(row["row"], row["expected"]) for row in refused(found)] == [
        ("4", "this row once: it says the same as row 2"),
        ("5", "one row of this: row 3 says something else, and was taken"),
    ]


def test_a_refused_row_does_not_stand_in_the_way_of_its_correction(tmp_path):
    rows = customers({"method": "pigeon"}, {"survey_id": "S1"})
    found = check(write(tmp_path / "a.csv", rows))

    assert [row["row"] for row in accepted(found)] == [3]
    assert why(found) == [("2", "method", "pigeon")]


def test_a_missing_column_is_named_with_the_nearest_one(tmp_path):
    rows = [{"surveyid": "1", "organization": "Acme", "survey_date": "2017-03-01", "method": "live", "chanel": "ivr"}]
    with pytest.raises(surveys.Unreadable) as refusal:
        check(write(tmp_path / "a.csv", rows))

    assert refusal.value.reasons == [
        "The column “survey_id” is missing. Is it the column “surveyid”?",
        "The column “channel” is missing. Is it the column “chanel”?",
    ]


def test_a_mapping_names_the_columns(tmp_path):
    rows = [{"Nr": "1", "Firma": "Acme", "Datum": "2017-03-01", "Art": "live", "Kanal": "ivr"}]
    mapping = {"survey_id": "Nr", "organization": "Firma", "survey_date": "Datum", "method": "Art", "channel": "Kanal"}
    found = check(write(tmp_path / "a.csv", rows), mapping=mapping)

    assert found.rows_accepted == 1


def test_progress_is_told_in_rows(tmp_path):
    told = []
    check(write(tmp_path / "a.csv", customers({}, {}, {})), advance=told.append)

    assert sum(told) == 3
