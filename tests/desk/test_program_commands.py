"""load_program, dump_program and rules_table as an operator types them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from programs.models import Category, Cycle, Program
from tests import factories

FILE = Path(__file__).resolve().parent.parent.parent / "fixtures" / "programs" / "icmi-awards.yaml"


def run(command: str, *args, **options) -> str:
    out = StringIO()
    call_command(command, *map(str, args), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def changed(tmp_path):
    """The ICMI file with one rule changed."""
    text = FILE.read_text()
    assert text.count("maximum: 3\n") == 1
    file = tmp_path / "changed.yaml"
    file.write_text(text.replace("maximum: 3\n", "maximum: 4\n"))
    return file


def cap() -> int:
    return Cycle.objects.get().rules.get(slug="three-categories").params["maximum"]


def submit_one(nominator) -> None:
    category = Category.objects.get(slug="agent")
    category.nominations.create(
        cycle=category.cycle,
        nominator=nominator,
        state="submitted",
        first_submitted_at=factories.at("2026-11-01"),
    )


def test_load_then_dump_gives_the_file_back(db, tmp_path):
    assert "cycle 2026 Awards: added, with 14 categories" in run("load_program", FILE)
    assert run("load_program", FILE) == f"{FILE}: nothing to change.\n"
    assert run("dump_program", "icmi-awards") == FILE.read_text()

    copy = tmp_path / "copy.yaml"
    run("dump_program", "icmi-awards", to=copy)
    assert run("load_program", copy) == f"{copy}: nothing to change.\n"


def test_new_only_leaves_what_is_there_alone(db, changed):
    run("load_program", FILE, new_only=True)
    assert run("load_program", changed, new_only=True) == f"{changed}: is loaded already.\n"
    assert cap() == 3


def test_a_live_cycle_changes_only_when_told_to_and_the_change_is_printed_first(db, changed, nominator):
    run("load_program", FILE)
    submit_one(nominator)
    out = StringIO()

    with pytest.raises(CommandError, match="1 submissions.*Nothing was changed. Add --change-live"):
        call_command("load_program", str(changed), stdout=out)

    assert out.getvalue() == "  rules → three-categories → params → maximum: 3 → 4\n"
    assert cap() == 3

    assert "every nomination of the cycle is checked again" in run("load_program", changed, change_live=True)
    assert cap() == 4


def test_a_dry_run_of_a_live_cycle_also_says_what_it_would_need(db, changed, nominator):
    run("load_program", FILE)
    submit_one(nominator)
    said = run("load_program", changed, dry_run=True)
    assert "would change\n  rules → three-categories" in said
    assert said.endswith("There are 1 submissions: this needs --change-live.\n")
    assert cap() == 3


def test_mistakes_are_listed_and_nothing_is_loaded(db, tmp_path):
    file = tmp_path / "wrong.yaml"
    file.write_text(FILE.read_text().replace("kind: category_cap", "kind: categroy_cap"))
    line = 1 + file.read_text().splitlines().index("    kind: categroy_cap")

    with pytest.raises(CommandError) as caught:
        run("load_program", file)

    said = str(caught.value)
    assert said.startswith("Nothing was loaded.\n")
    assert f"{file}, line {line}, rules → three-categories → kind: “categroy_cap” is no kind of rule." in said
    assert not Program.objects.exists()


def test_a_file_that_cannot_be_read_is_said_so(db, tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        run("load_program", tmp_path / "nowhere.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("program: Jubiläum".encode("latin-1"))
    with pytest.raises(CommandError, match="save the file as UTF-8"):
        run("load_program", latin)


def test_a_program_that_is_not_there_is_said_so(db, tmp_path):
    for command in ("dump_program", "rules_table"):
        with pytest.raises(CommandError, match="no cycle"):
            run(command, "nobody-awards")


def test_the_rules_table_is_written_where_it_is_asked_for(db, tmp_path):
    run("load_program", FILE)
    page = tmp_path / "rules.md"
    run("rules_table", "icmi-awards", to=page)
    assert page.read_text() == (FILE.parent.parent.parent / "docs" / "icmi-rules.md").read_text()
