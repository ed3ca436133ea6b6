"""Participation, sizes, sectors, months, improvement, certification, pages and promises."""

import pytest

from programs.rules import Sample, Sibling, rule_from

from .given import facts
from .measured import by_month, said, sample, verdict

# S42


@pytest.mark.parametrize(
    ("taken", "answer"),
    [
        (("benchmarking",), ("pass", "Takes part in 2017: Benchmarking study.")),
        (("tracking",), ("pass", "Takes part in 2017: Tracking program.")),
        (("benchmarking", "tracking"), ("pass", "Takes part in 2017: Benchmarking study, Tracking program.")),
        ((), ("fail", "Takes part in no benchmarking study or tracking program in 2017.")),
        (None, ("unknown", "We do not know yet whether the organization takes part in 2017.")),
    ],
)
def test_either_study_is_participation(taken, answer):
    assert said("participation", {"kinds": ["benchmarking", "tracking"]}, participation=taken) == answer


# S01, S60

YEAR = {"minimum": 200}
SMALL = {"minimum": 50, "maximum": 200}
AS_YEAR = Sibling("of-the-year", "Contact Center of the Year", 200, None, "sqm-01")
AS_SMALL = Sibling("small", "Best Performing", 50, 200, "sqm-02")


@pytest.mark.parametrize(
    ("csrs", "year", "small"),
    [
        (49, "fail", "fail"),
        (50, "fail", "pass"),
        (199, "fail", "pass"),
        (200, "pass", "pass"),
        (201, "pass", "fail"),
        (None, "unknown", "unknown"),
    ],
)
def test_two_hundred_csrs_stand_in_both_bands(csrs, year, small):
    assert said("csr_headcount", YEAR, csrs_by_year=(csrs,), siblings=(AS_SMALL,))[0] == year
    assert said("csr_headcount", SMALL, csrs_by_year=(csrs,), siblings=(AS_YEAR,))[0] == small


@pytest.mark.parametrize(
    ("overlap", "year", "small"), [("both", "pass", "pass"), ("larger", "pass", "fail"), ("smaller", "fail", "pass")]
)
def test_in_which_band_two_hundred_stand_is_a_setting(overlap, year, small):
    for csrs, answers in ((200, (year, small)), (201, ("pass", "fail")), (199, ("fail", "pass"))):
        given = {"csrs_by_year": (csrs,)}
        found = (
            said("csr_headcount", {**YEAR, "overlap": overlap}, siblings=(AS_SMALL,), **given)[0],
            said("csr_headcount", {**SMALL, "overlap": overlap}, siblings=(AS_YEAR,), **given)[0],
        )
        assert found == answers


def test_the_organization_may_choose_where_it_fits_two():
    def answers(*chosen: str) -> tuple[str, str]:
        known = {"csrs_by_year": (200,), "chosen_awards": chosen}
        year = verdict(
            "csr_headcount", {**YEAR, "overlap": "choose"}, category_key="sqm-01", siblings=(AS_SMALL,), **known
        )
        small = verdict(
            "csr_headcount", {**SMALL, "overlap": "choose"}, category_key="sqm-02", siblings=(AS_YEAR,), **known
        )
        return year.state, small.state

    assert answers() == ("unknown", "unknown")
    assert answers("sqm-01") == ("pass", "fail")
    assert answers("sqm-02") == ("fail", "pass")
    assert answers("sqm-01", "sqm-02") == ("unknown", "unknown")
    assert said("csr_headcount", {**YEAR, "overlap": "choose"}, csrs_by_year=(201,), siblings=(AS_SMALL,))[0] == "pass"


def test_how_many_are_missing_is_said():
    assert said("csr_headcount", YEAR, csrs_by_year=(188,)) == (
        "fail",
        "188 CSR employees: 12 fewer than the 200 needed.",
    )
    assert said("csr_headcount", SMALL, csrs_by_year=(201,)) == (
        "fail",
        "201 CSR employees: 1 more than the 200 allowed.",
    )


@pytest.mark.parametrize(("csrs", "state"), [(99, "fail"), (100, "pass")])
def test_one_hundred_csrs_for_the_industry_ex(csrs, state):
    assert said("csr_headcount", {"minimum": 100}, csrs_by_year=(csrs,))[0] == state


# S22, S31


