"""Three categories, two candidates, first come, first served: tables of submissions and exact places.

A table is a text, one submission a line in order of arrival: `category candidate [state] [@when it ended]`.
Judging starts at noon of day 20.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from programs.rules import rule_from
from programs.rules.caps import JUDGED, NO_CAP, OVER, QUEUED, Submission, place

START = datetime(2026, 3, 1, tzinfo=UTC)
JUDGING = datetime(2026, 3, 20, 12, tzinfo=UTC)
SIZES = {"small", "medium", "large"}
SHORT = {JUDGED: "yes", OVER: "over", QUEUED: "waits", NO_CAP: "-"}


def table(text: str, **common) -> list[Submission]:
    made = []
    for number, line in enumerate(text.strip().splitlines(), start=1):
        category, candidate, *more = line.split()
        fields = {"state": more[0]} if more else {}
        if len(more) > 1:
            fields["ended_at"] = datetime.fromisoformat(more[1].removeprefix("@")).replace(tzinfo=UTC)
        made.append(submission(number, category, candidate, **{**common, **fields}))
    return made


def submission(number: int, category: str, candidate: str = "x", **fields) -> Submission:
    return Submission(
        **{
            "id": number,
            "category": category,
            "candidate": candidate,
            "family": "size" if category in SIZES else "",
            "receipt_number": number,
            "first_submitted_at": START + timedelta(hours=number),
            "nominee": "acme",
            "nominator": "acme",
            **fields,
        }
    )


def both(**switches):
    return [
        rule_from("category_cap", {"maximum": 3, **switches}),
        rule_from("candidate_cap", {"maximum": 2, **switches}),
    ]


def places(submissions, caps=None, at=JUDGING) -> list[str]:
    placed = place(both() if caps is None else caps, submissions, at)
    return [SHORT[placed[one.id].cap_place] for one in sorted(submissions, key=lambda one: one.id)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # three categories are judged, the fourth is not
        ("agent a\nmanager b\nculture c", "yes yes yes"),
        ("agent a\nmanager b\nculture c\nai d", "yes yes yes over"),
        # a category that is in stays in, however late
        ("agent a\nmanager b\nculture c\nai d\nagent e", "yes yes yes over yes"),
        # two candidates are judged, the third is not
        ("agent a\nagent b", "yes yes"),
        ("agent a\nagent b\nagent c", "yes yes over"),
        # candidates count, not forms: a second nomination of one candidate takes no place
        ("agent a\nagent a\nagent b\nagent c", "yes yes yes over"),
        ("agent a\nagent b\nagent a", "yes yes yes"),
        # the same candidate in another category is another place there
        ("agent a\nmanager a\nagent b\nagent c", "yes yes yes over"),
        # what is over one cap uses no place of the other
        ("agent a\nagent b\nagent c\nmanager d\nculture e", "yes yes over yes yes"),
        ("agent a\nmanager b\nculture c\nai d\nai e\nculture f", "yes yes yes over over yes"),
        # all over
        ("a 1\nb 1\nc 1\nd 1\ne 1\nf 1\na 2\na 3", "yes yes yes over over over yes over"),
    ],
)
def test_the_earliest_within_both_caps_are_judged(text, expected):
    assert places(table(text)) == expected.split()


def test_twenty_submissions_leave_three_categories_with_two_candidates():
    text = "\n".join(f"{category} {candidate}" for candidate in range(4) for category in "abcde")
    placed = places(table(text))
    assert placed.count("yes") == 6
    assert placed == ["yes"] * 3 + ["over"] * 2 + ["yes"] * 3 + ["over"] * 12


def test_each_organisation_has_its_own_places():
    ours = table("agent a\nmanager b\nculture c\nai d")
    theirs = [submission(10 + n, category, nominee="bolt") for n, category in enumerate(["ai", "agent", "culture"])]
    assert places([*theirs, *ours]) == ["yes", "yes", "yes", "over", "yes", "yes", "yes"]


# The order


def test_receipt_numbers_settle_the_same_instant():
    same = [submission(n, category, first_submitted_at=START) for n, category in enumerate("abcd", start=1)]
    late_receipt = [submission(9, "a", receipt_number=9, first_submitted_at=START), *same[1:]]
    assert places(same) == ["yes", "yes", "yes", "over"]
    assert places(late_receipt) == ["yes", "yes", "yes", "over"]  # b, c, d; the ids are 2, 3, 4, 9


def test_the_set_is_what_counts_and_not_the_order_it_comes_in():
    rows = table("agent a\nmanager b\nculture c\nai d\nagent e\nagent f")
    assert place(both(), rows, JUDGING) == place(both(), rows[::-1], JUDGING)


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        ("first_submitted", ["yes", "yes", "yes", "over"]),
        ("created", ["over", "yes", "yes", "yes"]),
        ("last_edited", ["yes", "over", "yes", "yes"]),
    ],
)
def test_the_timestamp_that_counts(timestamp, expected):
    created = [9, 1, 2, 3]
    edited = [2, 9, 3, 4]
    rows = [
        submission(
            n + 1,
            category,
            created_at=START - timedelta(days=20) + timedelta(hours=created[n]),
            last_edited_at=START + timedelta(days=2, hours=edited[n]),
        )
        for n, category in enumerate("abcd")
    ]
    assert places(rows, both(timestamp=timestamp)) == expected


# Sizes, surplus, whose places, what is outside


@pytest.mark.parametrize(
    ("switch", "text", "expected"),
    [
        ("separate", "small a\nmedium b\nlarge c\nagent d", "yes yes yes over"),
        ("one", "small a\nmedium b\nagent d\nculture e\nai f", "yes yes yes yes over"),
        ("separate", "small a\nsmall b\nmedium c\nmedium d", "yes yes yes yes"),
        ("one", "small a\nmedium b\nlarge c", "yes yes over"),
        ("one", "small a\nmedium a\nlarge a\nsmall b\nlarge c", "yes yes yes yes over"),  # one candidate, one place
    ],
)
def test_sizes_are_three_categories_or_one(switch, text, expected):
    assert places(table(text), both(size_bands=switch)) == expected.split()


def test_a_medium_center_over_the_candidate_cap_of_all_sizes_uses_no_category():
    caps = [rule_from("category_cap", {"maximum": 2}), rule_from("candidate_cap", {"maximum": 2, "size_bands": "one"})]
    assert places(table("small a\nsmall b\nmedium c\nagent d"), caps) == ["yes", "yes", "over", "yes"]


@pytest.mark.parametrize(("surplus", "expected"), [("not_judged", "over"), ("queued", "waits")])
def test_the_surplus_is_not_judged_or_waits(surplus, expected):
    rows = table("a 1\nb 1\nc 1\nd 1\na 2\na 3")
    assert places(rows, both(surplus=surplus)) == ["yes", "yes", "yes", expected, "yes", expected]


def test_what_one_cap_leaves_out_for_good_does_not_wait_for_the_other():
    caps = [rule_from("category_cap", {"surplus": "queued"}), rule_from("candidate_cap", {"surplus": "not_judged"})]
    assert places(table("a 1\na 2\na 3\nb 1\nc 1\nd 1"), caps) == ["yes", "yes", "over", "yes", "yes", "waits"]


def test_a_partners_nomination_uses_the_nominees_places_or_its_own():
    rows = table("a 1\nb 1\nc 1\nd 1")
    rows = [*rows[:3], submission(4, "d", nominator="partner")]
    assert places(rows, both(charged_to="nominee")) == ["yes", "yes", "yes", "over"]
    assert places(rows, both(charged_to="nominator")) == ["yes", "yes", "yes", "yes"]
    partners = [submission(n, c, nominee=f"client {n}", nominator="partner") for n, c in enumerate("abcd", start=1)]
    assert places(partners, both(charged_to="nominee")) == ["yes"] * 4
    assert places(partners, both(charged_to="nominator")) == ["yes", "yes", "yes", "over"]


def test_lifetime_stands_outside_everything():
    rows = [submission(1, "lifetime", counts=False), *table("a 1\nb 1\nc 1\nd 1")]
    rows = [rows[0], *[submission(one.id + 1, one.category) for one in rows[1:]]]
    assert places(rows) == ["-", "yes", "yes", "yes", "over"]


def test_without_an_organisation_or_without_caps_nothing_is_limited():
    assert places([submission(n, c, nominee="") for n, c in enumerate("abcd", start=1)]) == ["-"] * 4
    assert places(table("a 1\nb 1\nc 1\nd 1"), []) == ["-"] * 4


def test_one_cap_alone():
    rows = table("a 1\na 2\na 3\nb 1\nc 1\nd 1")
    assert places(rows, [rule_from("category_cap", {})]) == ["yes"] * 5 + ["over"]
    assert places(rows, [rule_from("candidate_cap", {})]) == ["yes", "yes", "over", "yes", "yes", "yes"]


# Withdrawing and rejecting


@pytest.mark.parametrize("ended", ["withdrawn", "rejected"])
@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        ("2026-03-10", "yes"),
        ("2026-03-20T11:59:59.999999", "yes"),
        ("2026-03-20T12:00", "over"),  # judging has started: the place stays used
        ("2026-03-25", "over"),
    ],
)
def test_a_place_is_freed_until_judging_starts(ended, instant, expected):
    rows = table(f"a 1 {ended} @{instant}\nb 1\nc 1\nd 1")
    assert places(rows) == ["-", "yes", "yes", expected]


@pytest.mark.parametrize(("ended", "switch"), [("withdrawn", "withdrawn_counts"), ("rejected", "rejected_counts")])
def test_a_place_can_be_kept_by_setting(ended, switch):
    rows = table(f"a 1 {ended} @2026-03-10\nb 1\nc 1\nd 1")
    other = {"withdrawn_counts": "rejected_counts", "rejected_counts": "withdrawn_counts"}[switch]
    assert places(rows, both(**{switch: False})) == ["-", "yes", "yes", "yes"]
    assert places(rows, both(**{switch: True})) == ["-", "yes", "yes", "over"]
    assert places(rows, both(**{other: True})) == ["-", "yes", "yes", "yes"]


def test_a_withdrawn_candidate_makes_room_for_the_third():
    assert places(table("agent a withdrawn @2026-03-10\nagent b\nagent c")) == ["-", "yes", "yes"]
    assert places(table("agent a withdrawn @2026-03-21\nagent b\nagent c")) == ["-", "yes", "over"]


def test_withdrawing_one_of_two_nominations_of_a_candidate_frees_nothing():
    assert places(table("agent a withdrawn @2026-03-10\nagent a\nagent b\nagent c")) == ["-", "yes", "yes", "over"]


def test_withdrawing_what_was_over_moves_nobody():
    assert places(table("a 1\nb 1\nc 1\nd 1 withdrawn @2026-03-25\ne 1")) == ["yes", "yes", "yes", "-", "over"]


def test_who_comes_back_before_judging_has_the_old_place():
    assert places(table("a 1\nb 1\nc 1\nd 1")) == ["yes", "yes", "yes", "over"]


def test_who_comes_back_after_judging_started_takes_no_place_from_others():
    away = {"away_as": "withdrawn", "rejoined_at": JUDGING + timedelta(days=1)}
    rows = [submission(1, "a", **away), *table("x 1\nb 1\nc 1\nd 1")[1:]]
    assert places(rows) == ["over", "yes", "yes", "yes"]
    assert places(rows[:3]) == ["yes", "yes", "yes"]
    assert places(rows, both(withdrawn_counts=True)) == ["yes", "yes", "yes", "over"]  # its place was never free


# Modes and reasons


@pytest.mark.parametrize(
    ("categories", "candidates", "text", "blocked"),
    [
        ("warn", "warn", "a 1\nb 1\nc 1\nd 1", False),
        ("block", "warn", "a 1\nb 1\nc 1\nd 1", True),
        ("block", "warn", "a 1\na 2\na 3", False),  # the cap in its way only warns
        ("warn", "block", "a 1\na 2\na 3", True),
        ("warn", "block", "a 1\nb 1\nc 1\nd 1", False),
        ("block", "block", "a 1\na 2\nb 1", False),
    ],
)
def test_a_cap_that_blocks_refuses_the_newcomer_and_one_that_warns_does_not(categories, candidates, text, blocked):
    caps = [rule_from("category_cap", {"mode": categories}), rule_from("candidate_cap", {"mode": candidates})]
    rows = table(text)
    assert place(caps, rows, JUDGING)[rows[-1].id].blocked is blocked


def test_the_reason_names_the_cap():
    placed = place(both(), table("a 1\nb 1\nc 1\nd 1"), JUDGING)
    assert placed[4].reason == (
        "The organization already stands in 3 categories, the most that are judged (first come, first served)."
    )
    assert {placed[n].reason for n in (1, 2, 3)} == {""}


@pytest.mark.parametrize(
    ("switches", "sentence"),
    [
        ({}, "First come, first served: an entry beyond that is accepted and not judged."),
        ({"surplus": "queued"}, "First come, first served: an entry beyond that is accepted and waits for a place."),
        ({"mode": "block"}, "First come, first served: an entry beyond that is refused."),
    ],
)
def test_a_cap_says_what_it_does(switches, sentence):
    assert rule_from("category_cap", switches).describe() == (
        f"An organization is judged in 3 categories at most. {sentence}"
    )
