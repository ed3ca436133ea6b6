"""What forms, the YAML loader and the manual rely on: every kind describes itself and its parameters."""

import pytest

from programs.rules import Facts, kinds, rule_from, validate

from .given import SIZES, facts, win

EXAMPLES = {
    "nominator_relation": {"relations": ["colleague", "business_partner"], "record_only": False},
    "repeat_bar": {
        "enabled": True,
        "scope": "family",
        "subject": "candidate",
        "basis": "year_before",
        "placings": ["winner"],
    },
    "headcount_band": {"minimum": 76, "maximum": 150, "basis": "headcount", "as_of": "submitted"},
    "recency": {"months": 18, "reference": "submitted", "inclusive": True, "verb": "released"},
    "statement": {"slug": "x", "text": "It is so."},
    "public_sector": {"allow_outsourcer": False},
    "technology_provider": {},
    "single_deployment": {},
    "once_only": {},
    "appointed_only": {"suggestions": True},
    "participation": {"kinds": ["benchmarking", "tracking"]},
    "csr_headcount": {"minimum": 50, "maximum": 200, "overlap": "choose", "base": "csr"},
    "sector": {"sectors": ["banking", "financial"]},
    "channels_operated": {"channels": ["call_center", "website"]},
    "minimum_sample": {
        "metric": "fcr",
        "minimum": 400,
        "surveys": "live",
        "years": "both",
        "window": "months",
        "months": 3,
    },
    "employee_sample": {
        "metric": "ex",
        "minimum": 100,
        "share": 90,
        "below": 100,
        "base": "csr",
        "share_rounding": "up",
        "years": "both",
    },
    "consecutive_months": {"metric": "fcr", "surveys": "live", "months": 3, "min_per_month": 2},
    "improvement": {
        "metric": "fcr",
        "surveys": "telephone",
        "at_least": 5,
        "unit": "relative",
        "rate_rounding": "1",
    },
    "reaches_award": {"award": "sqm-04", "name": "World Class", "within": "same_year"},
    "page_limit": {"maximum": 5, "mode": "warn"},
    "promise": {"slug": "gala", "text": "One of us attends the gala.", "mode": "obligation"},
    "stories": {"minimum": 2, "max_words": 400},
    "category_cap": {
        "maximum": 3,
        "mode": "warn",
        "surplus": "not_judged",
        "size_bands": "separate",
        "charged_to": "nominee",
        "timestamp": "first_submitted",
        "withdrawn_counts": False,
        "rejected_counts": False,
    },
    "candidate_cap": {
        "maximum": 2,
        "mode": "block",
        "surplus": "queued",
        "size_bands": "one",
        "charged_to": "nominator",
        "timestamp": "created",
        "withdrawn_counts": True,
        "rejected_counts": True,
    },
}


def test_these_are_the_kinds():
    assert set(kinds()) == set(EXAMPLES)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_parameter_has_words_and_the_example_names_all_of_them(kind):
    params = kinds()[kind].params()
    assert {one.name for one in params} == set(EXAMPLES[kind])
    assert all(str(one.label) and str(one.help) for one in params)
    assert all(one.choices for one in params if one.type in ("choice", "choices"))
    assert validate(kind, EXAMPLES[kind]) == []


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_rule_says_in_plain_english_what_it_asks(kind):
    rule = rule_from(kind, EXAMPLES[kind])
    assert rule.describe().endswith(".")
    assert str(rule.title)
    assert rule_from(kind, EXAMPLES[kind]) is rule  # parsed once


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_rule_answers_with_a_sentence_even_when_nothing_is_known(kind):
    said = rule_from(kind, EXAMPLES[kind]).check(facts())
    assert said.reason.endswith((".", "?"))