@pytest.mark.parametrize(
    ("theirs", "state"),
    [
        (("banking",), "pass"),
        (("banking", "credit_card"), "pass"),
        (("energy",), "fail"),
        ((), "fail"),
        (None, "unknown"),
    ],
)
def test_an_organization_may_stand_in_several_sectors(theirs, state):
    assert said("sector", {"sectors": ["banking"]}, sectors=theirs)[0] == state


@pytest.mark.parametrize(
    ("operated", "answer"),
    [
        (("call_center", "website", "chat"), ("pass", "Operates call center, website.")),
        (("call_center",), ("fail", "Does not operate: website.")),
        ((), ("fail", "Does not operate: call center, website.")),
        (None, ("unknown", "We do not know yet which contact channels the organization operates.")),
    ],
)
def test_both_channels_are_operated(operated, answer):
    assert said("channels_operated", {"channels": ["call_center", "website"]}, channels_operated=operated) == answer


# S08

THREE = {"metric": "fcr", "surveys": "live", "months": 3}


@pytest.mark.parametrize(
    ("counts", "answer"),
    [
        ((0, 0, 0, 1, 1, 1), ("pass", "Surveyed from April to June.")),
        ((0,) * 9 + (1, 1, 1), ("pass", "Surveyed from October to December.")),
        ((0,) * 9 + (500, 300, 0), ("fail", "No survey in December: 3 consecutive months are needed.")),
        ((400, 400, 0, 0, 0, 0, 0, 0, 0, 0, 0, 400), ("fail", "No survey in March: 3 consecutive months are needed.")),
        ((5, 0, 5, 0, 5, 0, 5, 0, 5, 0, 5, 0), ("fail", "No survey in October: 3 consecutive months are needed.")),
        ((800,), ("fail", "No survey in February and March: 3 consecutive months are needed.")),
        ((0,) * 12, ("fail", "No surveys at all: 3 consecutive months are needed.")),
    ],
)
def test_three_months_in_a_row_within_the_year(counts, answer):
    assert said("consecutive_months", THREE, {"fcr:live": by_month(*counts)}) == answer


def test_december_to_february_is_no_run_of_one_year():
    samples = {"fcr:live:0": by_month(9, 9, *(0,) * 9, 9), "fcr:live:1": by_month(*(0,) * 9, 9, 9, 9)}
    assert said("consecutive_months", THREE, samples)[0] == "fail"


def test_how_many_surveys_make_a_month_is_a_setting():
    counts = {"fcr:live": by_month(*(0,) * 9, 5, 5, 4)}
    assert said("consecutive_months", {**THREE, "min_per_month": 5}, counts) == (
        "fail",
        "4 surveys in December: 3 consecutive months with 5 surveys each are needed.",
    )
    assert said("consecutive_months", {**THREE, "min_per_month": 4}, counts)[0] == "pass"


# S17, S30, X02

FIVE = {"metric": "fcr", "surveys": "live", "at_least": 5}


def years(now: tuple[int, int], before: tuple[int, int]) -> dict[str, Sample]:
    return {"fcr:live:0": sample(now[1], now[0]), "fcr:live:1": sample(before[1], before[0])}


@pytest.mark.parametrize(
    ("now", "before", "points", "relative"),
    [
        ((75, 100), (70, 100), "pass", "pass"),
        ((74, 100), (70, 100), "fail", "pass"),  # 4 points, 5.71 percent
        ((735, 1000), (70, 100), "fail", "pass"),  # 3.5 points, exactly 5 percent
        ((7349, 10000), (70, 100), "fail", "fail"),
        ((849, 1000), (799, 1000), "pass", "pass"),  # 79.9 to 84.9 are exactly five points
        ((8489, 10000), (799, 1000), "fail", "pass"),
        ((70, 100), (70, 100), "fail", "fail"),
        ((60, 100), (70, 100), "fail", "fail"),
        ((4, 100), (0, 100), "fail", "pass"),  # any rise from zero is beyond every percentage
        ((0, 100), (0, 100), "fail", "fail"),
    ],
)
def test_points_and_percent_part_between_three_and_a_half_and_five(now, before, points, relative):
    assert said("improvement", FIVE, years(now, before))[0] == points
    assert said("improvement", {**FIVE, "unit": "relative"}, years(now, before))[0] == relative


@pytest.mark.parametrize(("now", "state"), [(79, "fail"), (80, "pass")])
def test_ten_points(now, state):
    assert said("improvement", {**FIVE, "at_least": 10}, years((now, 100), (70, 100)))[0] == state


