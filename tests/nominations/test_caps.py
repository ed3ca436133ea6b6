"""An organisation's submissions placed within its caps, from the rows, and who is told of a new place."""

from __future__ import annotations

import pytest

from nominations.domain import caps as verbs
from nominations.models import Nomination, NominationEvent
from operations.domain import audit, jobs
from operations.models import OutgoingMail

from .. import factories
from ..factories import at
from .given import caps, ended, queries, submitted

JUDGING = at("2026-04-02")


@pytest.fixture
def cycle(db):
    return factories.cycle(judging_opens_at=JUDGING)


@pytest.fixture
def categories(cycle):
    made = [factories.category(cycle, name=name, slug=name) for name in ("agent", "manager", "culture", "ai")]
    caps(made[0])
    return made


@pytest.fixture
def acme(db):
    return factories.organisation("Acme")


def places(cycle) -> list[str]:
    return list(Nomination.objects.filter(cycle=cycle).order_by("receipt_number").values_list("cap_place", flat=True))


def one_in_each(categories, organisation) -> list[Nomination]:
    return [
        submitted(
            category, organisation, nominator=factories.user(email=f"n{number}@{organisation.name.lower()}.example")
        )
        for number, category in enumerate(categories, start=1)
    ]


def letters() -> list[str]:
    jobs.run_due()
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_the_fourth_category_is_over(cycle, categories, acme):
    one_in_each(categories, acme)

    verbs.replace(cycle, acme)

    assert places(cycle) == ["judged", "judged", "judged", "over"]
    assert "3 categories" in Nomination.objects.get(cap_place="over").cap_reason
    assert letters() == []  # a first place is told by the receipt


def test_the_third_candidate_is_over(cycle, categories, acme):
    for name in ("Ann", "Ben", "Ann", "Cem"):
        submitted(categories[0], acme, entrant_name=name)
    verbs.replace(cycle, acme)
    assert places(cycle) == ["judged", "judged", "judged", "over"]


def test_other_organisations_keep_their_places(cycle, categories, acme):
    one_in_each(categories, acme)
    bolt = factories.organisation("Bolt")
    one_in_each(categories, bolt)
    verbs.replace(cycle, acme)
    assert places(cycle) == ["judged", "judged", "judged", "over", "", "", "", ""]
    verbs.replace_all(cycle)
    assert places(cycle) == ["judged", "judged", "judged", "over"] * 2


@pytest.mark.parametrize("state", ["withdrawn", "rejected"])
@pytest.mark.parametrize(
    ("when", "fourth", "told"),
    [(at("2026-04-01 23:59:59"), "judged", ["n4@acme.example"]), (JUDGING, "over", [])],
)
def test_a_freed_place_moves_the_next_one_up_until_judging_starts(cycle, categories, acme, state, when, fourth, told):
    first, *_others = one_in_each(categories, acme)
    verbs.replace(cycle, acme)

    ended(first, state, when)
    verbs.replace(cycle, acme)
    verbs.replace(cycle, acme)

    assert places(cycle) == ["", "judged", "judged", fourth]
    assert letters() == told


def test_the_letter_says_what_the_place_is_now(cycle, categories, acme):
    first, *_others = one_in_each(categories, acme)
    verbs.replace(cycle, acme)
    ended(first, "withdrawn", at("2026-03-01"))
    verbs.replace(cycle, acme)
    jobs.run_due()

    letter = OutgoingMail.objects.get()
    assert letter.subject.startswith("The place of “Candidate 4”")
    assert "Within the limits." in letter.text
    assert [event.what for event in NominationEvent.objects.filter(nomination__title="Candidate 4")] == [
        "cap_place_changed"
    ]


def test_coming_back_before_judging_takes_the_old_place_again(cycle, categories, acme):
    first, *_others = one_in_each(categories, acme)
    ended(first, "withdrawn", at("2026-03-01"))
    verbs.replace(cycle, acme)
    assert places(cycle) == ["", "judged", "judged", "judged"]

    comes_back(first, at("2026-03-20"))
    verbs.replace(cycle, acme)

    assert places(cycle) == ["judged", "judged", "judged", "over"]


