"""Facts are kept as JSON in reports: what comes back is what went in."""

from datetime import date

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
