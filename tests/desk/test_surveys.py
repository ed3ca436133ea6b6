"""Survey files over HTTP: pieces, columns, names, take and withdraw, and what others find there: nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import Workbook

from measurement.domain import imports, uploads
from measurement.enums import FileKind
from measurement.models import Agent, OrganisationYear, Participation, Stint, Study, SurveyImport
from operations.domain import jobs
from tests import factories
from tests.measurement import given as counted
from tests.measurement import survey_files as given

checked_here = given.checked_here
ROW = given.survey
THREE = given.customers(ROW("1"), ROW("2"), ROW("3", resolved="no"))
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def cycle(db):
    return factories.cycle(factories.program(slug="study"), slug="2018", award_year=2018, survey_year=2017)


@pytest.fixture
def ada(cycle):
    user = factories.user("Ada Administrator")
    factories.role(user, cycle.program)
    return user


@pytest.fixture
def desk(client, ada):
    client.force_login(ada)
    return client


@pytest.fixture
def cedar(db):
    return factories.organisation("Cedar Bank")


def address(name: str, *more) -> str:
    return reverse(f"desk:{name}", args=["study", "2018", *more])


def begin(
    desk, data: bytes = THREE, *, kind: str = "customers", name: str = "year.csv", size: int | None = None
) -> dict:
    fields = {"kind": kind, "file_name": name, "size": len(data) if size is None else size, "modified": 1}
    return desk.post(address("survey_begin"), fields, **JSON)


def piece(desk, url: str, offset: int, data: bytes):
    return desk.post(f"{url}?offset={offset}", data, content_type="application/octet-stream", **JSON)


def sent(desk, data: bytes, *, kind: str = "customers", name: str = "year.csv") -> SurveyImport:
    """A file sent in pieces, with everything that follows by itself."""
    begun = begin(desk, data, kind=kind, name=name).json()
    for start in range(0, len(data), begun["piece"]):
        assert piece(desk, begun["pieces"], start, data[start : start + begun["piece"]]).status_code == 200
    jobs.run_due()
    return SurveyImport.objects.latest("pk")


def page(desk, one: SurveyImport) -> str:
    answer = desk.get(address("survey", one.code))
    assert answer.status_code == 200
    return answer.content.decode()


# --- pieces


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


# --- bad input: a clear report each time


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


# --- columns, names, take, withdraw


@pytest.mark.child
def test_from_an_unknown_header_to_the_tallies_and_back(desk, cedar, cycle):
    vendor = given.customers(ROW("1"), ROW("2", "Cedar Bnk"), ROW("3", "Dover Energy")).replace(
        b"survey_id,", b"Key No,"
    )
    one = sent(desk, vendor)
    assert "Settle the columns" in page(desk, one)
    form = {f"column-{name}": column for name, column in one.mapping.items()}
    wrong = desk.post(address("survey_columns", one.code), {**form, "column-survey_id": ""})
    assert wrong.status_code == 422
    assert "Say which column of the file is “survey_id”." in wrong.content.decode()
    desk.post(address("survey_columns", one.code), {**form, "column-survey_id": "Key No"})
    jobs.run_due()

    assert "2 organizations are not known yet" in page(desk, one)
    names = desk.get(address("survey_names", one.code)).content.decode()
    assert f'<option value="{cedar.pk}" selected>Cedar Bank' in names
    choices = {"name": ["Cedar Bnk", "Dover Energy"], "choice": [str(cedar.pk), "create"], "other": ["", ""]}
    desk.post(address("survey_names", one.code), choices)
    jobs.run_due()
    assert 'class="figure-card__number">0<' in page(desk, one)

    desk.post(address("survey_take", one.code))
    jobs.run_due()
    assert given.fcr(cycle.program) == {"Cedar Bank": (2, 2), "Dover Energy": (1, 1)}
    assert "What counts now" in desk.get(address("surveys")).content.decode()

    desk.post(address("survey_withdraw", one.code), {"reason": ""})
    jobs.run_due()
    assert given.fcr(cycle.program) != {}
    desk.post(address("survey_withdraw", one.code), {"reason": "Of a trial"})
    jobs.run_due()
    assert given.fcr(cycle.program) == {}
    assert "Of a trial" in page(desk, one)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (given.CUSTOMERS.replace("survey_date", "Interviewed"), "The columns have other names than ours"),
        (given.CUSTOMERS.replace(",random_selection", ""), "Some of our columns are not in this file"),
    ],
)
def test_what_is_to_be_confirmed_about_columns_is_said(desk, cedar, header, words):
    one = sent(desk, f"{header}\n".encode())

    assert one.state == "uploaded"
    assert words in page(desk, one)


def test_refused_rows_are_a_file_that_no_spreadsheet_runs(desk, cedar):
    one = sent(desk, given.customers(ROW("1"), ROW("2").replace("2017-03-01", "=1+1")))
    lines = b"".join(desk.get(address("survey_refused", one.code)).streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"3","survey_date","\'=1+1"')


def test_a_figure_leads_to_its_files_and_rows(desk, cedar, cycle, ada):
    first = given.taken(cycle.program, THREE, ada, name="first.csv")
    given.taken(cycle.program, given.customers(ROW("3"), ROW("4")), ada, name="later.csv")
    query = f"?metric=fcr&year=2017&level=site&organization={cedar.pk}"

    text = desk.get(address("trace") + query).content.decode()
    assert "4 of 4 counting surveys say yes." in text
    assert "They stand in 2 files." in text
    assert address("survey", first.code) in text
    csv = b"".join(desk.get(address("trace_csv") + query).streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] + line.split(",")[3] for line in csv[1:]] == [
        '"first.csv""1"', '"first.csv""2"', '"later.csv""3"', '"later.csv""4"',
    ]  # fmt: skip
    assert desk.get(address("trace") + "?metric=nonsense").status_code == 404


# --- organizations and agents


def test_what_an_administrator_writes_stands_before_the_files(desk, cedar, cycle, ada):
    data = given.organisations("Cedar Bank,2017,150,300,20,banking,call_center,,,,,,,")
    given.taken(cycle.program, data, ada, kind="organisations")
    given.taken(cycle.program, given.participation("Cedar Bank,2017,benchmarking"), ada, kind="participation")
    assert (OrganisationYear.objects.get().csrs, Participation.objects.get().kind) == (150, "benchmarking")

    where = address("study_organisation", cedar.pk, 2017)
    desk.post(where, {"csrs": "200", "sectors": ["banking", "b2b"], "channels": ["ivr"], "participation": ["tracking"]})
    given.taken(cycle.program, data.replace(b"150", b"151"), ada, kind="organisations")
    row = OrganisationYear.objects.get()
    assert (row.csrs, row.sectors, row.channels, row.source) == (200, ["banking", "b2b"], ["ivr"], None)
    assert list(Participation.objects.values_list("kind", flat=True)) == ["tracking"]

    desk.post(address("study_give_back", cedar.pk, 2017))
    assert (OrganisationYear.objects.get().csrs, Participation.objects.get().kind) == (151, "benchmarking")


def test_more_people_at_home_than_people_is_refused_and_nothing_typed_is_lost(desk, cedar, cycle):
    where = address("study_organisation", cedar.pk, 2017)
    answer = desk.post(where, {"csrs": "10", "home_csrs": "11"})
    assert answer.status_code == 422
    assert "There cannot be more CSRs at home than CSRs." in answer.content.decode()
    assert 'value="11"' in answer.content.decode()
    assert desk.post(where, {"csrs": "10", "home_csrs": "10"}).status_code == 302


def test_names_are_published_once_confirmed_and_no_file_changes_them_then(desk, cedar, cycle, ada):
    agents = cycle.program.agents
    data = given.agents(
        "Cedar Bank,C-1,csr,Amara Okonkwo,,T-1,Austin,2017-01-01,", "Cedar Bank,C-2,csr,Bo Berg,,T-1,,2017-01-01,"
    )
    file = given.taken(cycle.program, data, ada, kind="agents")
    first = agents.get(number="C-1")
    assert (first.confirmed_at, first.stints.get().supervisor) == (None, "T-1")

    desk.post(address("agents_confirm"), {"agent": [first.pk]})
    assert agents.exclude(confirmed_at=None).get() == first
    desk.post(address("agents_confirm"), {"all": "1", "organization": cedar.pk})
    assert agents.filter(confirmed_at=None).count() == 0
    given.taken(cycle.program, data.replace(b"Bo Berg", b"Bob Berg").replace(b"T-1,,", b"T-2,,"), ada, kind="agents")
    second = agents.get(number="C-2")
    assert (second.name, second.name_in_files, second.stints.get().supervisor) == ("Bo Berg", "Bob Berg", "T-2")

    desk.post(address("agent_take_back", second.pk))
    assert agents.get(number="C-2").name == "Bob Berg"
    desk.post(address("agent", first.pk), {"name": " Amara  Okonkwo-Bell ", "email": ""})
    assert agents.get(number="C-1").name == "Amara Okonkwo-Bell"
    for one in SurveyImport.objects.filter(state="taken"):
        imports.withdraw(one, reason="Trial", by=ada)
        jobs.run_due()
    assert list(agents.values_list("number", "stints")) == [("C-1", None)]
    assert file.code


@pytest.mark.parametrize("n", [1, 3, 30])
def test_lists_ask_as_often_for_thirty_as_for_one(desk, cycle, ada, n, django_assert_max_num_queries):
    for number in range(n):
        one = factories.organisation(f"Organization {number}")
        OrganisationYear.objects.create(program=cycle.program, organisation=one, year=2017, sectors=["banking"])
        cycle.program.agents.create(organisation=one, number=f"C-{number}", name="Di")
        SurveyImport.objects.create(
            program=cycle.program, kind="agents", state="taken", file_name="a.csv", uploaded_by=ada
        )
    for name, most in (("surveys", 10), ("study_organisations", 14), ("agents", 10)):
        with django_assert_max_num_queries(most):
            assert desk.get(address(name)).status_code == 200


def ticks(page: str) -> list[str]:
    return [
        re.search(r'name="(\w+)"', box)[1] for box in re.findall(r"<input[^>]*checkbox[^>]*>", page) if "checked" in box
    ]


@pytest.mark.parametrize(
    ("ticked", "expected"),
    [({}, (False, False)), ({"only_random": "on"}, (True, False)), ({"only_representative": "on"}, (False, True))],
)
def test_which_surveys_count_is_ticked_on_the_page(desk, cycle, ticked, expected):
    assert ticks(desk.get(address("surveys")).content.decode()) == ["only_random", "only_representative"]

    saved = desk.post(address("survey_counting"), ticked, follow=True).content.decode()

    study = Study.objects.get(program=cycle.program)
    assert (study.only_random, study.only_representative) == expected
    assert ticks(saved) == list(ticked) and "is counted anew" in saved


def test_the_trail_names_the_file_and_leads_to_it(desk, cedar):
    one = sent(desk, THREE)
    text = desk.get(address("audit")).content.decode()
    assert f'<a href="{address("survey", one.code)}">year.csv</a>' in text


@pytest.mark.parametrize(("includes", "told"), [(True, (2, 3)), (False, (1, 2))])
def test_the_link_beside_a_rate_leads_to_exactly_its_surveys(desk, cedar, cycle, ada, includes, told):
    """Of two live and one automated call, a live one says no."""
    robot = ROW("3").replace(",live,", ",automated,")
    given.taken(cycle.program, given.customers(ROW("1"), ROW("2", resolved="no"), robot), ada)
    measure = {"metric": "fcr", "surveys": "telephone", "telephone_includes_automated": includes}

    assert traced(desk, counted.award(cycle, measure)) == {"Cedar Bank": told}


@pytest.mark.parametrize(("scope", "told"), [("record", (1, 2)), ("parent", (2, 3))])
def test_of_a_group_the_surveys_of_all_its_organizations_are_traced(desk, cedar, cycle, ada, scope, told):
    cycle.program.organisation_scope = scope
    cycle.program.save()
    factories.organisation("Cedar South", parent=cedar)
    rows = (ROW("1"), ROW("2", resolved="no"), ROW("3", "Cedar South"))
    given.taken(cycle.program, given.customers(*rows), ada)

    assert traced(desk, counted.award(cycle, {"metric": "fcr", "surveys": "live"}))["Cedar Bank"] == told


def traced(desk, award) -> dict[str, tuple[int, int]]:
    """What the standings say of each, where the page behind the link says the same."""
    found = {}
    for row in desk.get(address("result", award.slug)).context["lines"]:
        [rate] = row["line"].rates
        assert f"{rate.top} of {rate.n} counting surveys say yes." in desk.get(rate.trace).content.decode()
        found[row["line"].standing.name] = (rate.top, rate.n)
    return found


def test_pages_of_the_guide_and_the_example_files(desk):
    assert "survey_id" in desk.get(address("survey_help")).content.decode()
    text = b"".join(desk.get(address("survey_example", "customers", "csv")).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].replace('"', "") == given.CUSTOMERS
    assert json.loads(begin(desk).content)["piece"] == uploads.PIECE


@pytest.mark.parametrize("kind", FileKind.values)
@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_every_row_of_every_example_file_is_accepted(desk, cedar, kind, form):
    answer = desk.get(address("survey_example", kind, form))
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{kind}-example.{form}"'

    one = sent(desk, data, kind=kind, name=f"{kind}.{form}")

    assert (one.state, one.rows_read, one.rows_accepted, one.report["notes"]) == ("checked", 2, 2, []), one.report


@pytest.mark.parametrize(("kind", "form"), [("customers", "pdf"), ("nobody", "csv")])
def test_there_is_no_example_of_anything_else(desk, kind, form):
    assert desk.get(address("survey_example", kind, form)).status_code == 404


@pytest.mark.parametrize(("year", "status"), [("0", 404), ("10000", 404), ("9" * 18, 404), ("1", 200), ("9999", 200)])
def test_a_year_that_no_calendar_has_is_not_there(desk, cedar, cycle, year, status):
    agent = Agent.objects.create(program=cycle.program, organisation=cedar, number="C-1", name="Di")
    Stint.objects.create(agent=agent, supervisor="T-1", since=date(2017, 1, 1))
    one = sent(desk, THREE)
    desk.post(address("survey_take", one.code))
    jobs.run_due()
    query = f"?metric=fcr&level=supervisor_year_end&person=T-1&organization={cedar.pk}&year={year}"
    assert desk.get(address("trace") + query).status_code == status
