"""Who may nominate whom."""

import pytest

from nominations.enums import Relation
from programs.rules.relation import WHO

from .given import state, verdict

INDIVIDUAL = {"relations": ["colleague", "business_partner"]}
ANYONE = {"relations": []}


def test_the_rule_knows_the_relations_that_a_nomination_can_have():
    assert [value for value, _words in WHO] == Relation.values


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("colleague", "pass"),
        ("business_partner", "pass"),
        ("agency", "pass"),  # disclosed, so it counts as a partner
        ("self", "fail"),
        ("customer", "fail"),
        ("relative", "fail"),
        ("other", "fail"),
        ("", "unknown"),
    ],
)
def test_a_person_is_nominated_by_a_colleague_or_partner(relation, expected):
    assert state("nominator_relation", INDIVIDUAL, relation=relation) == expected


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        ("self", "pass"),  # whoever belongs to the team nominates from within
        ("colleague", "pass"),
        ("business_partner", "pass"),
        ("agency", "pass"),
        ("customer", "fail"),
        ("relative", "fail"),
        ("other", "fail"),
        ("", "unknown"),
    ],
)
def test_a_team_is_nominated_from_within_or_by_a_partner(relation, expected):
    assert state("nominator_relation", INDIVIDUAL, subject="team", relation=relation) == expected


@pytest.mark.parametrize("relation", [value for value in Relation.values])
def test_where_nothing_is_written_anyone_may_and_the_relation_is_recorded(relation):
    assert state("nominator_relation", ANYONE, relation=relation) == "pass"
    assert state("nominator_relation", {**INDIVIDUAL, "record_only": True}, relation=relation) == "pass"


def test_the_relation_must_be_told_even_where_anyone_may():
    assert state("nominator_relation", ANYONE) == "unknown"
    assert state("nominator_relation", {**INDIVIDUAL, "record_only": True}) == "unknown"


def test_an_agency_is_no_partner_where_partners_may_not():
    assert state("nominator_relation", {"relations": ["colleague"]}, relation="agency") == "fail"
    assert state("nominator_relation", {"relations": ["colleague", "agency"]}, relation="agency") == "pass"


def test_a_team_member_is_not_within_where_only_partners_may():
    rule = {"relations": ["business_partner"]}
    assert state("nominator_relation", rule, subject="team", relation="self") == "fail"


def test_self_nomination_can_be_allowed():
    assert state("nominator_relation", {"relations": ["self", "colleague"]}, relation="self") == "pass"


def test_calling_oneself_a_colleague_does_not_help():
    given = {"relation": "colleague", "entrant_email": "Jane@acme.example"}
    assert state("nominator_relation", INDIVIDUAL, nominator_email="jane@acme.example", **given) == "fail"
    assert state("nominator_relation", INDIVIDUAL, nominator_email="joe@acme.example", **given) == "pass"


def test_the_same_name_is_a_question():
    given = {"relation": "colleague", "entrant_key": "jane doe"}
    assert state("nominator_relation", INDIVIDUAL, nominator_name_key="jane doe", **given) == "unknown"
    assert state("nominator_relation", INDIVIDUAL, nominator_name_key="joe doe", **given) == "pass"


def test_a_contact_person_of_a_center_may_be_the_nominator():
    given = {"relation": "colleague", "entrant_email": "jane@acme.example", "nominator_email": "jane@acme.example"}
    assert state("nominator_relation", INDIVIDUAL, subject="contact_center", **given) == "pass"


def test_the_refusal_says_who_may():
    assert verdict("nominator_relation", INDIVIDUAL, relation="customer").reason == (
        "The nomination must come from a colleague within the organization or a business partner."
    )
