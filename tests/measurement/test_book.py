"""A book of tallies: sites add up to their organisation, and survey methods are taken as an award asks for them."""

import pytest

from measurement.domain import book
from measurement.enums import TallyLevel
from measurement.models import Tally
from programs.enums import Metric, SurveyMethod, Surveys
from programs.rules import Sample

from .. import factories

JANUARY = (1, *[0] * 11)


def row(site: str, method: str, n: int, top: int) -> book.Row:
    return book.Row(2017, Metric.FCR, TallyLevel.SITE, 7, site, "", method, (n, *[0] * 11), (top, *[0] * 11))


ROWS = [
    row("Austin", SurveyMethod.LIVE, 300, 250),
    row("Boston", SurveyMethod.LIVE, 100, 60),
    row("Boston", SurveyMethod.AUTOMATED, 50, 40),
    row("", SurveyMethod.LIVE, 10, 10),
    row("Austin", SurveyMethod.ONLINE, 9, 9),
]


def totals(samples) -> dict:
    return {subject: (sample.n, sample.top) for subject, sample in samples.items()}


def test_live_surveys_of_sites_and_of_the_whole():
    found = book.Book(ROWS).samples(Metric.FCR, 2017, TallyLevel.SITE, Surveys.LIVE)

    assert totals(found) == {(7, "Austin"): (300, 250), (7, "Boston"): (100, 60), (7, ""): (410, 320)}


def test_telephone_includes_automated_calls_unless_switched_off():
    found = book.Book(ROWS).samples(Metric.FCR, 2017, TallyLevel.SITE, Surveys.TELEPHONE)
    live_alone = book.Book(ROWS).samples(Metric.FCR, 2017, TallyLevel.SITE, Surveys.TELEPHONE, with_automated=False)

    assert totals(found)[7, ""] == (460, 360)
    assert totals(live_alone)[7, ""] == (410, 320)


def test_another_year_metric_or_level_is_another_shelf():
    one = book.Book(ROWS)

    assert one.samples(Metric.FCR, 2016, TallyLevel.SITE, Surveys.LIVE) == {}
    assert one.samples(Metric.IVR, 2017, TallyLevel.SITE, Surveys.LIVE) == {}
    assert one.samples(Metric.FCR, 2017, TallyLevel.CSR, Surveys.LIVE) == {}


@pytest.mark.django_db
@pytest.mark.engines
def test_a_book_is_read_from_the_database_in_one_query(django_assert_num_queries):
    program, organisation = factories.program(), factories.organisation()
    for site, top in (("Austin", 1), ("Boston", 0)):
        Tally.objects.create(
            program=program,
            year=2017,
            metric=Metric.FCR,
            level=TallyLevel.SITE,
            organisation=organisation,
            site=site,
            method=SurveyMethod.LIVE,
            counts=list(JANUARY),
            hits=[top, *[0] * 11],
            n=1,
            top=top,
        )

    with django_assert_num_queries(1):
        found = book.read(program, [2017]).samples(Metric.FCR, 2017, TallyLevel.SITE, Surveys.LIVE)

    assert found[organisation.pk, ""] == Sample((2, *[0] * 11), JANUARY)
