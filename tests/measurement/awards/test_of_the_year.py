"""Awards 6 and 7: certified CSRs and supervisors with the best stories, 24 and 5 finalists, judged by their stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from judging.domain import decisions
from nominations.domain import submission
from nominations.models import Nomination
from operations import clock
from operations.refusal import Refused

from ... import factories
from . import given, stories

pytestmark = pytest.mark.django_db

#: Award, the one that certifies, its smallest sample, and hits that are exactly 85 % of so many surveys.
BOTH = pytest.mark.parametrize(
    ("number", "certified", "least", "at_bar"), [(6, 4, 25, (34, 40)), (7, 5, 200, (170, 200))]
)
NAME = {6: "Customer Representative World Class CX Certification", 7: "Supervisor World Class CX Certification"}
MEDALLION = {6: "world class CX medallion", 7: "world class medallion"}


def winner(number: int) -> list[str]:
    return [MEDALLION[number], "pin tube award", "trophy award to display on their desk", "$1,000 cash"]


def finalist(number: int) -> list[str]:
    return [MEDALLION[number], "pin tube award", "plaque award to display on their desk"]


LARGER = ["world class CX medallion", "pin tube award", "larger plaque award"]


def entry(award, organisation) -> Nomination:
    made = stories.draft(award, organisation)
    if award.key == "sqm-07":
        stories.told(made)
    return made


# Eligible


@BOTH
def test_a_certified_nominee_is_submitted(award, number, certified, least, at_bar):
    judged, _certification = award(number, certified)

    made = entry(judged, stories.measured(judged, "Acme", at_bar))

    assert stories.against(made) == []
    assert submission.submit(made, by=made.nominator).state == "submitted"
    made.refresh_from_db()
    assert (made.eligibility, made.receipt_number) == ("pass", 1)


@BOTH
def test_one_satisfied_customer_less_is_not_certified(award, number, certified, least, at_bar):
    """33 of 40 are 82.5 %, 169 of 200 are 84.5 %."""
    judged, _certification = award(number, certified)
    top, n = at_bar
    made = entry(judged, stories.measured(judged, "Acme", (top - 1, n)))

    assert stories.against(made) == [f"Does not reach “{NAME[number]}” in 2017."]
    with pytest.raises(Refused, match="Does not reach"):
        submission.submit(made, by=made.nominator)
    assert Nomination.objects.get(pk=made.pk).state == "draft"


@BOTH
@pytest.mark.parametrize("short", [0, 1])
def test_one_survey_short_of_the_sample(award, number, certified, least, at_bar, short):
    judged, _certification = award(number, certified)
    made = entry(judged, stories.measured(judged, "Acme", (least - short, least - short)))

    assert stories.against(made) == ([f"Does not reach “{NAME[number]}” in 2017."] if short else [])


@BOTH
@pytest.mark.parametrize(("months", "is_certified"), [((3, 4, 5), True), ((3, 4, 6), False)])
def test_three_months_one_after_the_other(award, number, certified, least, at_bar, months, is_certified):
    judged, _certification = award(number, certified)
    made = entry(judged, stories.measured(judged, "Acme", (least, least), months=months))

    assert (stories.against(made) == []) is is_certified


@BOTH
def test_who_takes_part_in_no_study_is_not_entered(award, number, certified, least, at_bar):
    judged, _certification = award(number, certified)
    stories.measured(judged, "Other", at_bar)
    made = entry(judged, stories.measured(judged, "Acme", at_bar, takes_part=False))

    assert stories.against(made) == [
        "Takes part in no benchmarking study or tracking program in 2017.",
        f"Does not reach “{NAME[number]}” in 2017.",
    ]


@BOTH
@pytest.mark.parametrize(("within", "is_eligible"), [("same_year", False), ("ever", True)])
def test_certified_this_year_or_ever_is_a_setting(award, number, certified, least, at_bar, within, is_eligible):
    """Certified by last year's surveys alone."""
    judged, _certification = award(number, certified)
    given.rule(judged, "certified", within=within)
    acme = stories.measured(judged, "Acme", (1, 40), (least, least))
    stories.counted.Participation.objects.create(
        program=judged.cycle.program, organisation=acme, year=2016, kind="tracking"
    )

    assert (stories.against(entry(judged, acme)) == []) is is_eligible


