"""The register of past honours: typed in, imported whole or not at all, exported."""

from __future__ import annotations

import csv
import io

import pytest

from nominations.domain import register, register_file
from nominations.models import PastHonour
from operations.models import AuditEvent, Job
from operations.refusal import Refused

from .. import factories
from ..factories import at

HEADINGS = "year,category,placing,recipient,email,organisation\n"


@pytest.fixture
def program(db):
    """Its cycle of 2030 is still to be announced, the one of 2019 was."""
    running = factories.cycle(award_year=2030, announce_at=at("2100-06-01"))
    program = running.program
    factories.cycle(program, slug="2019", award_year=2019, announce_at=at("2019-06-01"))
    factories.category(running, key="agent", slug="agent", name="Best Agent", aliases=["Agent of the Year"])
    factories.category(running, key="small", slug="small", name="Small", family="size", subject="contact_center")
    factories.category(running, key="culture", slug="culture", name="Best Culture", subject="organisation")
    return program


def load(program, text: str, by=None):
    return register_file.import_rows(program, text, source="past.csv", by=by)


def rows() -> list[tuple]:
    return list(
        PastHonour.objects.order_by("pk").values_list(
            "award_year", "category_key", "kind", "recipient", "recipient_key"
        )
    )


# Importing


def test_a_file_is_imported(program, administrator):
    acme = factories.organisation("Acme Inc")
    found = load(
        program,
        HEADINGS
        + "2019,agent,winner,Jane  Doe,Jane@Acme.example,ACME\n"
        + "2018,Agent of the Year,Runner-up,Joe,,Bolt\n"
        + "2018,small,,Acme Care,,Acme\n"
        + "\n"
        + '2017,Best Culture,winner,"Bolt, Inc.",,\n',
        by=administrator,
    )

    assert (len(found.entries), found.errors) == (4, [])
    assert rows() == [
        (2019, "agent", "winner", "Jane Doe", "jane doe"),
        (2018, "agent", "runner_up", "Joe", "joe"),
        (2018, "small", "winner", "Acme Care", "acme care"),
        (2017, "culture", "winner", "Bolt, Inc.", "bolt"),
    ]
    jane, _joe, care, bolt = PastHonour.objects.order_by("pk")
    assert (jane.organisation, jane.organisation_key, jane.recipient_email) == (acme, "acme", "jane@acme.example")
    assert (care.family, care.source) == ("size", "past.csv")
    assert bolt.organisation_key == "bolt"  # an organisation that won is its own
    assert AuditEvent.objects.get(action="register imported").change == {"file": "past.csv", "rows": 4, "known": 0}


def test_a_preview_writes_nothing(program):
    found = register_file.preview(program, HEADINGS + "2019,agent,winner,Jane,,Acme\n")
    assert found.is_importable
    assert rows() == []
    assert not Job.objects.exists()


def test_every_error_is_named_by_row_and_column_and_nothing_is_imported(program):
    text = HEADINGS + (
        "2019,agent,winner,Jane,,Acme\n"
        "19,agent,winner,Jim,,Acme\n"
        "2019,pilot,winner,Joe,,Acme\n"
        "2019,agent,third,Jack,,Acme\n"
        "2019,agent,winner,,,Acme\n"
        "2019,agent,winner,Jill,jill,Acme\n"
        "2030,agent,winner,June,,Acme\n"
        "2099,agent,winner,Jo,,Acme\n"
        "2019,agent,winner,JANE,,Acme Inc.\n"
        "2019,agent,winner,Jade,,Acme,more\n"
    )

    found = load(program, text)

    assert [(error.row, error.column) for error in found.errors] == [
        (3, "year"),
        (4, "category"),
        (5, "placing"),
        (6, "recipient"),
        (7, "email"),
        (8, "year"),
        (9, "year"),
        (10, ""),
        (11, ""),
    ]
    assert found.errors[2].sentence == "“third” must be one of: winner, runner_up, finalist, certified."
    assert found.errors[5].sentence == "2030 is not announced yet. Its honors enter the register by themselves."
    assert found.errors[7].sentence == "The same as row 2."
    assert rows() == []


def test_a_file_can_be_imported_again(program):
    text = HEADINGS + "2019,agent,winner,Jane,,Acme\n"
    load(program, text)
    again = load(program, text + "2018,agent,winner,Joe,,Acme\n")

    assert (len(again.known), len(again.entries), len(rows())) == (1, 1, 2)
    third = load(program, text)
    assert (third.is_importable, len(third.known), len(rows())) == (False, 1, 2)


