"""How many surveys are needed: both sides of every number in the text."""

import pytest

from programs.rules import kinds, rule_from

from .given import facts
from .measured import by_month, said, sample

LIVE_400 = {"metric": "fcr", "surveys": "live", "minimum": 400}


@pytest.mark.parametrize(
    ("minimum", "n", "answer"),
    [
        (400, 399, ("fail", "399 of 400 surveys: 1 short.")),
        (400, 388, ("fail", "388 of 400 surveys: 12 short.")),
        (400, 400, ("pass", "400 of 400 surveys.")),
        (800, 799, ("fail", "799 of 800 surveys: 1 short.")),
        (800, 800, ("pass", "800 of 800 surveys.")),
        (25, 24, ("fail", "24 of 25 surveys: 1 short.")),
        (25, 25, ("pass", "25 of 25 surveys.")),
        (200, 199, ("fail", "199 of 200 surveys: 1 short.")),
        (200, 200, ("pass", "200 of 200 surveys.")),
        (100, 99, ("fail", "99 of 100 surveys: 1 short.")),
        (100, 0, ("fail", "0 of 100 surveys: 100 short.")),
    ],
)
def test_the_sample_is_enough_from_its_number_on(minimum, n, answer):
    params = {"metric": "fcr", "surveys": "live", "minimum": minimum}
    assert said("minimum_sample", params, {"fcr:live": sample(n)}) == answer


def test_only_the_surveys_made_as_the_rule_says_count():
    assert said("minimum_sample", LIVE_400, {"fcr:telephone": sample(900), "fcr:live": sample(399)})[0] == "fail"
    assert said("minimum_sample", {**LIVE_400, "surveys": "telephone"}, {"fcr:telephone": sample(400)})[0] == "pass"


@pytest.mark.parametrize(
    ("now", "before", "answer"),
    [
        (400, 400, ("pass", "2017: 400 of 400 surveys. 2016: 400 of 400 surveys.")),
        (400, 399, ("fail", "2016: 399 of 400 surveys: 1 short.")),
        (399, 400, ("fail", "2017: 399 of 400 surveys: 1 short.")),
        (399, 398, ("fail", "2017: 399 of 400 surveys: 1 short. 2016: 398 of 400 surveys: 2 short.")),
    ],
)
def test_both_years_need_the_sample_each_by_itself(now, before, answer):
    samples = {"fcr:live:0": sample(now), "fcr:live:1": sample(before)}
    assert said("minimum_sample", {**LIVE_400, "years": "both"}, samples) == answer


def test_the_year_before_can_be_left_out_of_the_question():
    samples = {"fcr:live:0": sample(400), "fcr:live:1": sample(10)}
    assert said("minimum_sample", {**LIVE_400, "years": "current"}, samples)[0] == "pass"


def test_the_sample_may_come_from_the_whole_year_or_from_the_consecutive_months():
    spread = {"fcr:live": by_month(250, 200, 100, 100, 250, 299)}  # best three: April to June, 649
    assert said("minimum_sample", {**LIVE_400, "minimum": 800}, spread)[0] == "pass"
    inside = {**LIVE_400, "minimum": 650, "window": "months", "months": 3}
    assert said("minimum_sample", inside, spread) == ("fail", "649 of 650 surveys: 1 short.")
    assert said("minimum_sample", {**inside, "minimum": 649}, spread)[0] == "pass"


@pytest.mark.parametrize(
    ("subject", "question"),
    [("person", "Tell us the number that the nominee has"), ("organisation", "Tell us the organization")],
)
@pytest.mark.parametrize(("kind", "params"), [("minimum_sample", LIVE_400), ("employee_sample", {"share": 50})])
def test_nobody_is_short_before_somebody_looked(kind, params, subject, question):
    answer = rule_from(kind, params).check(facts(subject=subject))
    assert answer.state == "unknown"
    assert answer.reason.startswith(question)


HUNDRED_OR_90 = {"metric": "ex", "minimum": 100, "share": 90, "below": 100}


@pytest.mark.parametrize(
    ("csrs", "n", "answer"),
    [
        (95, 85, ("fail", "85 of 86 surveys: 1 short. 86 are 90 % of 95 CSR employees.")),
        (95, 86, ("pass", "86 of 86 surveys. 86 are 90 % of 95 CSR employees.")),
        (99, 89, ("fail", "89 of 90 surveys: 1 short. 90 are 90 % of 99 CSR employees.")),
        (99, 90, ("pass", "90 of 90 surveys. 90 are 90 % of 99 CSR employees.")),
        (100, 99, ("fail", "99 of 100 surveys: 1 short.")),
        (100, 100, ("pass", "100 of 100 surveys.")),
        (5000, 99, ("fail", "99 of 100 surveys: 1 short.")),
        (5000, 100, ("pass", "100 of 100 surveys.")),
        (1, 1, ("pass", "1 of 1 survey. 1 is 90 % of 1 CSR employee.")),
        (0, 0, ("fail", "0 of 1 survey: 1 short. 1 is 90 % of 0 CSR employees.")),
    ],
)
def test_one_hundred_or_ninety_percent_of_fewer_than_a_hundred(csrs, n, answer):
    assert said("employee_sample", HUNDRED_OR_90, {"ex:online": sample(n)}, csrs_by_year=(csrs,)) == answer


