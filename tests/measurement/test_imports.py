"""A survey file from the first piece to the tallies and back: nothing half, nothing twice, nothing left behind."""

from __future__ import annotations

import gzip
import hashlib

import pytest

from measurement.domain import imports, names, studies, uploads
from measurement.enums import ImportState
from measurement.models import ColumnMapping, OrganisationName, SurveyImport, Tally
from operations import files
from operations.domain import jobs, stored
from operations.models import AuditEvent, Job
from operations.refusal import Refused
from tests import factories

from . import survey_files as given

checked_here = given.checked_here
THREE = given.customers(given.survey("1"), given.survey("2"), given.survey("3", resolved="no"))


@pytest.fixture
def program(db):
    return factories.program(slug="study")


@pytest.fixture
def cycle(program):
    return factories.cycle(program, slug="2018", award_year=2018, survey_year=2017)


@pytest.fixture
def ada(program):
    user = factories.user("Ada Administrator")
    factories.role(user, program)
    return user


@pytest.fixture
def cedar(db):
    return factories.organisation("Cedar Bank")


# --- pieces


def begun(program, ada, data=THREE, **more):
    return uploads.begin(program, kind="customers", file_name="year.csv", size=len(data), by=ada, **more)


@pytest.mark.child
def test_pieces_make_the_file_that_was_sent(program, ada, cedar):
    one = begun(program, ada)
    for start in range(0, len(THREE), 100):
        assert uploads.add_piece(one, start, THREE[start : start + 100], by=ada) == min(start + 100, len(THREE))

    one = given.done(one)

    assert one.sha256 == hashlib.sha256(THREE).hexdigest()
    with files.open(one.original) as kept:
        assert gzip.decompress(kept.read()) == THREE
    assert one.pieces == []
    assert (one.state, one.rows_read, one.rows_accepted) == ("checked", 3, 3)


def test_a_piece_that_came_already_changes_nothing(program, ada):
    one = begun(program, ada)
    uploads.add_piece(one, 0, THREE[:100], by=ada)

    assert uploads.add_piece(one, 0, THREE[:100], by=ada) == 100
    assert uploads.add_piece(one, 50, b"?" * 50, by=ada) == 100
    assert uploads.add_piece(one, 100, THREE[100:150], by=ada) == 150


def test_a_piece_that_leaves_a_gap_is_refused(program, ada):
    one = begun(program, ada)
    with pytest.raises(uploads.OutOfOrder):
        uploads.add_piece(one, 1, THREE[1:9], by=ada)
    assert SurveyImport.objects.get().received == 0


def test_a_file_ends_where_it_was_announced(program, ada):
    one = begun(program, ada)
    with pytest.raises(uploads.TooLarge):
        uploads.add_piece(one, 0, THREE + b"x", by=ada)
    assert uploads.add_piece(one, 0, THREE, by=ada) == len(THREE)


def test_a_file_may_have_as_many_bytes_as_the_setting_says_and_not_one_more(program, ada, settings):
    settings.SURVEY_MAX_BYTES = len(THREE)
    assert begun(program, ada).declared_size == len(THREE)
    settings.SURVEY_MAX_BYTES = len(THREE) - 1
    with pytest.raises(uploads.TooLarge):
        begun(program, ada)


def test_an_upload_that_nobody_finished_is_given_up_after_a_week(program, ada):
    old, young, whole = begun(program, ada), begun(program, ada), begun(program, ada)
    uploads.add_piece(old, 0, THREE[:100], by=ada)
    uploads.add_piece(whole, 0, THREE, by=ada)
    long_ago = old.created_at - uploads.UNFINISHED
    SurveyImport.objects.filter(pk__in=[old.pk, whole.pk]).update(created_at=long_ago)

    assert uploads.give_up_old() == 1

    states = {one.pk: one.state for one in SurveyImport.objects.all()}
    assert states == {old.pk: "discarded", young.pk: "uploading", whole.pk: "uploading"}


# --- the very same file


def test_the_same_file_twice_is_recognised_and_changes_nothing(program, ada, cedar):
    first = given.taken(program, THREE, ada)
    before = given.fcr(program)

    second = given.uploaded(program, THREE, ada, name="the same again.csv")

    assert second.state == "discarded"
    assert second.report["same_as"] == first.code
    assert second.events.last().note.startswith("This very file was taken in on ")
    assert given.fcr(program) == before == {"Cedar Bank": (3, 2)}


def test_a_file_that_was_discarded_may_come_again(program, ada, cedar):
    imports.discard(given.uploaded(program, THREE, ada), by=ada)

    assert given.uploaded(program, THREE, ada).state == "checked"


# --- take, correct, withdraw


