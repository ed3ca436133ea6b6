"""Awards 9 and 10: the improvement is the gate, the stories decide, and five receive the same without an order."""

from __future__ import annotations

import pytest

from judging.domain import decisions
from nominations.domain import submission
from operations.refusal import Refused

from . import given, stories

pytestmark = pytest.mark.django_db

#: Award, the one that certifies, its smallest sample, last year's hits of so many, and how many more are just enough.
BOTH = pytest.mark.parametrize(
    ("number", "certified", "least", "n", "before", "more"),
    [(9, 4, 25, 40, 20, 4), (10, 5, 200, 200, 100, 10)],
)
WORDS = {9: ["world class medallion", "pin tube award", "plaque award"], 10: ["world class medallion", "plaque award"]}
TITLE = {9: "Top 5 Customer Representative", 10: "Top 5 Supervisor"}


def entry(award, organisation):
    made = stories.draft(award, organisation)
    if award.key == "sqm-10":
        stories.told(made)
    return made


@BOTH
@pytest.mark.parametrize("missed", [0, 1])
def test_ten_points_of_a_csr_and_five_of_a_supervisor(award, number, certified, least, n, before, more, missed):
    """From 50 % to 60 % of 40, and from 50 % to 55 % of 200; one less is 57.5 % and 54.5 %. Nobody is certified."""
    award = award(number)
    made = entry(award, stories.measured(award, "Acme", (before + more - missed, n), (before, n)))

    if not missed:
        assert stories.against(made) == []
        assert submission.submit(made, by=made.nominator).state == "submitted"
        return
    sentence = {
        9: "From 50 % to 57.5 %: 2.5 points short of the 10 percentage points needed.",
        10: "From 50 % to 54.5 %: 0.5 points short of the 5 percentage points needed.",
    }[number]
    assert stories.against(made) == [sentence]
    with pytest.raises(Refused, match="short of"):
        submission.submit(made, by=made.nominator)


@BOTH
@pytest.mark.parametrize(("now", "then"), [(0, 0), (1, 0), (0, 1)])
def test_the_sample_is_asked_of_both_years(award, number, certified, least, n, before, more, now, then):
    """From nothing to everything: only the number of surveys is short."""
    award = award(number)
    this, last = least - now, least - then
    made = entry(award, stories.measured(award, "Acme", (this, this), (0, last)))

    found = stories.against(made)

    assert found == [] if not now + then else f"{least - 1} of {least} surveys: 1 short." in found[0]


@BOTH
@pytest.mark.parametrize(("years", "is_enough"), [("both", False), ("current", True)])
def test_which_years_need_the_sample_is_a_setting(award, number, certified, least, n, before, more, years, is_enough):
    award = award(number)
    given.rule(award, "sample", years=years)
    made = entry(award, stories.measured(award, "Acme", (least, least), (0, least - 1)))

    assert (stories.against(made) == []) is is_enough