@pytest.mark.parametrize(
    ("kind", "params", "sentence"),
    [
        ("headcount_bend", {}, "“headcount_bend” is no kind of rule."),
        ("recency", {}, "“months” is missing."),
        ("recency", {"months": "18"}, "“months” must be a whole number."),
        ("recency", {"months": True}, "“months” must be a whole number."),
        ("recency", {"months": 0}, "“months” must be at least 1."),
        ("recency", {"months": None}, "“months” must not be empty."),
        ("recency", {"months": 18, "month": 1}, "“month” is no parameter of recency."),
        ("recency", {"months": 18, "inclusive": "yes"}, "“inclusive” must be yes or no"),
        ("recency", {"months": 18, "reference": "today"}, "“reference” must be one of: submitted, opens"),
        ("headcount_band", {}, "“minimum” or “maximum” must be given."),
        ("headcount_band", {"minimum": 76, "maximum": 75}, "“minimum” must not be greater than “maximum”."),
        ("nominator_relation", {"relations": "colleague"}, "“relations” must be a list."),
        ("nominator_relation", {"relations": ["boss"]}, "not boss."),
        ("nominator_relation", {"relations": ["self", "self"]}, "names something twice"),
        ("repeat_bar", {"placings": []}, "“placings” must name at least one placing"),
        ("statement", {"slug": "x", "text": " "}, "“text” must be a text."),
        ("participation", {"kinds": []}, "“kinds” must name at least one."),
        ("sector", {"sectors": []}, "“sectors” must name at least one."),
        ("sector", {"sectors": ["bank"]}, "not bank."),
        ("channels_operated", {"channels": []}, "“channels” must name at least one."),
        ("csr_headcount", {}, "“minimum” or “maximum” must be given."),
        ("csr_headcount", {"minimum": 201, "maximum": 200}, "“minimum” must not be greater than “maximum”."),
        ("minimum_sample", {"metric": "fcr"}, "“minimum” is missing."),
        ("minimum_sample", {"metric": "fcr", "minimum": 400, "months": 13}, "“months” must be at most 12."),
        ("consecutive_months", {"metric": "fcr", "months": 13}, "“months” must be at most 12."),
        ("employee_sample", {}, "“minimum” or “share” must be given."),
        ("employee_sample", {"share": 101}, "“share” must be at most 100."),
        ("employee_sample", {"minimum": 100, "share": 90}, "“below” must say under how many employees"),
        ("employee_sample", {"minimum": 100, "below": 100}, "“below” needs both “minimum” and “share”."),
        ("employee_sample", {"metric": "fcr", "minimum": 1}, "“metric” must be one of: ex, ex_home."),
        ("improvement", {"metric": "fcr", "at_least": 0}, "“at_least” must be at least 1."),
        ("category_cap", {"maximum": 0}, "“maximum” must be at least 1."),
        ("category_cap", [], "The parameters must be a list of names with values."),
    ],
)
def test_what_is_written_wrongly_is_said_in_a_sentence(kind, params, sentence):
    errors = validate(kind, params)
    assert any(sentence in error for error in errors), errors
    with pytest.raises(ValueError):
        rule_from(kind, params)


def test_a_band_at_its_narrowest_is_a_band():
    assert validate("headcount_band", {"minimum": 75, "maximum": 75}) == []


def test_facts_survive_a_json_column():
    given = facts(
        agents="75.5",
        first_used_on="2025-01-31",
        ceremony_on="2026-05-20",
        organisation_keys=("acme", "acme east"),
        statements={"x": True, "y": None},
        past_wins=(win(),),
        siblings=SIZES,
        is_provider=False,
    )
    assert Facts.from_json(given.to_json()) == given


def test_facts_of_an_older_portal_can_still_be_read():
    old = {**facts().to_json(), "something_gone": 1}
    assert Facts.from_json(old) == facts()


class WithoutPeople:
    """Facts that nobody may ask for surveys or for a person."""

    def __init__(self, known: Facts) -> None:
        self.known = known

    def __getattr__(self, name: str):
        assert name not in ("samples", "sample", "agent_number", "reached"), f"{name} differs among people"
        return getattr(self.known, name)


def test_what_is_asked_once_of_an_organization_looks_at_none_of_its_people():
    """Their answers are shared by twenty thousand CSRs. The sibling: a sample rule does look."""
    asked_once = {name for name, kind in kinds().items() if kind.of_organisation}
    assert asked_once == {"participation", "sector", "channels_operated", "csr_headcount"}
    for told in (
        {},
        {
            "csrs_by_year": (60, 50), "participation": ("tracking",), "sectors": ("banking",),
            "channels_operated": ("call_center", "website"), "siblings": SIZES, "chosen_awards": ("small",),
        },
    ):  # fmt: skip
        for name in asked_once:
            rule = rule_from(name, EXAMPLES[name])
            assert rule.check(WithoutPeople(facts(**told))).reason
    with pytest.raises(AssertionError, match="differs among people"):
        rule_from("minimum_sample", EXAMPLES["minimum_sample"]).check(WithoutPeople(facts(samples={})))