def test_nothing_counts_before_a_file_is_taken_and_nothing_after_it_is_withdrawn(program, ada, cedar):
    one = given.uploaded(program, THREE, ada)
    assert given.fcr(program) == {}

    imports.take(one, by=ada)
    one = given.done(one)
    assert given.fcr(program) == {"Cedar Bank": (3, 2)}

    imports.withdraw(one, reason="Of another year", by=ada)
    one = given.done(one)
    assert (one.state, one.taken_at) == ("withdrawn", None)
    assert Tally.objects.count() == 0

    imports.take(one, by=ada)
    given.done(one)
    assert given.fcr(program) == {"Cedar Bank": (3, 2)}


def test_a_survey_in_two_files_counts_once_and_the_later_file_is_right(program, ada, cedar):
    given.taken(program, THREE, ada)
    later = given.taken(program, given.customers(given.survey("3"), given.survey("4", resolved="no")), ada)
    assert given.fcr(program) == {"Cedar Bank": (4, 3)}

    imports.withdraw(later, reason="Wrong", by=ada)
    given.done(later)
    assert given.fcr(program) == {"Cedar Bank": (3, 2)}


def test_surveys_that_another_file_has_are_told_before_they_are_replaced(program, ada, cedar):
    """Two organizations that both count from 1: whoever sends the second file reads what it would do to the first."""
    factories.organisation("Dover Energy")
    first = given.uploaded(program, given.customers(given.survey("1"), given.survey("2")), ada)
    assert first.report["overlaps"] == []
    imports.take(first, by=ada)
    given.done(first)

    same = given.uploaded(program, given.customers(given.survey("1"), given.survey("3")), ada)
    other = given.uploaded(
        program, given.customers(*(given.survey(n, "Dover Energy") for n in ("1", "2", "4")), given.survey("5")), ada
    )

    assert same.report["overlaps"] == ["One survey stands in another file already; taking this one in replaces it."]
    assert other.report["overlaps"] == [
        "2 surveys stand in other files already; taking this one in replaces them.",
        "2 of them are of other organizations there: “1”, for one, is of Dover Energy here and of Cedar Bank there."
        " If these are other surveys, give each its own number first.",
    ]


def test_a_correction_moves_a_survey_to_another_year(program, ada, cedar):
    given.taken(program, THREE, ada)
    given.taken(program, given.customers(given.survey("3", day="2016-12-31")), ada)

    assert given.fcr(program, 2017) == {"Cedar Bank": (2, 2)}
    assert given.fcr(program, 2016) == {"Cedar Bank": (1, 1)}


def test_withdrawing_needs_a_reason(program, ada, cedar):
    one = given.taken(program, THREE, ada)
    with pytest.raises(Refused):
        imports.withdraw(one, reason=" ", by=ada)
    assert given.done(one).state == "taken"


def test_of_two_clicks_one_takes(program, ada, cedar):
    one = given.uploaded(program, THREE, ada)
    same = SurveyImport.objects.get(pk=one.pk)
    imports.take(one, by=ada)
    with pytest.raises(Refused):
        imports.take(same, by=ada)
    assert Job.objects.filter(kind="survey_take").count() == 1


def test_work_done_twice_is_done_once(program, ada, cedar):
    one = given.taken(program, THREE, ada)
    for job in Job.objects.filter(kind__startswith="survey_"):
        assert jobs.again(job.key)
    given.done(one)
    assert given.fcr(program) == {"Cedar Bank": (3, 2)}
    assert list(one.events.values_list("to_state", flat=True)) == [
        "uploading", "uploaded", "checking", "checked", "taking", "taken",
    ]  # fmt: skip


def test_every_move_stands_in_the_trail_with_who_asked(program, ada, cedar):
    one = given.taken(program, THREE, ada)
    found = AuditEvent.objects.filter(object_key=one.key).order_by("sequence")
    assert list(found.values_list("action", flat=True)) == [
        "survey file announced", "survey file received", "survey file sent to the check", "survey file checked",
        "survey file asked to be taken", "survey file taken",
    ]  # fmt: skip


def test_cycles_that_look_at_the_year_are_checked_again(program, cycle, ada, cedar):
    factories.cycle(program, slug="2016", award_year=2016, survey_year=2015)
    next_one = factories.cycle(program, slug="2019", award_year=2019, survey_year=2018)
    given.taken(program, THREE, ada)

    checked = {job.payload["cycle"] for job in Job.objects.filter(kind="check_cycle")}
    assert checked == {cycle.pk, next_one.pk}


def test_a_job_that_failed_for_good_lets_the_file_go_back(program, ada, cedar):
    one = given.uploaded(program, THREE, ada)
    imports.take(one, by=ada)
    with pytest.raises(Refused):
        imports.go_back(one, by=ada)
    jobs.cancel(imports.job_of(one), by=ada)
    imports.go_back(one, by=ada)
    assert one.state == "checked"
    imports.take(one, by=ada)
    assert given.done(one).state == "taken"


