"""Last year's winner: who, where, and which year."""

import pytest

from .given import state, verdict, win

JANE = {"entrant_name": "Jane Doe", "entrant_key": "jane doe", "organisation_keys": ("acme",)}
CENTER = {
    "subject": "contact_center",
    "category_key": "medium",
    "family": "size",
    "entrant_key": "acme care",
    "organisation_keys": ("acme",),
}


def bar(past_win, rule=None, **given):
    return state("repeat_bar", rule, **{**JANE, **given}, past_wins=(past_win,))


def test_last_years_winner_is_barred_and_others_are_not():
    assert bar(win()) == "fail"
    assert bar(win(recipient="Joe", recipient_key="joe")) == "pass"
    assert state("repeat_bar", **JANE) == "pass"


def test_runners_up_are_free_unless_the_rule_names_them():
    assert bar(win(kind="runner_up")) == "pass"
    assert bar(win(kind="runner_up"), {"placings": ["winner", "runner_up"]}) == "fail"
    assert bar(win(kind="finalist"), {"placings": ["winner", "runner_up"]}) == "pass"


def test_no_bar_where_it_is_switched_off():
    assert bar(win(), {"enabled": False}) == "pass"


@pytest.mark.parametrize(("year", "expected"), [(2024, "pass"), (2025, "fail"), (2026, "pass")])
def test_last_year_is_the_year_before(year, expected):
    assert bar(win(year=year)) == expected


@pytest.mark.parametrize(
    ("basis", "year", "expected"),
    [
        ("year_before", 2023, "pass"),  # 2024 and 2025 were left out: nobody won last year
        ("last_cycle", 2023, "fail"),
        ("last_cycle", 2022, "pass"),
    ],
)
def test_a_cycle_was_left_out(basis, year, expected):
    assert bar(win(year=year), {"basis": basis}, last_cycle_year=2023) == expected


def test_the_first_cycle_has_no_last_one():
    assert bar(win(year=2025), {"basis": "last_cycle"}, last_cycle_year=None) == "pass"


# Who


@pytest.mark.parametrize(
    ("past", "given", "expected"),
    [
        # name and organisation
        ({}, {}, "fail"),
        ({"organisation_key": "bolt"}, {}, "pass"),
        # the e-mail address is the person, wherever they work now
        ({"organisation_key": "bolt", "email": "jane@x.example"}, {"entrant_email": "Jane@x.example"}, "fail"),
        ({"recipient_key": "jane roe", "email": "jane@x.example"}, {"entrant_email": "jane@x.example"}, "fail"),
        ({"organisation_key": "bolt", "email": "jane@x.example"}, {"entrant_email": "jd@y.example"}, "pass"),
        # a name alone proves nothing
        ({"organisation_key": ""}, {}, "unknown"),
        ({}, {"organisation_keys": ()}, "unknown"),
    ],
)
def test_a_person_is_known_by_address_or_by_name_and_organisation(past, given, expected):
    assert bar(win(**past), None, **given) == expected


def test_blank_addresses_are_nobodys():
    assert bar(win(recipient_key="joe", email=""), None, entrant_email="") == "pass"


def test_a_center_is_barred_and_its_sister_is_not():
    won = win(category_key="medium", family="size", recipient_key="acme care")
    assert bar(won, {"subject": "candidate"}, **CENTER) == "fail"
    assert bar(won, {"subject": "candidate"}, **{**CENTER, "entrant_key": "acme sales"}) == "pass"


def test_the_whole_organisation_is_barred_where_the_rule_says_so():
    won = win(category_key="medium", family="size", recipient_key="acme care")
    sister = {**CENTER, "entrant_key": "acme sales"}
    assert bar(won, {"subject": "organisation"}, **sister) == "fail"
    assert bar(won, {"subject": "organisation"}, **{**sister, "organisation_keys": ("bolt",)}) == "pass"


def test_an_organisation_is_known_by_its_record_or_name():
    culture = {"subject": "organisation", "category_key": "culture", "entrant_key": "acme"}
    for past in ({"recipient_key": "acme", "organisation_key": ""}, {"recipient_key": "x", "organisation_key": "acme"}):
        assert bar(win(category_key="culture", **past), None, **culture) == "fail"
    assert bar(win(category_key="culture", recipient_key="bolt", organisation_key=""), None, **culture) == "pass"


def test_a_subsidiary_counts_with_its_parent_where_the_facts_say_so():
    culture = {"subject": "organisation", "category_key": "culture", "entrant_key": "acme east"}
    won = win(category_key="culture", recipient_key="acme", organisation_key="acme")
    assert bar(won, None, **{**culture, "organisation_keys": ("acme east",)}) == "pass"
    assert bar(won, None, **{**culture, "organisation_keys": ("acme east", "acme")}) == "fail"


def test_the_provider_is_barred_with_a_new_solution_too_and_the_solution_alone_by_setting():
    new = {"subject": "solution", "category_key": "tech", "entrant_key": "new thing", "organisation_keys": ("acme",)}
    won = win(category_key="tech", recipient_key="old thing")
    assert bar(won, {"subject": "organisation"}, **new) == "fail"
    assert bar(won, {"subject": "candidate"}, **new) == "pass"
    assert bar(won, {"subject": "candidate"}, **{**new, "entrant_key": "old thing"}) == "fail"


# Where


@pytest.mark.parametrize(
    ("scope", "won_in", "family", "expected"),
    [
        ("category", "medium", "size", "fail"),
        ("category", "small", "size", "pass"),
        ("family", "small", "size", "fail"),
        ("family", "culture", "", "pass"),
        ("program", "culture", "", "fail"),
    ],
)
def test_the_scope(scope, won_in, family, expected):
    won = win(category_key=won_in, family=family, recipient_key="acme care")
    assert bar(won, {"scope": scope}, **CENTER) == expected


def test_no_family_is_no_common_family():
    assert bar(win(category_key="manager", family=""), {"scope": "family"}, family="") == "pass"


# What is missing


def test_without_a_name_the_register_cannot_be_asked():
    assert state("repeat_bar") == "unknown"
    assert state("repeat_bar", {"subject": "organisation"}, entrant_key="x") == "unknown"
    assert state("repeat_bar", {"subject": "organisation"}, organisation_keys=("acme",)) == "pass"


def test_the_refusal_names_winner_and_year():
    said = verdict("repeat_bar", None, **JANE, past_wins=(win(),))
    assert said.reason == "Jane Doe was winner in 2025 and cannot be considered again in this cycle."