@pytest.mark.parametrize(("includes", "is_certified"), [(True, True), (False, False)])
def test_automated_calls_certify_the_nominee_as_the_certification_is_set(award, includes, is_certified):
    """S06: 24 live surveys and an automated one. The setting is that of award 4."""
    judged, certification = award(6, 4)
    given.measure(certification, telephone_includes_automated=includes)
    acme = stories.measured(judged, "Acme", (24, 24))
    stories.counted.surveys(judged.cycle, acme, "world_class", 1, 1, csr="7", method="automated")

    assert (stories.against(entry(judged, acme)) == []) is is_certified


@pytest.mark.parametrize(("attribution", "is_certified"), [("at_call", False), ("year_end", True)])
def test_whose_team_certifies_the_supervisor_is_set_in_the_certification(award, attribution, is_certified):
    """S12: 169 of 200 at the time of the call, 170 of 200 in the team of December."""
    judged, certification = award(7, 5)
    given.measure(certification, attribution=attribution)
    acme = stories.measured(judged, "Acme", (169, 200))
    stories.counted.surveys(judged.cycle, acme, "world_class", 170, 200, supervisor="7", level="supervisor_year_end")

    assert (stories.against(entry(judged, acme)) == []) is is_certified


def test_an_organization_nominates_as_many_as_it_likes(award):
    judged, _certification = award(6, 4)
    acme = stories.measured(judged, "Acme", (34, 40))
    made = [stories.draft(judged, acme, name=f"Agent {letter}") for letter in "ABCDE"]

    for one in made:
        submission.submit(one, by=one.nominator)

    assert Nomination.objects.to_be_judged().filter(category=judged, organisation=acme).count() == 5


# The story, and who chooses


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("senior-manager", "Name of the senior manager who chose the nominee"),
        ("senior-management", "The nominee was chosen by senior management."),
        ("story", "Tell the customer experience story."),
    ],
)
def test_a_csr_is_chosen_by_a_named_senior_manager_and_has_a_story(award, question, sentence):
    judged, _certification = award(6, 4)
    acme = stories.measured(judged, "Acme", (34, 40))
    slug = judged.questions.filter(kind="narrative").first().slug if question == "story" else question
    without, whole = stories.draft(judged, acme, but={slug: None}), stories.draft(judged, acme, name="Di Agent")

    with pytest.raises(Refused) as refused:
        submission.submit(without, by=without.nominator)

    assert len(refused.value.reasons) == 1 and sentence in refused.value.reasons[0]
    assert submission.submit(whole, by=whole.nominator).state == "submitted"


def test_a_supervisor_needs_no_senior_manager_but_a_signed_story_of_a_csr(award):
    judged, _certification = award(7, 5)
    made = stories.draft(judged, stories.measured(judged, "Acme", (170, 200)))
    assert not judged.questions.filter(slug__startswith="senior").exists()

    with pytest.raises(Refused, match="Signed stories: 0 of at least 1"):
        submission.submit(made, by=made.nominator)

    stories.told(made)
    assert submission.submit(made, by=made.nominator).state == "submitted"


@pytest.mark.parametrize(("is_enabled", "is_taken"), [(True, False), (False, True)])
def test_whether_csrs_write_themselves_is_a_setting(award, is_enabled, is_taken):
    judged, _certification = award(7, 5)
    given.rule(judged, "stories", is_enabled=is_enabled)
    made = stories.draft(judged, stories.measured(judged, "Acme", (170, 200)))

    if is_taken:
        assert submission.submit(made, by=made.nominator).state == "submitted"
    else:
        with pytest.raises(Refused):
            submission.submit(made, by=made.nominator)


@BOTH
@pytest.mark.parametrize(("late", "is_taken"), [(0, True), (1, False)])
def test_stories_close_on_january_31_to_the_last_second(award, number, certified, least, at_bar, late, is_taken):
    judged, _certification = award(number, certified)
    made = entry(judged, stories.measured(judged, "Acme", at_bar))
    clock.stopped_at.set(factories.at("2018-02-01 07:59:59") + timedelta(seconds=late))

    if is_taken:
        assert submission.submit(made, by=made.nominator).state == "submitted"
    else:
        with pytest.raises(Refused, match="The deadline has passed"):
            submission.submit(made, by=made.nominator)