def test_what_weakens_the_bar_is_a_warning(program):
    factories.organisation("Acme")
    found = register_file.preview(
        program,
        HEADINGS + "2019,agent,,Jane,,\n2018,agent,,Joe,,Bolt\n2017,agent,,Jim,,Acme\n2016,agent,,Al,al@x.example,\n",
    )
    assert found.errors == []
    assert [(warning.row, warning.column) for warning in found.warnings] == [(2, "organization"), (3, "organization")]


@pytest.mark.parametrize(
    "text",
    [
        "Award Year;Award;Winner;Organization\n2019;agent;Jane;Acme\n",
        "\ufeffyear\tcategory_key\tname\tcompany\r\n2019\tagent\tJane\tAcme\r\n",
    ],
)
def test_other_separators_and_headings_are_understood(program, text):
    assert load(program, text.encode()).errors == []
    assert rows() == [(2019, "agent", "winner", "Jane", "jane")]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"year,category,recipient\n", "The file has headings and no rows."),
        (b"year,category\n2019,agent\n", "The column “recipient” is missing."),
        (b"year,category,recipient,prize\n2019,agent,Jane,cup\n", "“prize” is no column."),
        (b"year,year,category,recipient\n1,2,3,4\n", "The column “year” stands there twice."),
        (b"\xff\xfe\x00y", "This is no CSV file that can be read."),
        (b"PK\x03\x04\x00\x00", "This is no CSV file that can be read."),
        (b'year,category,recipient\n2019,agent,"Jane\n', "This is no CSV file that can be read."),
        (b"x" * 5_000_001, "The file is larger than 5 megabytes."),
    ],
)
def test_what_is_no_such_table_is_said(program, data, sentence):
    found = register_file.import_rows(program, data, source="x", by=None)
    assert any(error.sentence.startswith(sentence) for error in found.errors), found.errors
    assert rows() == []


def test_too_many_rows_are_refused(program, monkeypatch):
    monkeypatch.setattr(register_file, "MOST_ROWS", 2)
    lines = [f"2019,agent,winner,P{n},,Acme\n" for n in range(3)]
    assert load(program, HEADINGS + "".join(lines[:2])).errors == []
    assert "more than 2 rows" in load(program, HEADINGS + "".join(lines)).errors[0].sentence


def test_an_import_rechecks_the_running_cycle_once(program):
    load(program, HEADINGS + "2019,agent,winner,Jane,,Acme\n2018,agent,winner,Joe,,Acme\n")
    job = Job.objects.get(kind="check_cycle")
    assert job.payload == {"cycle": program.cycles.get(slug="2026").pk, "cause": "register changed"}


def test_what_is_exported_can_be_imported_elsewhere(program):
    load(program, HEADINGS + '2019,agent,runner_up,"Doe, Jane ""JD""",j@x.example,Acme\n2018,small,,=Care,,Acme\n')
    before = rows()
    file = io.StringIO()
    table = register.table(program)
    csv.writer(file).writerows([[f"'{cell}" if cell.startswith("=") else cell for cell in line] for line in table])
    PastHonour.objects.all().delete()

    assert load(program, file.getvalue()).errors == []
    assert rows() == before


# One by one


def test_one_is_typed_in_and_taken_out(program, administrator):
    made = register.add(
        program, year=2019, category="small", recipient="Acme Care", organisation="Acme", by=administrator
    )
    assert (made.family, made.kind, made.source) == ("size", "winner", "Ada Administrator")

    with pytest.raises(Refused):
        register.add(program, year="2019", category="Small", recipient="ACME care", organisation="Acme Ltd")
    with pytest.raises(Refused):
        register.remove(made, reason=" ", by=administrator)
    register.remove(made, reason="It was their sister.", by=administrator)

    assert rows() == []
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"register added", "register removed"}


def test_what_is_wrong_is_said_all_at_once(program):
    with pytest.raises(Refused) as refused:
        register.add(program, year="soon", category="pilot", recipient="", email="x")
    assert len(refused.value.reasons) == 4


def test_what_was_won_here_is_not_taken_out_of_the_register(program, administrator):
    made = register.add(program, year=2019, category="small", recipient="Acme Care")
    made.honour_code = "ABC"
    made.save()
    with pytest.raises(Refused):
        register.remove(made, reason="No.", by=administrator)