def test_coming_back_after_judging_started_takes_nobodys_place(cycle, categories, acme):
    first, *_others = one_in_each(categories, acme)
    ended(first, "withdrawn", at("2026-03-01"))
    comes_back(first, at("2026-04-03"))
    verbs.replace(cycle, acme)
    assert places(cycle) == ["over", "judged", "judged", "judged"]


def test_leaving_and_coming_back_while_judging_changes_nothing(cycle, categories, acme):
    first, *_others = one_in_each(categories, acme)
    ended(first, "rejected", at("2026-04-03"))
    comes_back(first, at("2026-04-04"))
    verbs.replace(cycle, acme)
    assert places(cycle) == ["judged", "judged", "judged", "over"]


def comes_back(nomination, when) -> None:
    was = Nomination.objects.get(pk=nomination.pk).state
    Nomination.objects.filter(pk=nomination.pk).update(state="submitted")
    NominationEvent.objects.create(
        nomination=nomination, what="reinstated", from_state=was, to_state="submitted", at=when
    )


@pytest.mark.parametrize(("scope", "expected"), [("record", ["judged"] * 4), ("parent", ["judged"] * 3 + ["over"])])
def test_subsidiaries_count_alone_or_together(cycle, categories, acme, scope, expected):
    cycle.program.organisation_scope = scope
    cycle.program.save()
    east, west = (factories.organisation(name, parent=acme) for name in ("East", "West"))
    for category, organisation in zip(categories, [acme, east, west, east], strict=True):
        submitted(category, organisation)

    for organisation in (west, acme, east):
        verbs.replace(cycle, organisation)

    assert places(cycle) == expected


def test_a_partner_may_be_charged_with_what_it_nominates(cycle, categories, acme):
    cycle.rules.filter(kind="category_cap").update(params={"charged_to": "nominator"})
    partner = factories.user()
    factories.organisation("Partner", members=(partner,))
    for category in categories:
        submitted(category, factories.organisation(), nominator=partner)
    submitted(categories[3], acme)

    verbs.replace(cycle, acme)

    assert places(cycle) == ["judged", "judged", "judged", "over", "judged"]


def test_drafts_take_no_place(cycle, categories, acme):
    submitted(categories[0], acme, state="draft", first_submitted_at=None, receipt_number=None)
    for category in categories[1:]:
        submitted(category, acme)
    verbs.replace(cycle, acme)
    assert Nomination.objects.filter(cap_place="judged").count() == 3


def test_without_caps_places_are_taken_back(cycle, categories, acme):
    one_in_each(categories, acme)
    verbs.replace(cycle, acme)
    cycle.rules.update(is_enabled=False)
    verbs.replace(cycle, acme)
    assert places(cycle) == [""] * 4


def test_only_the_cap_in_its_way_refuses_an_entry(cycle, categories, acme):
    fourth = one_in_each(categories, acme)[3]
    cycle.rules.filter(kind="candidate_cap").update(params={"mode": "block"})
    assert verbs.refusal(fourth) == ""
    cycle.rules.filter(kind="category_cap").update(params={"mode": "block"})
    assert "3 categories" in verbs.refusal(fourth)


def test_a_cap_that_cannot_be_read_stops_nobody(cycle, categories, acme):
    one_in_each(categories, acme)
    cycle.rules.filter(kind="category_cap").update(params={"maximum": "three"})
    verbs.replace(cycle, acme)
    assert places(cycle) == ["judged"] * 4


def test_the_number_of_queries_does_not_grow(cycle, categories, acme):
    audit.record("warm", "up")
    first, steady = {}, {}
    for number in (12, 16, 30):
        while Nomination.objects.count() < number:
            submitted(categories[Nomination.objects.count() % 4], acme, entrant_name=f"X{Nomination.objects.count()}")
        Nomination.objects.update(cap_place="", cap_reason="")
        first[number] = queries(lambda: verbs.replace(cycle, acme))
        steady[number] = queries(lambda: verbs.replace(cycle, acme))
    assert len(set(first.values())) == 1, first
    assert len(set(steady.values())) == 1
    assert steady[30] <= 8
