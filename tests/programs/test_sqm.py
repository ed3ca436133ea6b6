"""The 55 SQM Awards as a file: names, methods, measures, placings and exact recognitions, written out by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from programs.domain.manual import rules_page
from programs.domain.writing import text_of
from tests import program_files

ROOT = Path(__file__).resolve().parent.parent.parent

GOLD, PLAQUE = ["SQM gold trophy"], ["SQM plaque"]
CERTIFICATE = ["SQM Certificate to display on their desk"]
CX_MEDAL = ["world class CX medallion", "pin tube award"]
MEDAL = ["world class medallion", "pin tube award"]
DESK_TROPHY, DESK_PLAQUE = "trophy award to display on their desk", "plaque award to display on their desk"
ONE_GOLD = [("winner", 1, GOLD)]
ONE_PLAQUE = [("winner", 1, PLAQUE)]
TWO_FINALISTS = [("winner", 1, GOLD), ("finalist", 2, PLAQUE)]
BEST_PRACTICE = [("winner", 1, ["trophy award"]), ("finalist", None, [])]

AWARDS = {
    1: ("Contact Center of the Year Award and Top 2 Finalists", "ranking", TWO_FINALISTS),
    2: ("Best Performing (Small/Mid-Size) Contact Center Award and Top 2 Finalists", "ranking", TWO_FINALISTS),
    3: ("Contact Center World Class CX Certification", "threshold", [("certified", None, GOLD)]),
    4: ("Customer Representative World Class CX Certification", "threshold", [("certified", None, CERTIFICATE)]),
    5: ("Supervisor World Class CX Certification", "threshold", [("certified", None, CERTIFICATE)]),
    6: (
        "Customer Representative of the Year and Top 24 Finalists",
        "panel",
        [
            ("winner", 1, [*CX_MEDAL, DESK_TROPHY, "$1,000 cash"]),
            ("finalist", 2, [*CX_MEDAL, "larger plaque award"]),
            ("finalist", 22, [*CX_MEDAL, DESK_PLAQUE]),
        ],
    ),
    7: (
        "Supervisor of the Year and Top 5 Finalists",
        "panel",
        [("winner", 1, [*MEDAL, DESK_TROPHY, "$1,000 cash"]), ("finalist", 5, [*MEDAL, DESK_PLAQUE])],
    ),
    8: ("First Call Resolution Improvement Award", "threshold", [("winner", None, GOLD)]),
    9: (
        "Customer Representative Top 5 World Class CX Improvement",
        "panel",
        [("winner", 5, [*MEDAL, "plaque award"])],
    ),
    10: (
        "Supervisor Top 5 World Class CX Improvement",
        "panel",
        [("winner", 5, ["world class medallion", "plaque award"])],
    ),
    11: ("Highest Telecom/TV CX", "ranking", ONE_GOLD),
    12: ("Highest Credit Card CX", "ranking", ONE_GOLD),
    13: ("Highest Financial CX", "ranking", ONE_GOLD),
    14: ("Highest Banking CX", "ranking", ONE_GOLD),
    15: ("Highest Energy CX", "ranking", ONE_GOLD),
    16: ("Highest Retail/Branch CX", "ranking", ONE_GOLD),
    17: ("Highest Health Care CX", "ranking", ONE_GOLD),
    18: ("Highest Government CX", "ranking", ONE_GOLD),
    19: ("Highest Helpdesk CX", "ranking", ONE_GOLD),
    20: ("Highest B2B CX", "ranking", ONE_GOLD),
    21: ("Highest IVR CX Award", "ranking", ONE_GOLD),
    22: ("Highest Website CX Award", "ranking", ONE_GOLD),
    23: ("Highest Email CX Award", "ranking", ONE_GOLD),
    24: ("Highest Call Escalation CX Award", "ranking", ONE_GOLD),
    25: ("Highest Omni-Channel CX Award", "ranking", ONE_GOLD),
    26: ("Highest Enterprise-Wide One Contact Resolution CX Award", "ranking", ONE_GOLD),
    27: ("Highest Claim Interaction CX Award", "ranking", ONE_GOLD),
    28: ("Highest Enterprise-Wide Overall CX Award", "ranking", ONE_GOLD),
    29: ("Highest Call Center Industry EX Award", "ranking", ONE_GOLD),
    30: ("Most Improved EX Award", "ranking", ONE_PLAQUE),
    31: ("Highest Telecom/TV Satisfaction EX", "ranking", ONE_PLAQUE),
    32: ("Highest Financial Satisfaction EX", "ranking", ONE_PLAQUE),
    33: ("Highest Energy Satisfaction EX", "ranking", ONE_PLAQUE),
    34: ("Highest Health Care Satisfaction EX", "ranking", ONE_PLAQUE),
    35: ("Highest Outsourcer Satisfaction EX", "ranking", ONE_PLAQUE),
    36: ("World Class EX Award", "threshold", [("winner", None, PLAQUE)]),
    37: ("Highest Work from Home EX", "ranking", ONE_PLAQUE),
    38: ("Customer Experience Leadership Award", "appointment", [("winner", 1, [])]),
    39: ("Omni-Channel", "panel", BEST_PRACTICE),
    40: ("Web Self-Service Channel", "panel", BEST_PRACTICE),
    41: ("IVR Self-Service Channel", "panel", BEST_PRACTICE),
    42: ("Email Channel", "panel", BEST_PRACTICE),
    43: ("Emerging Channels (Chat, Video Chat, Mobile Application)", "panel", BEST_PRACTICE),
    44: ("Quality Assurance Program", "panel", BEST_PRACTICE),
    45: ("Desktop Applications", "panel", BEST_PRACTICE),
    46: ("CSR Recognition Program", "panel", BEST_PRACTICE),
    47: ("Career Advancement", "panel", BEST_PRACTICE),
    48: ("Call Handling Practice", "panel", BEST_PRACTICE),
    49: ("Escalation CSR Support", "panel", BEST_PRACTICE),
    50: ("Performance Management System", "panel", BEST_PRACTICE),
    51: ("CSR Coaching Program", "panel", BEST_PRACTICE),
    52: ("CSR Training Program", "panel", BEST_PRACTICE),
    53: ("CSR Hiring Process", "panel", BEST_PRACTICE),
    54: ("Standard Operating Procedures", "panel", BEST_PRACTICE),
    55: ("Continuous Improvement Process", "panel", BEST_PRACTICE),
}
# Every other name under which the text has an award: in its overview, its headings or its introduction (X06).
ALIASES = {
    6: ["CSR of the Year and Top 24 Finalists"],
    8: ["FCR Improvement Awards"],
    **dict.fromkeys(range(11, 21), ["Highest Specific Industry/Sector Contact Center CX Award"]),
    21: ["Highest IVR CX"],
    22: ["Highest Website CX"],
    23: ["Highest Email CX"],
    24: ["Highest Call Escalation CX"],
    25: ["Highest Omni-Channel CX"],
    26: ["Highest Enterprise-Wide One Contact Resolution CX"],
    27: ["Highest Claim Interaction CX"],
    28: ["Highest Enterprise-Wide Overall CX"],
    29: ["Highest Contact Center Industry EX"],
    30: ["Most Improved EX"],
    **dict.fromkeys(range(31, 36), ["Highest Specific Industry/Outsourcer EX Award"]),
    36: ["World Class EX"],
    38: ["Customer Experience Leadership"],
    40: ["Web (Self-Service) Channel", "Website (Self-Service)"],
    41: ["IVR (Self-Service) Channel", "IVR (Self-Service)"],
    43: ["Emerging Channels (e.g., Chat, Video Chat, Mobile Application)"],
    45: ["Desktop Application(s)"],
    46: ["Recognition Program"],
    47: ["Career Development"],
    51: ["CSR Coaching"],
    53: ["CSR Selection Process"],
}
SECTORS = {
    11: "telecom_tv", 12: "credit_card", 13: "financial", 14: "banking", 15: "energy", 16: "retail_branch",
    17: "health_care", 18: "government", 19: "helpdesk", 20: "b2b",
    31: "telecom_tv", 32: "financial", 33: "energy", 34: "health_care", 35: "outsourcer",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan():
    return program_files.plan(program_files.SQM)


@pytest.fixture(scope="module")
def awards(plan):
    return {int(category["key"].removeprefix("sqm-")): category for category in plan["categories"]}


def rules_of(award, kind: str, *, enabled: bool = True) -> list[dict]:
    return [rule["params"] for rule in award["rules"] if rule["kind"] == kind and rule["is_enabled"] is enabled]


def having(awards, kind: str, **wanted) -> set[int]:
    return {
        number
        for number, award in awards.items()
        if any(wanted.items() <= params.items() for params in rules_of(award, kind))
    }


def numbers(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def test_the_fifty_five_awards_with_names_methods_placings_and_exact_recognitions(awards):
    found = {
        number: (
            award["name"],
            award["method"],
            [(p["kind"], p["places"], [one["words"] for one in p["recognitions"]]) for p in award["placings"]],
        )
        for number, award in awards.items()
    }
    assert found == AWARDS
    assert list(found) == list(range(1, 56))


def test_a_kind_of_recognition_is_what_its_words_say(awards):
    kinds = {
        (one["kind"], one["words"])
        for award in awards.values()
        for placing in award["placings"]
        for one in placing["recognitions"]
    }
    assert kinds == {
        ("trophy", "SQM gold trophy"),
        ("trophy", DESK_TROPHY),
        ("trophy", "trophy award"),
        ("plaque", "SQM plaque"),
        ("plaque", DESK_PLAQUE),
        ("plaque", "plaque award"),
        ("larger_plaque", "larger plaque award"),
        ("certificate", CERTIFICATE[0]),
        ("medallion", "world class CX medallion"),
        ("medallion", "world class medallion"),
        ("pin_tube", "pin tube award"),
        ("cash", "$1,000 cash"),
    }


def test_the_currency_of_the_cash_is_unset(awards):
    cash = [
        one
        for number in (6, 7)
        for placing in awards[number]["placings"]
        for one in placing["recognitions"]
        if one["kind"] == "cash"
    ]
    assert cash == [{"kind": "cash", "words": "$1,000 cash", "currency": ""}] * 2


def test_groups_and_who_stands_in_them(awards):
    groups = {
        "Customer Experience (CX) Awards": numbers(1, 28),
        "Employee Experience (EX) Awards": numbers(29, 38),
        "Best Practice Awards": numbers(39, 55),
    }
    for group, members in groups.items():
        assert {number for number, award in awards.items() if award["group"] == group} == members
    assert {n for n, award in awards.items() if award["subject"] == "person"} == {4, 5, 6, 7, 9, 10, 38}
    assert {n for n, award in awards.items() if award["subject"] == "site"} == {3}
    assert {n for n, award in awards.items() if award["accepts_nominations"]} == {6, 7, 9, 10} | numbers(39, 55)


def test_other_names_are_aliases_and_the_lists_have_their_own_numbers(awards):
    listed = {number: [f"EX no. {number - 28}"] for number in numbers(29, 38)}
    listed |= {number: [f"Best Practice no. {number - 38}"] for number in numbers(39, 55)}
    assert {n: award["aliases"] for n, award in awards.items()} == {
        n: ALIASES.get(n, []) + listed.get(n, []) for n in awards
    }


def test_what_is_measured(awards):
    measured = {n: (a["measure"]["metric"], a["measure"]["surveys"]) for n, a in awards.items() if a["measure"]}
    live, phone, ex = ("fcr", "live"), ("world_class", "telephone"), ("ex", "online")
    assert measured == {
        **dict.fromkeys({1, 2, 3} | numbers(11, 20), live),
        **dict.fromkeys({4, 5, 6, 7, 9, 10}, phone),
        8: ("fcr", "telephone"),
        21: ("ivr", "telephone"),
        22: ("website", "telephone"),
        23: ("email", "telephone"),
        24: ("escalation", "telephone"),
        25: ("omni_channel", "live"),
        26: ("ocr", "live"),
        27: ("claim", "telephone"),
        28: ("overall", "telephone"),
        **dict.fromkeys(numbers(29, 36), ex),
        37: ("ex_home", "online"),
    }
    assert {n: a["measure"]["bar"] for n, a in awards.items() if "bar" in a["measure"]} == {3: 80, 4: 85, 5: 85, 36: 50}
    combined = {n: a["measure"]["combine"] for n, a in awards.items() if a["measure"].get("second_metric") == "ex"}
    assert combined == {1: "mean", 2: "mean"}
    assert {n for n, a in awards.items() if a["measure"].get("compare") == "improvement"} == {8, 9, 10, 30}
    persons = {n: a["measure"]["person"] for n, a in awards.items() if "person" in a["measure"]}
    assert persons == {**dict.fromkeys((4, 6, 9), "csr"), **dict.fromkeys((5, 7, 10), "supervisor")}
    assert awards[3]["measure"]["scopes"] == ["site", "all_sites"]
    assert awards[26]["measure"]["weighting"] == "pooled"


def test_equal_results_share_and_judged_ones_are_for_a_person(awards):
    measured = set(awards) - {6, 7, 9, 10} - numbers(38, 55)
    assert {n for n, award in awards.items() if award["tie_policy"] == "share"} == measured
    assert {n for n, award in awards.items() if award["tie_policy"] == "decide"} == set(awards) - measured
    assert {award["rate_rounding"] for award in awards.values()} == {None}
    assert {award["minimum_entrants"] for award in awards.values()} == {1}


def test_participation_is_asked_of_every_cx_and_ex_award_and_of_no_best_practice(awards):
    assert having(awards, "participation", kinds=["benchmarking", "tracking"]) == numbers(1, 38)


def test_sizes(awards):
    bands = {
        n: (p["minimum"], p["maximum"], p["overlap"]) for n, a in awards.items() for p in rules_of(a, "csr_headcount")
    }
    assert bands == {1: (200, None, "both"), 2: (50, 200, "both"), 29: (100, None, "both")}
    assert {n for n, award in awards.items() if award["family"] == "sqm-sizes"} == {1, 2}


def test_customer_samples(awards):
    samples = {
        n: [(p["metric"], p["surveys"], p["minimum"], p["years"], p["window"]) for p in rules_of(a, "minimum_sample")]
        for n, a in awards.items()
        if rules_of(a, "minimum_sample")
    }
    live = [("fcr", "live", 400, "current", "year")]
    assert samples == {
        **dict.fromkeys({1, 2} | numbers(11, 20), live),
        3: [("fcr", "live", 800, "current", "year")],
        4: [("world_class", "telephone", 25, "current", "year")],
        5: [("world_class", "telephone", 200, "current", "year")],
        8: [("fcr", "telephone", 400, "both", "year")],
        9: [("world_class", "telephone", 25, "both", "year")],
        10: [("world_class", "telephone", 200, "both", "year")],
        21: [("ivr", "telephone", 400, "current", "year")],
        22: [("website", "telephone", 400, "current", "year")],
        23: [("email", "telephone", 400, "current", "year")],
        24: [("escalation", "telephone", 400, "current", "year")],
        25: [("omni_channel", "live", 400, "current", "year")],
        26: [("ocr_call_center", "live", 400, "current", "year"), ("ocr_website", "live", 400, "current", "year")],
        27: [("claim", "telephone", 400, "current", "year")],
        28: [("overall", "telephone", 400, "current", "year")],
    }


def test_employee_samples(awards):
    samples = {
        n: (p["metric"], p["minimum"], p["share"], p["below"], p["base"], p["share_rounding"], p["years"])
        for n, a in awards.items()
        for p in rules_of(a, "employee_sample")
    }
    hundred_or_90 = ("ex", 100, 90, 100, "csr", "up", "current")
    assert samples == {
        1: ("ex", 100, None, None, "csr", "up", "current"),
        2: ("ex", None, 50, None, "csr", "up", "current"),
        29: ("ex", 100, None, None, "csr", "up", "current"),
        30: ("ex", 100, 90, 100, "csr", "up", "both"),
        **dict.fromkeys(numbers(31, 36), hundred_or_90),
        37: ("ex_home", 100, 90, 100, "home", "up", "current"),
    }


def test_months_improvement_sectors_channels_and_certification(awards):
    assert having(awards, "consecutive_months", months=3, min_per_month=1) == {3, 4, 5, 9, 10}
    gates = {n: (p["at_least"], p["unit"]) for n, a in awards.items() for p in rules_of(a, "improvement")}
    assert gates == {8: (5, "points"), 9: (10, "points"), 10: (5, "points"), 30: (None, "points")}
    sectors = {n: p["sectors"] for n, a in awards.items() for p in rules_of(a, "sector")}
    assert sectors == {number: [sector] for number, sector in SECTORS.items()}
    assert having(awards, "channels_operated", channels=["call_center", "website"]) == {26}
    certified = {n: (p["award"], p["within"]) for n, a in awards.items() for p in rules_of(a, "reaches_award")}
    assert certified == {6: ("sqm-04", "same_year"), 7: ("sqm-05", "same_year")}
    ready = {n: p["award"] for n, a in awards.items() for p in rules_of(a, "reaches_award", enabled=False)}
    assert ready == {9: "sqm-04", 10: "sqm-05"}  # S19: can be switched on
    assert having(awards, "statement", slug="senior-management") == {6, 9}
    assert having(awards, "statement", slug="story-from-csrs") == {7, 10}
    assert having(awards, "stories", minimum=1, max_words=900) == {7, 10}


def test_best_practice_has_five_pages_six_experts_and_a_promise(awards):
    practices = numbers(39, 55)
    assert having(awards, "page_limit", maximum=5, mode="block") == practices
    assert having(awards, "promise", slug="gala", mode="obligation") == practices
    assert having(awards, "repeat_bar", enabled=False) == practices
    assert having(awards, "repeat_bar", enabled=True) == set()
    six = {n for n, a in awards.items() if (a["panel_size"], a["quorum"], a["quorum_binds"]) == (6, 6, True)}
    assert six == practices
    assert having(awards, "appointed_only", suggestions=False) == {38}


def test_dates_of_the_cycle_its_awards_and_its_placings(plan, awards):
    cycle = plan["cycle"]
    assert (cycle["survey_year"], cycle["award_year"], cycle["announce"]) == (2017, 2018, "2018-03-01 09:00")
    assert plan["program"]["time_zone"] == "America/Vancouver"
    assert plan["program"]["deadline_time"] == "23:59:59"
    assert (cycle["event"]["from"], cycle["event"]["to"]) == ("2018-05-22", "2018-05-24")
    assert cycle["event"]["place"] == "Sparkling Hill Resort, Vernon, B.C."
    own = {n: (a["closes"], a["announce"]) for n, a in awards.items() if a["closes"] or a["announce"]}
    assert own == {
        **dict.fromkeys((6, 7, 9, 10), ("2018-01-31", None)),
        **dict.fromkeys(numbers(39, 55), ("2017-11-30", "2018-02-15 09:00")),
    }
    later = {
        (n, p["slug"]): (p["announce"], p["appears_as"])
        for n, a in awards.items()
        for p in a["placings"]
        if p["announce"]
    }
    conference = ("2018-05-24 19:00", "finalist")
    assert later == {(6, "winner"): conference, (6, "top-finalist"): conference, (7, "winner"): conference}


def test_every_rule_names_its_reading(awards):
    unnamed = [
        r["slug"] for a in awards.values() for r in a["rules"] if not re.match(r"S\d\d(, S\d\d)*$", r["reading"])
    ]
    assert unnamed == []


def test_the_file_is_written_as_it_was_read(plan):
    assert text_of(plan) == program_files.SQM.read_text()


def test_the_page_of_rules_in_docs_is_up_to_date(plan):
    page = (ROOT / "docs" / "sqm-rules.md").read_text()
    assert page == rules_page(plan), "run manage.py load_program fixtures/programs/sqm-awards.yaml, then rules_table"


def test_the_page_of_settings_has_a_word_on_every_reading():
    page = (ROOT / "docs" / "settings.md").read_text()
    readings = {*(f"X{n:02d}" for n in range(1, 8)), *(f"S{n:02d}" for n in range(1, 61))}
    assert readings - set(re.findall(r"\b[XS]\d\d\b", page)) == set()