def test_every_file_of_an_import_has_its_row_and_discarding_leaves_none(
    program, ada, cedar, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        one = given.uploaded(program, given.customers(given.survey("1"), "nonsense"), ada)
    there = {path for path in stored.stored("surveys")}
    assert there == {one.original, one.accepted, one.refused} == set(stored.owners["surveys"]())

    with django_capture_on_commit_callbacks(execute=True):
        imports.discard(one, by=ada)
    assert list(stored.stored("surveys")) == []


# --- columns


VENDOR = THREE.replace(b"survey_id,organization", b"Resp. No,Client name").replace(b"survey_date", b"Date of interview")


def test_a_header_of_another_vendor_waits_for_a_person_and_is_remembered(program, ada, cedar):
    one = given.uploaded(program, VENDOR, ada)
    assert (one.state, one.rows_read) == ("uploaded", 0)
    assert (one.mapping["organization"], one.mapping["survey_date"]) == ("Client name", "Date of interview")
    assert "survey_id" not in one.mapping
    with pytest.raises(Refused, match="survey_id"):
        imports.settle_columns(one, {**one.mapping, "survey_id": ""}, by=ada)

    mapping = {
        **one.mapping,
        "survey_id": "Resp. No",
        "organization": "Client name",
        "survey_date": "Date of interview",
    }
    imports.settle_columns(one, mapping, by=ada)
    assert given.done(one).rows_accepted == 3

    again = given.uploaded(program, VENDOR.replace(b"3,Cedar", b"9,Cedar"), ada)
    assert (again.state, again.rows_accepted) == ("checked", 3)
    assert ColumnMapping.objects.count() == 1


def test_the_mended_rows_of_a_vendors_file_need_no_second_look(program, ada, cedar):
    """They come back with four columns of ours in front of the vendor's."""
    one = given.uploaded(program, VENDOR.replace(b"2017-03-01", b"2017-03-32", 1), ada)
    names_of = {"survey_id": "Resp. No", "organization": "Client name", "survey_date": "Date of interview"}
    imports.settle_columns(one, {**one.mapping, **names_of}, by=ada)
    one = given.done(one)
    assert (one.rows_accepted, one.rows_refused) == (2, 1)
    with files.open(one.refused) as kept:
        mended = kept.read().replace(b"2017-03-32", b"2017-03-01")

    rest = given.uploaded(program, mended, ada)

    assert (rest.state, rest.rows_accepted, rest.rows_refused) == ("checked", 1, 0)


def test_one_column_cannot_be_two(program, ada, cedar):
    one = given.uploaded(program, VENDOR, ada)
    with pytest.raises(Refused, match="cannot be two columns"):
        imports.settle_columns(one, {**one.mapping, "survey_id": "Resp. No", "csr_id": "Resp. No"}, by=ada)


# --- organizations that nobody knows


STRANGERS = given.customers(given.survey("1"), given.survey("2", "Cedar Bnk"), given.survey("3", "Dover Energy"))


def test_unknown_organizations_are_counted_and_suggested(program, ada, cedar):
    one = given.uploaded(program, STRANGERS, ada)

    assert (one.rows_accepted, one.rows_refused) == (1, 2)
    assert one.report["unknown"] == {"Cedar Bnk": 1, "Dover Energy": 1}
    waiting = names.with_suggestions(names.to_settle(program, one.report["unknown"]))
    assert [(row.name, [each.organisation for each in row.suggestions]) for row in waiting] == [
        ("Cedar Bnk", [cedar]),
        ("Dover Energy", []),
    ]


def test_matched_created_and_left_out(program, ada, cedar):
    rows = [given.survey("4", "Test Account")]
    one = given.uploaded(program, STRANGERS + "\n".join([*rows, ""]).encode(), ada)
    names.settle(
        program, {"Cedar Bnk": str(cedar.pk), "Dover Energy": names.CREATE, "Test Account": names.LEAVE_OUT}, by=ada
    )
    imports.check(one, by=ada)
    one = given.done(one)

    assert (one.rows_accepted, one.rows_refused) == (3, 1)
    assert names.to_settle(program, one.report["unknown"]) == []
    imports.take(one, by=ada)
    given.done(one)
    assert given.fcr(program) == {"Cedar Bank": (2, 2), "Dover Energy": (1, 1)}


def test_create_all_makes_one_organization_of_one_comparable_name(program, ada, cedar):
    assert names.create_all(program, ["Dover Energy", "Dover Energy, Inc.", "Cedar Bank"], by=ada) == 1
    assert set(names.known(program)) == {"cedar bank", "dover energy"}


def test_a_name_that_two_organizations_share_is_nobodys_until_a_person_says(program, ada, cedar):
    other = factories.organisation("Cedar Bank Inc.")
    assert "cedar bank" not in names.known(program)
    names.settle(program, {"Cedar Bank": str(other.pk)}, by=ada)
    assert names.known(program)["cedar bank"] == other.pk
    assert OrganisationName.objects.get().settled_by == ada


# --- bad input


@pytest.mark.child
@pytest.mark.parametrize(
    "data, name",
    [
        (b"PK\x03\x04" + b"\x00" * 300, "broken.xlsx"),
        (b"PAR1" + b"\x00" * 300 + b"PAR1", "broken.parquet"),
        (b"%PDF-1.7 hello", "figures.csv"),
    ],
)
def test_what_is_no_table_is_called_unreadable_with_a_sentence(program, ada, data, name):
    one = given.uploaded(program, data, ada, name=name)
    assert one.state == "unreadable"
    assert one.report["problems"]
    assert not Job.objects.filter(state="parked").exists()


def test_rows_are_refused_one_by_one_with_their_reasons(program, ada, cedar):
    wrong = given.survey("2").replace("2017-03-01", "yesterday")
    one = given.uploaded(program, given.customers(given.survey("1"), wrong, given.survey("1")), ada)

    assert (one.rows_read, one.rows_accepted, one.rows_refused) == (3, 1, 2)
    with files.open(one.refused) as kept:
        lines = kept.read().decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"row","column","value","expected"')
    assert lines[1].startswith('"3","survey_date","yesterday",')
    assert lines[2].startswith('"4","survey_id"')


def test_a_file_without_one_good_row_cannot_be_taken(program, ada):
    one = given.uploaded(program, THREE, ada)
    assert (one.state, one.rows_accepted) == (ImportState.CHECKED, 0)
    with pytest.raises(Refused):
        imports.take(one, by=ada)


@pytest.mark.parametrize(
    ("number", "looks_like"), [("7", "007"), ("0007", "007"), ("t-a", "T-A"), ("007", ""), ("70", ""), ("8", "")]
)
def test_a_number_that_looks_like_an_agents_is_told(program, ada, cedar, number, looks_like):
    """Surveys stay with the number that they name: 7 may well be somebody else than 007."""
    agents = given.agents("Cedar Bank,007,csr,Di,,T-1,,2017-01-01,", "Cedar Bank,T-A,csr,Ed,,T-1,,2017-01-01,")
    given.taken(program, agents, ada, kind="agents")

    one = given.uploaded(program, given.customers(given.survey("1").replace(",C-1,", f",{number},")), ada)

    told = [note for note in one.report["notes"] if "in no file of agents" in note]
    assert (one.rows_accepted, len(told)) == (1, bool(looks_like))
    assert not told or f"“{number}” (Cedar Bank) and “{looks_like}”" in told[0]


@pytest.mark.parametrize(("year", "is_told"), [(2015, True), (2016, False), (2017, False), (2018, True)])
def test_rows_of_a_year_that_no_award_looks_at_are_told(program, cycle, ada, cedar, year, is_told):
    """The cycle surveys 2017 and compares with 2016."""
    one = given.uploaded(program, given.customers(given.survey("1", day=f"{year}-03-01")), ada)

    assert one.rows_accepted == 1
    assert [note for note in one.report["notes"] if "No award looks at" in note] == (
        [f"No award looks at {year}. Please see whether the days of this file are right."] if is_told else []
    )


def test_a_site_is_the_same_in_capitals_and_in_another_file(program, ada, cedar):
    rows = [
        given.survey(str(n)).replace(",Austin,", f",{site},")
        for n, site in enumerate(("Austin", " AUSTIN", "El  Paso"))
    ]
    given.taken(program, given.customers(*rows), ada)
    given.taken(program, given.customers(given.survey("9").replace(",Austin,", ",austin ,")), ada)

    rows = Tally.objects.filter(program=program, metric="fcr", level="site")
    assert dict(rows.values_list("site", "n")) == {"Austin": 3, "El Paso": 1}


def test_who_vouches_is_kept_with_the_file(program, ada, cedar):
    assert given.uploaded(program, THREE, ada, attested_by=" Cedar Bank's quality team ").attested_by == (
        "Cedar Bank's quality team"
    )


def test_no_more_sectors_than_the_study_allows(program, ada, cedar):
    studies.limit_sectors(program, 1, by=ada)
    data = given.organisations("Cedar Bank,2017,150,300,20,banking|credit_card,call_center,,,,,,,")
    one = given.uploaded(program, data, ada, kind="organisations")
    assert one.state == "checked", one.report
    with pytest.raises(Refused, match="at most 1 sectors"):
        imports.take(one, by=ada)

    studies.limit_sectors(program, 2, by=ada)
    imports.check(one, by=ada)
    imports.take(given.done(one), by=ada)
    assert given.done(one).state == "taken"
    with pytest.raises(Refused, match="Cedar Bank 2017"):
        studies.limit_sectors(program, 1, by=ada)