def test_what_is_missing_to_the_improvement_is_said_and_never_rounded_to_nothing():
    assert said("improvement", FIVE, years((749, 1000), (70, 100))) == (
        "fail",
        "From 70 % to 74.9 %: 0.1 points short of the 5 percentage points needed.",
    )
    assert said("improvement", FIVE, years((749_999, 1_000_000), (70, 100))) == (
        "fail",
        "From 70 % to 74.99 %: 0.01 points short of the 5 percentage points needed.",
    )
    assert said("improvement", FIVE, years((74, 100), (70, 100)))[1] == (
        "From 70 % to 74 %: 1 point short of the 5 percentage points needed."
    )
    assert said("improvement", {**FIVE, "unit": "relative"}, years((72, 100), (70, 100)))[1] == (
        "From 70 % to 72 %: 5 % of last year's rate are needed, and 2.15 % are missing."
    )
    assert said("improvement", FIVE, years((60, 100), (70, 100)))[1] == "From 70 % to 60 %: no improvement."


def test_any_improvement_is_above_zero_and_a_decline_is_none():
    any_at_all = {"metric": "fcr", "surveys": "live", "at_least": None}
    assert said("improvement", any_at_all, years((70_001, 100_000), (70, 100)))[0] == "pass"
    assert said("improvement", any_at_all, years((70, 100), (70, 100)))[0] == "fail"
    assert said("improvement", any_at_all, years((69, 100), (70, 100)))[0] == "fail"


def test_without_a_year_before_there_is_no_improvement():
    assert said("improvement", FIVE, {"fcr:live": sample(100, 90)})[1].endswith("the year before to compare with.")
    assert (
        said("improvement", FIVE, {"fcr:live:1": sample(100, 90)})[1] == "There are no surveys of this year to compare."
    )


@pytest.mark.parametrize(("rounding", "state"), [("none", "fail"), ("1", "fail"), ("0", "pass")])
def test_rates_may_be_rounded_first(rounding, state):
    """70.4 to 74.5 are 4.1 points; in whole percent 70 and 75 (half up) are five."""
    assert said("improvement", {**FIVE, "rate_rounding": rounding}, years((745, 1000), (704, 1000)))[0] == state


# S15

CERTIFIED = {"award": "sqm-04", "name": "Certification"}


@pytest.mark.parametrize(
    ("reached", "same_year", "ever"),
    [
        ({"sqm-04": (2016, 2017)}, "pass", "pass"),
        ({"sqm-04": (2017,)}, "pass", "pass"),
        ({"sqm-04": (2016,)}, "fail", "pass"),
        ({"sqm-05": (2017,)}, "fail", "fail"),
        ({}, "fail", "fail"),
        (None, "unknown", "unknown"),
    ],
)
def test_certified_in_the_same_year_or_ever(reached, same_year, ever):
    assert said("reaches_award", {**CERTIFIED, "within": "same_year"}, reached=reached)[0] == same_year
    assert said("reaches_award", {**CERTIFIED, "within": "ever"}, reached=reached)[0] == ever


def test_whoever_is_not_known_yet_is_asked_for():
    answer = rule_from("reaches_award", CERTIFIED).check(facts(subject="person"))
    assert answer.reason.startswith("Tell us the number that the nominee has in your survey files")


# S38, S39


@pytest.mark.parametrize(
    ("pages", "block", "warn"),
    [(4, "pass", "pass"), (5, "pass", "pass"), (6, "fail", "pass"), (None, "unknown", "unknown")],
)
def test_five_pages(pages, block, warn):
    assert said("page_limit", {"maximum": 5, "mode": "block"}, pages=pages)[0] == block
    assert said("page_limit", {"maximum": 5, "mode": "warn"}, pages=pages)[0] == warn


def test_a_page_too_many_is_counted():
    assert said("page_limit", {"maximum": 5}, pages=7)[1] == ("7 pages: 2 more than the 5 allowed. Please shorten it.")


@pytest.mark.parametrize(
    ("promised", "obligation", "condition"),
    [(True, "pass", "pass"), (False, "pass", "fail"), (None, "unknown", "unknown")],
)
def test_the_promise_to_attend_binds_winners_or_is_a_condition(promised, obligation, condition):
    promise = {"slug": "gala", "text": "One of us attends the gala."}
    for mode, state in (("obligation", obligation), ("condition", condition)):
        assert said("promise", {**promise, "mode": mode}, statements={"gala": promised})[0] == state
