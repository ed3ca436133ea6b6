"""Tallies from the files in force: counted once, corrected by the later file, gone with a withdrawn one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organisation
from measurement.domain import studies, tallying
from measurement.enums import FileKind, ImportState
from measurement.models import SurveyImport, Tally
from operations import files as stored
from operations.domain import jobs
from operations.models import Job

from .. import factories
from .surveys import files

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def program():
    return factories.program()


@pytest.fixture
def take(program, tmp_path):
    """Take rows in as one more file."""
    acme = factories.organisation("Acme")
    taken = []

    def take(rows, kind=FileKind.CUSTOMERS, of=acme):
        folder = tmp_path / f"file {len(taken)}"
        folder.mkdir()
        found = files.check(files.write(folder / "a.csv", rows), kind, organisations={"acme": of.pk})
        assert found.rows_refused == 0
        taken.append(
            SurveyImport.objects.create(
                program=program,
                kind=kind,
                state=ImportState.TAKEN,
                file_name="a.csv",
                accepted=stored.save(found.accepted.read_bytes(), folder="surveys").path,
                years=found.years,
                taken_at=timezone.now() + timedelta(seconds=len(taken)),
            )
        )
        tallying.renew(program, tallying.years_touched(taken[-1]))
        return taken[-1]

    return take


def fcr(year=2017) -> tuple[int, int]:
    """Counts and hits of first call resolution in that year."""
    found = Tally.objects.filter(metric="fcr", year=year)
    return sum(sum(one.counts) for one in found), sum(sum(one.hits) for one in found)


def answers(*answers: str) -> list[dict]:
    return files.customers(*({"resolved_first_contact": answer} for answer in answers))


def test_months_sites_and_methods_are_apart(take):
    take(
        files.customers(
            {"resolved_first_contact": "yes", "site": "Austin"},
            {"resolved_first_contact": "no", "site": "Austin"},
            {"resolved_first_contact": "yes", "site": "Austin", "survey_date": "2017-12-31"},
            {"resolved_first_contact": "yes", "site": "Boston", "method": "automated"},
            {"resolved_first_contact": "yes", "site": "Austin", "method": "online"},
            {"resolved_first_contact": "", "site": "Austin"},
        )
    )

    found = {
        (one.site, one.method): (one.counts, one.hits)
        for one in Tally.objects.filter(metric="fcr", level="site", year=2017)
    }
    assert found == {
        ("Austin", "live"): ([0, 0, 2, *[0] * 8, 1], [0, 0, 1, *[0] * 8, 1]),
        ("Boston", "automated"): ([0, 0, 1, *[0] * 9], [0, 0, 1, *[0] * 9]),
    }


def test_the_same_survey_in_two_files_counts_once_and_the_later_file_corrects(take):
    take(answers("yes", "no", "yes"))
    take(answers("yes", "yes"))

    assert fcr() == (3, 3)


def test_a_withdrawn_file_leaves_nothing_behind(take, program):
    take(answers("yes", "no", "yes"))
    later = take(answers("yes", "yes"))
    SurveyImport.objects.filter(pk=later.pk).update(state=ImportState.WITHDRAWN)
    tallying.renew(program, tallying.years_touched(later))

    assert fcr() == (3, 2)


def test_a_correction_moves_a_survey_to_another_year(take, program):
    take(files.customers({"resolved_first_contact": "yes", "survey_date": "2016-12-31"}))
    assert fcr(2016) == (1, 1)

    later = take(files.customers({"resolved_first_contact": "yes", "survey_date": "2017-01-01"}))
    assert (fcr(2016), fcr(2017)) == ((0, 0), (1, 1))

    SurveyImport.objects.filter(pk=later.pk).update(state=ImportState.WITHDRAWN)
    tallying.renew(program, tallying.years_touched(later))
    assert (fcr(2016), fcr(2017)) == ((1, 1), (0, 0))


def test_an_organization_that_is_gone_has_no_tallies(take, program):
    bolt = factories.organisation("Bolt")
    take(answers("yes", "no"))
    Organisation.objects.get(name="Acme").delete()
    tallying.renew(program, {2017})
    assert not Tally.objects.exists()
    assert not tallying.rows_with(program, {2017})

    SurveyImport.objects.all().delete()
    take(answers("yes", "no"), of=bolt)
    tallying.renew(program, {2017})
    assert set(Tally.objects.values_list("organisation", flat=True)) == {bolt.pk}


def test_a_withdrawn_file_of_employees_leaves_customers_alone(take, program):
    take(answers("yes", "no"))
    employees = take([files.EMPLOYEE], FileKind.EMPLOYEES)
    assert Tally.objects.filter(metric="ex").count() == 1
    customers = set(Tally.objects.exclude(metric="ex").values_list("pk", flat=True))

    SurveyImport.objects.filter(pk=employees.pk).update(state=ImportState.WITHDRAWN)
    tallying.renew(program, tallying.years_touched(employees), [FileKind.EMPLOYEES])

    assert set(Tally.objects.values_list("pk", flat=True)) == customers


def test_a_dry_run_has_the_rows_and_writes_none(take, program):
    first = take(answers("yes"))
    SurveyImport.objects.filter(pk=first.pk).update(state=ImportState.CHECKED)
    tallying.renew(program, {2017})

    rows = [row for row in tallying.rows_with(program, {2017}, first) if row.metric == "fcr"]

    assert [(row.year, row.level, row.method, sum(row.counts), sum(row.hits)) for row in rows] == [
        (2017, "site", "live", 1, 1)
    ]
    assert not Tally.objects.exists()


def test_a_tally_is_traced_to_files_and_rows(take, program):
    first = take(answers("yes", "no", "yes"))
    later = take(answers("yes", "yes"))
    organisation = Tally.objects.first().organisation_id

    found = tallying.trace(program, year=2017, metric="fcr", level="site", organisation=organisation, method="live")

    assert [(one.survey_import, one.row, one.survey_id, one.hit) for one in found] == [
        (first.pk, 4, "S3", True),
        (later.pk, 2, "S1", True),
        (later.pk, 3, "S2", True),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, (2, 1)),
        ({"only_random": False}, (3, 2)),
        ({"only_representative": False}, (3, 1)),
        ({"only_random": False, "only_representative": False}, (5, 3)),
    ],
)
def test_which_surveys_count_is_a_setting(program, take, filters, expected):
    """Two surveys say nothing against themselves, one is not random, one not representative, one is neither."""
    ada = factories.user("Ada")
    no = {"random_selection": "no"}, {"reflects_call_types": "no"}
    flags = [{}, {"random_selection": "yes", "reflects_call_types": "yes"}, no[0], no[1], no[0] | no[1]]
    answers = ("yes", "no", "yes", "no", "yes")
    take(files.customers(*({"resolved_first_contact": said} | flag for said, flag in zip(answers, flags, strict=True))))
    assert fcr() == (2, 1)

    studies.choose_surveys(program, **{"only_random": True, "only_representative": True, **filters}, by=ada)
    jobs.run_due()
    assert fcr() == expected
    (acme,) = Tally.objects.filter(metric="fcr").values_list("organisation", flat=True).distinct()
    traced = tallying.trace(program, year=2017, metric="fcr", level="site", organisation=acme, site=None)
    assert (len(traced), sum(one.hit for one in traced)) == expected

    studies.choose_surveys(program, only_random=True, only_representative=True, by=ada)
    jobs.run_due()
    assert fcr() == (2, 1)


def test_the_same_setting_again_counts_nothing_anew(program, take):
    take(answers("yes"))

    studies.choose_surveys(program, only_random=True, only_representative=True, by=factories.user("Ada"))

    assert not Job.objects.filter(kind="survey_recount").exists()
