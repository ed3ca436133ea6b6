"""Facts are kept as JSON in reports: what comes back is what went in."""

import json
from datetime import date

import pytest

from programs.rules import Facts, Sample, sample_key


def test_measured_facts_come_back_from_json_as_they_were():
    facts = Facts(
        subject="organisation",
        category_key="sqm-01",
        award_year=2018,
        survey_year=2017,
        submitted_on=date(2017, 12, 31),
        opens_on=date(2017, 1, 1),
        closes_on=date(2017, 12, 31),
        samples={sample_key("fcr", "live"): Sample((40,) * 12, (30,) * 12)},
        csrs_by_year=(200, None),
        sectors=("banking", "financial"),
        participation=("tracking",),
        reached={"sqm-04": (2016, 2017)},
    )

    again = Facts.from_json(facts.to_json())

    assert again == facts
    assert (again.sample("fcr", "live").n, again.sample("fcr", "live").top) == (480, 360)
    assert again.sample("fcr", "live", 1).n == 0


MONTHS, MORE = (5, 0, 3, *(0,) * 9), (1, 2, 0, *(0,) * 9)
HITS, MORE_HITS = (4, 0, 3, *(0,) * 9), (0, 2, 0, *(0,) * 9)


def stored(months: tuple[int, ...]) -> str:
    return json.dumps(list(months))


@pytest.mark.parametrize("looked_at", [None, "counts", "hits"])
@pytest.mark.parametrize("is_stored", [True, False])
def test_months_that_were_not_read_yet_add_up_like_numbers(is_stored, looked_at):
    one = Sample(stored(MONTHS), stored(HITS), 8, 7)
    other = Sample(stored(MORE), stored(MORE_HITS), 3, 2) if is_stored else Sample(MORE, MORE_HITS)
    if looked_at:
        getattr(one, looked_at)

    both = one + other

    assert (both.n, both.top) == (11, 9)
    assert both == Sample((6, 2, 3, *(0,) * 9), (4, 2, 3, *(0,) * 9))
    assert one == Sample(MONTHS, HITS)
