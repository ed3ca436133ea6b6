"""Mistakes in what a program file says of a measured award, each with its line, its field and what to do."""

from __future__ import annotations

import copy

import pytest

from programs.domain import measure_words
from programs.domain.measured_coherence import problems
from programs.domain.reading import NotReadable, read
from programs.domain.shifting import later, shifted
from programs.measure import measure_of
from tests import program_files

TEXT = program_files.SQM.read_text()


@pytest.fixture(scope="module")
def whole():
    return program_files.plan(program_files.SQM)


@pytest.fixture
def plan(whole):
    return copy.deepcopy(whole)


def award(plan, number: int) -> dict:
    return plan["categories"][number - 1]


def found(plan) -> list[tuple[str, str]]:
    """The last part of each path with its sentence."""
    return [(path[-1], sentence) for path, sentence in problems(plan)]


def test_the_file_itself_has_no_contradiction(plan):
    assert found(plan) == []


@pytest.mark.parametrize(
    ("number", "change", "field", "sentence"),
    [
        (1, {"measure": {}}, "contact-center-of-the-year", "write under measure what is compared"),
        (1, {"accepts_nominations": True}, "accepts_nominations", "it takes no nominations: write false"),
        (3, {"measure": {"metric": "fcr"}}, "measure", "everyone who reaches the bar is awarded, but there is none"),
        (11, {"measure": {"metric": "fcr", "bar": 80}}, "bar", "only an award for everyone who reaches a bar has one"),
        (8, {"measure": {"metric": "fcr", "compare": "improvement", "bar": 5}}, "bar", "a bar is for the rate"),
        (38, {"measure": {"metric": "fcr", "person": "csr"}}, "measure", "people decide this award"),
        (39, {"measure": {"metric": "fcr"}}, "measure", "judges decide this award and no rule looks at surveys"),
        (4, {"measure": {"metric": "world_class", "bar": 85}}, "measure", "write under person whose surveys count"),
        (11, {"measure": {"metric": "fcr", "person": "csr"}}, "person", "no person wins this award"),
        (11, {"measure": {"metric": "fcr", "scopes": ["site"]}}, "scopes", "only where the subject is site"),
        (
            8,
            {"measure": {"metric": "fcr", "compare": "improvement", "improvement_unit": "relative"}},
            "improvement_unit",
            "write the same in both",
        ),
    ],
)
def test_how_an_award_is_selected_and_what_is_measured_must_fit(plan, number, change, field, sentence):
    award(plan, number).update(change)
    assert [(name, text) for name, text in found(plan) if name == field and sentence in text], found(plan)
    assert len(found(plan)) == 1


def test_a_judged_award_may_look_at_surveys_through_its_rules(plan):
    assert award(plan, 9)["measure"]
    award(plan, 9)["rules"] = [
        rule for rule in award(plan, 9)["rules"] if rule["kind"] in ("participation", "statement")
    ]
    assert [name for name, _text in found(plan)] == ["measure"]


def test_everyone_who_improved_is_awarded_only_while_the_rule_is_in_force(plan):
    for rule in award(plan, 8)["rules"]:
        rule["is_enabled"] = rule["kind"] != "improvement"
    assert [name for name, _text in found(plan)] == ["measure"]


def test_measured_awards_need_the_year_whose_surveys_count(plan):
    plan["cycle"]["survey_year"] = None
    assert found(plan) == [("survey_year", "measured awards need it: write the year whose surveys count")]


@pytest.mark.parametrize("key", ["sqm-99", "sqm-06"])
def test_the_award_to_be_reached_is_another_one_of_the_cycle(plan, key):
    next(rule for rule in award(plan, 6)["rules"] if rule["kind"] == "reaches_award")["params"]["award"] = key
    assert found(plan) == [("award", "no other award of this cycle has this key")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"appears_as": "gold"}, "this award has no other placing with this slug"),
        ({"appears_as": "winner"}, "this award has no other placing with this slug"),
        ({"appears_as": "top-finalist"}, "that placing appears as another one itself"),
        ({"announce": None}, "until when? Write under announce when this placing is told apart"),
    ],
)
def test_a_placing_appears_as_another_until_a_moment(plan, change, sentence):
    award(plan, 6)["placings"][0].update(change)
    assert found(plan) == [("appears_as", sentence)]