@BOTH
@pytest.mark.parametrize(("unit", "is_enough"), [("points", False), ("relative", True)])
def test_points_or_percent_of_last_year_is_a_setting(award, number, certified, least, n, before, more, unit, is_enough):
    """Half of those points: from 50 % to 55 % is a tenth more, to 52.5 % a twentieth."""
    award = award(number)
    given.rule(award, "improvement", unit=unit)
    made = entry(award, stories.measured(award, "Acme", (before + more // 2, n), (before, n)))

    assert (stories.against(made) == []) is is_enough


@BOTH
@pytest.mark.parametrize(("months", "is_enough"), [((1, 2, 3), True), ((1, 2, 4), False)])
def test_three_months_one_after_the_other(award, number, certified, least, n, before, more, months, is_enough):
    award = award(number)
    made = entry(award, stories.measured(award, "Acme", (n, n), (before, n), months=months))

    assert (stories.against(made) == []) is is_enough


@BOTH
@pytest.mark.parametrize("is_enabled", [False, True])
def test_whether_they_must_be_certified_is_a_setting(award, number, certified, least, n, before, more, is_enabled):
    """At 60 % and 55 % nobody is certified."""
    judged, _certification = award(number, certified)
    given.rule(judged, "certified", is_enabled=is_enabled)
    made = entry(judged, stories.measured(judged, "Acme", (before + more, n), (before, n)))

    assert (stories.against(made) == []) is not is_enabled


@BOTH
def test_who_takes_part_in_no_study_is_not_entered(award, number, certified, least, n, before, more):
    award = award(number)
    stories.measured(award, "Other", (n, n))
    made = entry(award, stories.measured(award, "Acme", (n, n), (before, n), takes_part=False))

    assert stories.against(made) == ["Takes part in no benchmarking study or tracking program in 2017."]


def test_a_csr_is_chosen_by_a_named_senior_manager(award):
    award = award(9)
    acme = stories.measured(award, "Acme", (24, 40), (20, 40))
    without, whole = (
        stories.draft(award, acme, but={"senior-manager": None}),
        stories.draft(award, acme, name="Di Agent"),
    )

    with pytest.raises(Refused, match="Name of the senior manager who chose the nominee"):
        submission.submit(without, by=without.nominator)

    assert submission.submit(whole, by=whole.nominator).state == "submitted"


def test_a_supervisors_story_comes_from_the_csrs(award):
    award = award(10)
    made = stories.draft(award, stories.measured(award, "Acme", (110, 200), (100, 200)))
    with pytest.raises(Refused, match="Signed stories: 0 of at least 1"):
        submission.submit(made, by=made.nominator)

    stories.told(made)

    assert submission.submit(made, by=made.nominator).state == "submitted"


@pytest.mark.parametrize("number", [9, 10])
def test_the_five_best_stories_receive_the_same(award, administrator, number):
    """The size of the improvement does not rank: only points of the judges do."""
    award = award(number)
    most = 10 * award.criteria.count()
    stories.judged(award, {f"N{n}": most - n for n in range(7)})

    assert given.placed(award, administrator) == [(TITLE[number], f"N{n}", WORDS[number]) for n in range(5)]


@pytest.mark.parametrize("number", [9, 10])
@pytest.mark.parametrize(("policy", "placed"), [("decide", 4), ("share", 6)])
def test_equal_stories_at_the_fifth_place_are_settled_as_the_setting_says(award, administrator, number, policy, placed):
    award = award(number)
    award.tie_policy = policy
    award.save()
    most = 10 * award.criteria.count()
    stories.judged(award, {f"N{n}": most - min(n, 4) for n in range(6)})

    assert len(given.placed(award, administrator)) == placed


@pytest.mark.parametrize("number", [9, 10])
def test_a_person_places_the_fifth_of_two_equals_and_no_sixth(award, administrator, number):
    award = award(number)
    most = 10 * award.criteria.count()
    made = {one.title: one for one in stories.judged(award, {f"N{n}": most - min(n, 4) for n in range(6)})}
    given.placed(award, administrator)
    decision, top = award.decision, award.placings.get()

    decisions.place(decision, top, nomination=made["N5"], by=administrator)
    with pytest.raises(Refused, match="has 5 places, and they are taken"):
        decisions.place(decision, top, nomination=made["N4"], by=administrator)
    decisions.explain(decision, "The panel preferred this story.", by=administrator)

    assert decisions.seal(decision, by=administrator).is_sealed


@BOTH
@pytest.mark.parametrize(("includes", "is_enough"), [(True, True), (False, False)])
def test_automated_calls_count_for_people_as_a_setting(
    award, number, certified, least, n, before, more, includes, is_enough
):
    """S06: one survey of this year's sample is automated."""
    award = award(number)
    given.measure(award, telephone_includes_automated=includes)
    acme = stories.measured(award, "Acme", (least - 1, least - 1), (0, least))
    person = {award.measure["person"]: "7"}
    stories.counted.surveys(award.cycle, acme, "world_class", 1, 1, method="automated", **person)

    assert (stories.against(entry(award, acme)) == []) is is_enough


@BOTH
@pytest.mark.parametrize(("rounding", "is_enough"), [("none", False), ("1", False), ("0", True)])
def test_rounding_before_comparing_is_a_setting(award, number, certified, least, n, before, more, rounding, is_enough):
    """From 50 % to 59.6 %, which are 60, and to 54.6 %, which are 55: 596 and 546 of 1,000."""
    award = award(number)
    given.rule(award, "improvement", rate_rounding=rounding)
    top = {9: 596, 10: 546}[number]
    made = entry(award, stories.measured(award, "Acme", (top, 1000), (500, 1000)))

    assert (stories.against(made) == []) is is_enough


@BOTH
@pytest.mark.parametrize(("more_than_there_are", "is_enough"), [(0, True), (1, False)])
def test_how_many_surveys_make_a_month_is_a_setting(
    award, number, certified, least, n, before, more, more_than_there_are, is_enough
):
    """S08: the smallest sample over three months has 8 or 66 surveys in the month with the fewest."""
    award = award(number)
    given.rule(award, "months", min_per_month=least // 3 + more_than_there_are)
    made = entry(award, stories.measured(award, "Acme", (least, least), (0, least)))

    assert (stories.against(made) == []) is is_enough


@pytest.mark.parametrize(("attribution", "is_enough"), [("at_call", False), ("year_end", True)])
def test_whose_team_improved_is_a_setting(award, attribution, is_enough):
    """S12: only the team of December improved, from 100 to 110 of 200."""
    award = award(10)
    given.measure(award, attribution=attribution)
    acme = stories.measured(award, "Acme", (110, 200), (100, 200), level="supervisor_year_end")

    assert (stories.against(entry(award, acme)) == []) is is_enough


@pytest.mark.parametrize(("is_enabled", "is_taken"), [(True, False), (False, True)])
def test_whether_csrs_write_themselves_is_a_setting(award, is_enabled, is_taken):
    award = award(10)
    given.rule(award, "stories", is_enabled=is_enabled)
    made = stories.draft(award, stories.measured(award, "Acme", (110, 200), (100, 200)))

    if is_taken:
        assert submission.submit(made, by=made.nominator).state == "submitted"
    else:
        with pytest.raises(Refused, match="Signed stories: 0 of at least 1"):
            submission.submit(made, by=made.nominator)
