"""Facts of nominations and of visitors: what is gathered, in which zone, and for how many queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nominations.domain.facts import facts_from, facts_of
from nominations.domain.typed_facts import UnreadableFacts
from nominations.models import Nomination
from programs.rules import Sibling

from .. import factories
from ..factories import at
from .given import ask, past, queries, rule, submitted


@pytest.fixture
def medium(db):
    cycle = factories.cycle(ceremony_on=date(2026, 6, 10))
    made = factories.category(cycle, subject="contact_center", family="size", slug="medium", name="Medium")
    small = factories.category(cycle, subject="contact_center", family="size", slug="small", name="Small")
    rule(made, "headcount_band", {"minimum": 76, "maximum": 150})
    rule(small, "headcount_band", {"maximum": 75})
    return made


def test_what_was_answered_becomes_facts(medium):
    acme = factories.organisation("Acme, Inc.")
    nora = factories.user("Nora Nominator", email="nora@acme.example")
    for fact in ("agents", "first_used_on", "is_provider", "statement:ready", "statement:other"):
        ask(medium, fact)
    nomination = submitted(
        medium,
        acme,
        nominator=nora,
        relation="agency",
        entrant_name="Acme  Care",
        agents=80,
        first_used_on="2025-06-01",
        is_provider=False,
        **{"statement:ready": True},
    )

    facts = facts_of([nomination])[nomination.pk]

    assert (facts.subject, facts.family, facts.award_year) == ("contact_center", "size", 2026)
    assert (facts.relation, facts.nominator_email, facts.nominator_name_key) == (
        "agency",
        "nora@acme.example",
        "nora nominator",
    )
    assert (facts.organisation, facts.organisation_keys) == ("Acme, Inc.", ("acme",))
    assert (facts.entrant_name, facts.entrant_key) == ("Acme Care", "acme care")
    assert (facts.agents, facts.first_used_on, facts.is_provider) == (Decimal(80), date(2025, 6, 1), False)
    assert facts.statements == {"ready": True}
    small = medium.cycle.categories.get(slug="small")
    assert facts.siblings == (Sibling("small", "Small", None, 75, small.key),)
    assert facts.ceremony_on == date(2026, 6, 10)


def test_days_are_days_in_the_programs_zone(medium):
    """Half past four in the morning in UTC is still the evening before in New York."""
    late = submitted(medium, first_submitted_at=at("2026-03-01 04:30"))
    early = submitted(medium, first_submitted_at=at("2026-03-01 05:00"))

    facts = facts_of([late, early])

    assert facts[late.pk].submitted_on == date(2026, 2, 28)
    assert facts[early.pk].submitted_on == date(2026, 3, 1)
    assert facts[late.pk].opens_on == date(2025, 12, 31)
    assert facts[late.pk].closes_on == date(2026, 3, 31)


def test_later_edits_do_not_move_the_day_of_submission(medium):
    nomination = submitted(medium)
    Nomination.objects.filter(pk=nomination.pk).update(submitted_at=at("2026-03-20 12:00"))

    assert facts_of(Nomination.objects.all())[nomination.pk].submitted_on == date(2026, 2, 1)


def test_an_answer_that_cannot_be_read_is_not_known(medium):
    nomination = submitted(medium, agents="many", first_used_on="soon")

    facts = facts_of([nomination])[nomination.pk]

    assert (facts.agents, facts.first_used_on) == (None, None)


@pytest.mark.parametrize("scope", ["record", "parent"])
def test_the_number_of_queries_does_not_grow(medium, scope):
    medium.cycle.program.organisation_scope = scope
    medium.cycle.program.save()
    counts = {}
    for number in (1, 3, 30):
        while Nomination.objects.count() < number:
            parent = factories.organisation()
            submitted(medium, factories.organisation(parent=parent), entrant_name="Acme Care", agents=80)
            past(medium, "Acme Care", organisation_name=parent.name)
        counts[number] = (
            queries(lambda: facts_of(Nomination.objects.all())),
            queries(lambda: facts_of(list(Nomination.objects.all()))),
        )
    assert len(set(counts.values())) == 1, counts
    assert max(counts[1]) <= 12


# The register


def test_past_honours_of_the_candidate_and_the_organisation_are_found(medium):
    acme, bolt = factories.organisation("Acme"), factories.organisation("Bolt")
    nomination = submitted(medium, acme, entrant_name="Acme Care")
    mine = [
        past(medium, "Acme Care", organisation_name="ACME Inc."),
        past(medium, "Acme Sales", organisation_name="Acme"),
        past(medium, "acme care", 2024),
        past(medium, "Old name", organisation_name="Gone", organisation=acme),
    ]
    past(medium, "Bolt Care", organisation_name="Bolt", organisation=bolt)
    past(medium, "Acme Care", 2026, organisation_name="Acme")  # this very year is no earlier one
    past(factories.category(subject="contact_center"), "Acme Care", organisation_name="Acme")  # another program

    wins = facts_of([nomination])[nomination.pk].past_wins

    assert sorted(win.recipient for win in wins) == sorted(row.recipient for row in mine)
    assert {win.organisation_key for win in wins} == {"acme", ""}


def test_a_few_and_many_find_the_same(medium, monkeypatch):
    nominations = [submitted(medium, entrant_name=f"Center {n}", entrant_email=f"c{n}@x.example") for n in range(4)]
    past(medium, "Center 1")
    past(medium, "Someone", recipient_email="C2@x.example")
    few = facts_of(nominations)
    monkeypatch.setattr("nominations.domain.past_wins.FEW", 1)

    assert facts_of(nominations) == few
    assert [len(few[one.pk].past_wins) for one in nominations] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("scope", "keys"), [("record", ("acme east",)), ("parent", ("acme east", "acme", "acme west"))]
)
def test_organisations_count_alone_or_with_their_group(medium, scope, keys):
    medium.cycle.program.organisation_scope = scope
    medium.cycle.program.save()
    acme = factories.organisation("Acme")
    east = factories.organisation("Acme East", parent=acme)
    factories.organisation("Acme West", parent=acme)
    factories.organisation("Bolt")

    assert set(facts_of([submitted(medium, east)]).popitem()[1].organisation_keys) == set(keys)


def test_the_last_cycle_may_stand_in_the_register_alone(medium):
    nomination = submitted(medium)
    assert facts_of([nomination])[nomination.pk].last_cycle_year is None
    past(medium, "Somebody", 2023)
    assert facts_of([nomination])[nomination.pk].last_cycle_year == 2023
    factories.cycle(medium.cycle.program, slug="2024", award_year=2024)
    factories.cycle(medium.cycle.program, slug="2027", award_year=2027)
    assert facts_of([nomination])[nomination.pk].last_cycle_year == 2024


# Plain data


def test_texts_of_a_form_and_values_of_json_say_the_same(medium):
    as_json = {
        "relation": "self",
        "organisation": "Acme",
        "entrant_name": "Acme Care",
        "agents": 80,
        "first_used_on": "2025-06-01",
        "is_provider": True,
        "statement:ready": False,
        "entrant_title": None,
    }
    as_form = {**as_json, "agents": "80", "is_provider": "yes", "statement:ready": "no", "entrant_title": "  "}

    assert facts_from(medium, as_form) == facts_from(medium, as_json)
    assert facts_from(medium, as_json).organisation_keys == ("acme",)


def test_an_organisation_that_is_registered_brings_its_group(medium):
    medium.cycle.program.organisation_scope = "parent"
    medium.cycle.program.save()
    factories.organisation("Acme East", parent=factories.organisation("Acme"))

    assert set(facts_from(medium, {"organisation": "ACME East Ltd."}).organisation_keys) == {"acme", "acme east"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("agents", "eighty", "“agents” must be a number, e.g. 80."),
        ("agents", True, "“agents” must be a number, e.g. 80."),
        ("agents", float("nan"), "“agents” must be a number, e.g. 80."),
        ("agents", "1e400", "“agents” must lie between 0 and 10000000."),
        ("agents", -1, "“agents” must lie between 0 and 10000000."),
        ("agents", "75.12345", "“agents” has too many places after the point."),
        ("first_used_on", "2026-02-30", "“first_used_on” must be a date as year-month-day, e.g. 2026-03-31."),
        ("first_used_on", 20260101, "“first_used_on” must be a date as year-month-day, e.g. 2026-03-31."),
        ("first_used_on", "20260101", "“first_used_on” must be a date as year-month-day, e.g. 2026-03-31."),
        ("deployment", "two", "“deployment” must be one of: single, suite_one_project, suite_several_projects."),
        ("relation", "boss", "“relation” must be one of: self, colleague,"),
        ("public_body", ["no"], "“public_body” must be one of: government, outsourcer, no."),
        ("is_provider", 1, "“is_provider” must be yes or no (true or false)."),
        ("statement:x", "maybe", "“statement:x” must be yes or no (true or false)."),
        ("statement:", True, "“statement:” is no fact."),
        ("entrant_email", "jane", "“entrant_email” must be an e-mail address."),
        ("entrant_name", "x" * 201, "“entrant_name” must not be longer than 200 letters."),
        ("entrant_name", {"a": 1}, "“entrant_name” must be a text."),
        ("entrant_name", "a\0b", "“entrant_name” holds signs that cannot be read."),
        ("entrant_name", "a\ud800b", "“entrant_name” holds signs that cannot be read."),
        ("staff", 3, "“staff” is no fact. There are: relation, organisation,"),
    ],
)
def test_what_cannot_be_read_is_said_by_field(medium, field, value, sentence):
    with pytest.raises(UnreadableFacts) as wrong:
        facts_from(medium, {"entrant_title": "Fine", field: value})

    [problem] = wrong.value.problems
    assert problem.field == field
    assert problem.sentence.startswith(sentence)


def test_all_fields_are_named_at_once(medium):
    with pytest.raises(UnreadableFacts) as wrong:
        facts_from(medium, {"agents": "x", "relation": "y"})

    assert [problem.field for problem in wrong.value.problems] == ["agents", "relation"]


def test_a_visitor_cannot_ask_whose_address_it_is(medium):
    person = factories.category(medium.cycle, subject="person")
    past(person, "Jane Doe", recipient_email="jane@acme.example", organisation_name="Acme")

    asked = facts_from(person, {"entrant_email": "jane@acme.example", "entrant_name": "X", "organisation": "Y"})
    named = facts_from(person, {"entrant_email": "jane@acme.example", "entrant_name": "Jane Doe"})

    assert asked.past_wins == ()
    assert [(win.recipient, win.email) for win in named.past_wins] == [("Jane Doe", "")]