# Judged


def test_the_csr_of_the_year_two_with_the_larger_plaque_and_22_more(award, administrator):
    """26 stories with 30, 29 … 5 points of 30 from each of two judges: the winner and 24, and one is left out."""
    award = award(6)
    names = [f"Agent {n:02d}" for n in range(26)]
    stories.judged(award, {name: 30 - n for n, name in enumerate(names)})

    found = given.placed(award, administrator)

    assert found == [
        ("CSR of the Year", "Agent 00", winner(6)),
        *[("Top 2 Finalist", name, LARGER) for name in names[1:3]],
        *[("Finalist", name, finalist(6)) for name in names[3:25]],
    ]
    assert len(found) == 25


def test_the_supervisor_of_the_year_and_five_more(award, administrator):
    award = award(7)
    names = [f"Supervisor {n}" for n in range(7)]
    stories.judged(award, {name: 30 - n for n, name in enumerate(names)})

    assert given.placed(award, administrator) == [
        ("Supervisor of the Year", "Supervisor 0", winner(7)),
        *[("Finalist", name, finalist(7)) for name in names[1:6]],
    ]


@pytest.mark.parametrize("number", [6, 7])
def test_whoever_has_no_second_scorecard_has_no_place(award, number):
    award = award(number)
    stories.judged(award, {"A": 30, "B": 20}, judges=1)

    assert given.places(award) == {"A": None, "B": None}


@pytest.mark.parametrize("number", [6, 7])
def test_equal_stories_for_the_title_are_settled_by_a_person_with_a_reason(award, administrator, number):
    """$1,000 are never split, and the portal never picks: A and B have 30, C has 29."""
    award = award(number)
    made = {one.title: one for one in stories.judged(award, {"A": 30, "B": 30, "C": 29})}
    title = award.placings.get(slug="winner")

    found = given.placed(award, administrator)
    assert [name for _placing, name, _words in found] == ["C"]
    decision = award.decision
    decisions.place(decision, title, nomination=made["B"], by=administrator)
    with pytest.raises(Refused, match="Write the reason"):
        decisions.seal(decision, by=administrator)
    with pytest.raises(Refused, match="has one place, and it is taken"):
        decisions.place(decision, title, nomination=made["A"], by=administrator)
    second = award.placings.all()[1]
    decisions.place(decision, second, nomination=made["A"], by=administrator)
    decisions.explain(decision, "The panel met and preferred the story of B.", by=administrator)

    assert decisions.seal(decision, by=administrator).is_sealed


@pytest.mark.parametrize(
    ("number", "policy", "placed"),
    [(6, "decide", 24), (6, "share", 26), (7, "decide", 5), (7, "share", 7)],
)
def test_equal_stories_at_the_last_place_are_settled_as_the_setting_says(award, administrator, number, policy, placed):
    """The last finalist and the one after have the same points: nobody of them by itself, or both."""
    award = award(number)
    award.tie_policy = policy
    award.save()
    last = 24 if number == 6 else 5
    stories.judged(award, {f"N{n:02d}": 30 - min(n, last) for n in range(last + 2)})

    assert len(given.placed(award, administrator)) == placed


@pytest.mark.parametrize(("number", "includes", "most"), [(6, False, 24), (6, True, 23), (7, False, 5), (7, True, 4)])
def test_whether_the_winner_is_one_of_the_finalists_is_a_setting(award, administrator, number, includes, most):
    """S03: with the winner among them there are 23 and 4 finalists more, and a person cannot place another."""
    award = award(number)
    given.measure(award, finalists_include_winner=includes)
    made = stories.judged(award, {f"N{n:02d}": 30 - n for n in range(26)})

    found = given.placed(award, administrator)

    assert len(found) - 1 == most
    with pytest.raises(Refused, match="and they are taken"):
        decisions.place(award.decision, award.placings.get(slug="finalist"), nomination=made[-1], by=administrator)
