"""Organizations and agents, which surveys count, and from a figure to its surveys."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from measurement.domain import imports, uploads
from measurement.enums import FileKind
from measurement.models import Agent, OrganisationYear, Participation, Stint, Study, SurveyImport
from operations.domain import jobs
from tests import factories
from tests.measurement import given as counted
from tests.measurement import survey_files as given

from .pages import ROW, THREE, address, begin, sent


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
