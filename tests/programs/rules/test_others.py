"""Statements, sectors, solutions and honours of a lifetime."""

import pytest

from .given import state, verdict, win

STATEMENT = {"slug": "customer-facing", "text": "The nominee talks to customers."}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ({"customer-facing": True}, "pass"),
        ({"customer-facing": False}, "fail"),
        ({"customer-facing": None}, "unknown"),
        ({"another": True}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_statement_is_ticked_denied_or_missing(statements, expected):
    assert state("statement", STATEMENT, statements=statements) == expected


@pytest.mark.parametrize(
    ("run_by", "strict", "with_outsourcers"),
    [
        ("government", "pass", "pass"),
        ("outsourcer", "fail", "pass"),
        ("no", "fail", "fail"),
        ("", "unknown", "unknown"),
    ],
)
def test_the_public_sector(run_by, strict, with_outsourcers):
    assert state("public_sector", {"allow_outsourcer": False}, public_body=run_by) == strict
    assert state("public_sector", {"allow_outsourcer": True}, public_body=run_by) == with_outsourcers


@pytest.mark.parametrize(("is_provider", "expected"), [(True, "pass"), (False, "fail"), (None, "unknown")])
def test_a_technology_provider(is_provider, expected):
    assert state("technology_provider", is_provider=is_provider) == expected


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        ("single", "pass"),  # one piece is never asked for its projects
        ("suite_one_project", "pass"),
        ("suite_several_projects", "fail"),
        ("", "unknown"),
    ],
)
def test_a_single_project_binds_the_suite_only(deployment, expected):
    assert state("single_deployment", deployment=deployment) == expected


LEGEND = {"entrant_key": "jane doe", "organisation_keys": ("acme",), "category_key": "lifetime"}


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ({"year": 2025}, "fail"),
        ({"year": 1987}, "fail"),
        ({"year": 1987, "organisation_key": ""}, "unknown"),
        ({"category_key": "agent"}, "pass"),
        ({"kind": "runner_up"}, "pass"),
        ({"recipient_key": "joe"}, "pass"),
    ],
)
def test_a_lifetime_is_honoured_once(past, expected):
    assert state("once_only", **LEGEND, past_wins=(win(**{"category_key": "lifetime", **past}),)) == expected


def test_without_a_name_nobody_can_be_looked_up():
    assert state("once_only") == "unknown"
    assert state("once_only", **LEGEND) == "pass"


def test_what_the_organiser_gives_takes_no_nominations_and_at_most_suggestions():
    assert state("appointed_only", {"suggestions": False}) == "fail"
    said = verdict("appointed_only", {"suggestions": True})
    assert said.state == "pass"
    assert "suggestion" in said.reason