@pytest.mark.parametrize(
    ("csrs", "n", "state"),
    [(50, 24, "fail"), (50, 25, "pass"), (51, 25, "fail"), (51, 26, "pass"), (200, 99, "fail"), (200, 100, "pass")],
)
def test_half_of_the_csrs_rounded_up(csrs, n, state):
    assert said("employee_sample", {"share": 50}, {"ex:online": sample(n)}, csrs_by_year=(csrs,))[0] == state


@pytest.mark.parametrize(("rounding", "needed"), [("up", 86), ("nearest", 86), ("down", 85)])
def test_how_85_and_a_half_are_rounded_is_a_setting(rounding, needed):
    params = {**HUNDRED_OR_90, "share_rounding": rounding}
    for n, state in ((needed - 1, "fail"), (needed, "pass")):
        assert said("employee_sample", params, {"ex:online": sample(n)}, csrs_by_year=(95,))[0] == state


def test_nearest_rounds_what_is_under_a_half_down():
    params = {**HUNDRED_OR_90, "share_rounding": "nearest"}  # 91 * 90 % = 81.9; 92: 82.8; 93: 83.7; 94: 84.6; 96: 86.4
    assert said("employee_sample", params, {"ex:online": sample(86)}, csrs_by_year=(96,))[0] == "pass"
    assert said("employee_sample", HUNDRED_OR_90, {"ex:online": sample(86)}, csrs_by_year=(96,))[0] == "fail"


def test_the_base_of_the_share_is_a_setting():
    known = {"csrs_by_year": (60,), "employees_by_year": (99,), "home_csrs_by_year": (40,)}
    for base, needed in (("csr", 54), ("all", 90), ("home", 36)):
        params = {**HUNDRED_OR_90, "base": base}
        assert said("employee_sample", params, {"ex:online": sample(needed)}, **known)[0] == "pass"
        assert said("employee_sample", params, {"ex:online": sample(needed - 1)}, **known)[0] == "fail"


def test_work_from_home_looks_at_the_surveys_and_the_headcount_of_people_at_home():
    params = {**HUNDRED_OR_90, "metric": "ex_home", "base": "home"}
    known = {"csrs_by_year": (500,), "home_csrs_by_year": (95,)}
    assert (
        said("employee_sample", params, {"ex:online": sample(400), "ex_home:online": sample(85)}, **known)[0] == "fail"
    )
    assert said("employee_sample", params, {"ex_home:online": sample(86)}, **known)[0] == "pass"


def test_each_year_has_its_own_headcount():
    params = {**HUNDRED_OR_90, "years": "both"}
    samples = {"ex:online:0": sample(100), "ex:online:1": sample(86)}
    assert said("employee_sample", params, samples, csrs_by_year=(120, 95))[0] == "pass"
    assert said("employee_sample", params, samples, csrs_by_year=(120, 96)) == (
        "fail",
        "2016: 86 of 87 surveys: 1 short. 87 are 90 % of 96 CSR employees.",
    )
    assert said("employee_sample", {**params, "years": "current"}, samples, csrs_by_year=(120, 96))[0] == "pass"


def test_without_a_headcount_a_hundred_surveys_are_enough_and_fewer_are_a_question():
    assert said("employee_sample", HUNDRED_OR_90, {"ex:online": sample(100)})[0] == "pass"
    assert said("employee_sample", HUNDRED_OR_90, {"ex:online": sample(99)}) == (
        "unknown",
        "99 surveys; we do not know yet how many CSR employees there are.",
    )
    assert said("employee_sample", {"share": 50}, {"ex:online": sample(99)})[0] == "unknown"


# Rules of which a page need not ask whether anybody is in doubt

DECIDING = {
    "minimum_sample": [LIVE_400, {**LIVE_400, "years": "both"}, {**LIVE_400, "window": "months", "months": 3}],
    "consecutive_months": [{"metric": "fcr", "surveys": "live", "months": 3}],
    "improvement": [
        {"metric": "fcr", "surveys": "live", "at_least": 5, "unit": "points"},
        {"metric": "fcr", "surveys": "live", "at_least": 5, "unit": "relative"},
    ],
}


def test_every_kind_that_decides_from_surveys_is_tried_below():
    assert {name for name, kind in kinds().items() if kind.decides_from_surveys} == set(DECIDING)


@pytest.mark.parametrize(("kind", "params"), [(kind, params) for kind, found in DECIDING.items() for params in found])
def test_rules_that_decide_from_surveys_say_yes_or_no_once_somebody_has_looked(kind, params):
    none, half, full = sample(0), sample(100, 50), by_month(*[400] * 12)
    tried = [
        said(kind, params, {"fcr:live": now, "fcr:live:1": before})[0]
        for now in (none, half, full)
        for before in (none, half, full)
    ]

    assert set(tried) <= {"pass", "fail"}
    assert said(kind, params)[0] == "fail"
    assert rule_from(kind, params).check(facts(subject="organisation")).state == "unknown"
