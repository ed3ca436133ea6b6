"""The next cycle of a measured program is made by changing years (X07)."""

from desk.domain import configuring
from desk.domain.launch import check
from programs.domain import coherence, plans

from .. import factories, program_files

DATES = {
    "opens": "2018-09-04 09:00",
    "closes": "2018-11-30",
    "judging_opens": "2018-12-03 09:00",
    "judging_closes": "2019-02-13",
    "announce": "2019-03-01 09:00",
}


def test_the_sqm_awards_of_2019_are_those_of_2018_a_year_on(db):
    cycle = program_files.loaded(program_files.SQM)
    ada = factories.user("Ada Administrator")

    made = configuring.next_cycle(cycle, slug="2019", name="2019 Awards", award_year=2019, dates=DATES, by=ada)

    assert (made.survey_year, made.award_year, made.is_public) == (2018, 2019, False)
    before, after = plans.plan_of(cycle), plans.plan_of(made)
    assert len(after["categories"]) == 55
    assert list(coherence.problems(after)) == []
    for old, new in zip(before["categories"], after["categories"], strict=True):
        assert (new["key"], new["method"], new["measure"]) == (old["key"], old["method"], old["measure"])
        assert [(r["kind"], r["params"]) for r in new["rules"]] == [(r["kind"], r["params"]) for r in old["rules"]]
    practice = made.categories.get(key="sqm-39")
    assert practice.closes_at.isoformat() == "2018-12-01T07:59:59.999999+00:00"  # 30 November in Vancouver, to its end
    assert practice.announce_at.isoformat() == "2019-02-15T17:00:00+00:00"
    winner = made.categories.get(key="sqm-06").placings.get(slug="winner")
    assert winner.announce_at.isoformat() == "2019-05-25T02:00:00+00:00"
    assert plans.plan_of(cycle) == before


def test_the_launch_check_finds_no_contradiction_in_the_file(db):
    cycle = program_files.loaded(program_files.SQM)
    parts = {part.slug: part for part in check(cycle)}
    assert [f.sentence for f in parts["categories"].findings if f.tone == "bad"] == []
    assert [f.sentence for f in parts["dates"].findings if f.tone == "bad"] == []


def test_the_launch_check_says_what_a_measured_award_lacks(db):
    cycle = program_files.loaded(program_files.SQM)
    cycle.survey_year = None
    cycle.save()
    award = cycle.categories.get(key="sqm-03")
    award.measure = {"metric": "fcr"}
    award.save()
    bad = {f.sentence: f.page for part in check(cycle) for f in part.findings if f.tone == "bad"}
    bar = [sentence for sentence in bad if sentence.startswith("Contact Center World Class CX Certification: ")]
    assert len(bar) == 1
    assert "write bar" in bar[0]
    year = [sentence for sentence in bad if sentence.startswith("Survey year: ")]
    assert [bad[sentence] for sentence in year] == ["settings"]