@pytest.mark.parametrize(
    ("before", "after", "field", "sentence"),
    [
        ("      metric: world_class\n", "      metric: world_klass\n", "metric", "“metric” must be one of: fcr,"),
        ("      bar: 85\n", "      bar: 101\n", "bar", "“bar” must be at most 100."),
        ("      bar: 85\n", "      bar: eighty\n", "bar", "“bar” must be a whole number."),
        ("      bar: 85\n", "      barr: 85\n", "barr", "“barr” is no parameter of measure."),
        ("        - site\n", "        - sight\n", "scopes", "not sight."),
    ],
)
def test_what_is_wrong_inside_measure_names_its_own_line(before, after, field, sentence):
    assert before in TEXT
    line = TEXT[: TEXT.index(before)].count("\n") + 1
    if field == "scopes":
        line -= 1  # the list's own name
    with pytest.raises(NotReadable) as wrong:
        read(TEXT.replace(before, after, 1), name="sqm.yaml")
    problem = next(one for one in wrong.value.problems if sentence in one.message)
    assert (problem.line, problem.field.split(" → ")[-2:]) == (line, ["measure", field])


def test_what_is_wrong_inside_the_parameters_of_a_rule_names_its_own_line():
    before = "          minimum: 800\n"
    line = TEXT[: TEXT.index(before)].count("\n") + 1
    with pytest.raises(NotReadable) as wrong:
        read(TEXT.replace(before, "          minimum: 0\n", 1), name="sqm.yaml")
    assert [(one.line, one.message) for one in wrong.value.problems] == [(line, "“minimum” must be at least 1.")]


# The next cycle (X07)


def test_a_year_on_every_rule_measure_and_placing_is_the_same_and_every_date_a_year_later(whole):
    after = shifted(whole, 1)

    assert (after["cycle"]["survey_year"], after["cycle"]["ceremony_on"]) == (2018, "2019-05-24")
    assert after["cycle"]["event"]["from"] == "2019-05-22"
    assert after["cycle"]["event"]["place"] == "Sparkling Hill Resort, Vernon, B.C."
    for before, category in zip(whole["categories"], after["categories"], strict=True):
        assert category["measure"] == before["measure"]
        assert [(r["slug"], r["kind"], r["params"], r["is_enabled"]) for r in category["rules"]] == [
            (r["slug"], r["kind"], r["params"], r["is_enabled"]) for r in before["rules"]
        ]
        assert [(p["slug"], p["places"], p["recognitions"]) for p in category["placings"]] == [
            (p["slug"], p["places"], p["recognitions"]) for p in before["placings"]
        ]
    assert (award(after, 39)["closes"], award(after, 39)["announce"]) == ("2018-11-30", "2019-02-15 09:00")
    assert award(after, 6)["closes"] == "2019-01-31"
    assert award(after, 6)["placings"][0]["announce"] == "2019-05-24 19:00"


def test_a_year_on_the_texts_name_the_years_of_their_cycle(whole):
    after = shifted(whole, 1)
    assert "2018 annual FCR rating compared to their 2017 annual FCR rating" in award(after, 8)["how_judged"]
    assert award(after, 1)["rules"][0]["source"].startswith("For 2019 CX or EX awards")
    assert award(after, 1)["rules"][0]["source"].endswith("tracking program in 2018.")
    assert award(whole, 1)["rules"][0]["source"].endswith("tracking program in 2017.")


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ("2017-11-30", "2018-11-30"),
        ("2018-02-15 09:00", "2019-02-15 09:00"),
        ("2020-02-29", "2021-02-28"),
        (None, None),
        ("Vernon", "Vernon"),
        (7, 7),
    ],
)
def test_days_and_moments_move_and_nothing_else_does(value, moved):
    assert later(value, 1) == moved


# In plain words


def words(number: int, plan) -> str:
    one = award(plan, number)
    said = measure_words.sentences(measure_of(one["measure"]), method=one["method"], tie_policy=one["tie_policy"])
    return " ".join(said)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (1, "Measured: First call resolution, from live telephone surveys."),
        (1, "And: Employee satisfaction (top box), from online surveys. What counts is the mean of both."),
        (1, "The highest result wins. Equal results share the placing."),
        (3, "Everyone at 80 % or more is awarded."),
        (3, "Each site and all sites together can qualify, and each that does is awarded."),
        (4, "A telephone survey may be made by an interviewer or automatically."),
        (4, "Counted are the surveys that belong to the CSR."),
        (5, "Counted are the surveys of the supervisor's team, as it was at the time of each call."),
        (8, "Compared is the improvement over the year before, in percentage points. Everyone who meets the rules"),
        (26, "Call center and website are put together: all surveys together."),
        (36, "Everyone at 50 % or more is awarded."),
        (37, "Everyone who takes part is entered; an organization may opt out."),
    ],
)
def test_a_measured_award_says_how_it_is_decided(whole, number, sentence):
    assert sentence in words(number, whole)


def test_a_judged_award_says_only_what_is_measured_beside_it(whole):
    assert words(9, whole).startswith(
        "Measured: Very satisfied with the CSR and call resolved, from telephone surveys."
    )
    assert "highest" not in words(9, whole)
    assert "entered" not in words(9, whole)
