"""What holds for every set of submissions, tried on many: no account is judged above its caps, and none below."""

import random

from programs.rules.caps import JUDGED, place

from .test_caps import JUDGING, both, submission


def some_submissions(seed: int):
    chance = random.Random(seed)
    return [
        submission(number, chance.choice("abcde"), chance.choice("uvwxyz"), nominee=chance.choice(["acme", "bolt"]))
        for number in range(1, chance.randint(2, 30))
    ]


def test_the_caps_are_kept_and_used_up():
    for seed in range(300):
        rows = some_submissions(seed)
        placed = place(both(), rows, JUDGING)
        for account in ("acme", "bolt"):
            mine = [one for one in rows if one.nominee == account]
            judged = [one for one in mine if placed[one.id].cap_place == JUDGED]
            categories = list(dict.fromkeys(one.category for one in mine))
            assert {one.category for one in judged} == set(categories[:3]), seed
            for category in categories[:3]:
                entered = list(dict.fromkeys(one.candidate for one in mine if one.category == category))
                assert {one.candidate for one in judged if one.category == category} == set(entered[:2]), seed


def test_a_newcomer_at_the_end_changes_no_place_before_it():
    for seed in range(300):
        rows = some_submissions(seed)
        before = place(both(), rows[:-1], JUDGING)
        after = place(both(), rows, JUDGING)
        assert {pk: after[pk] for pk in before} == before, seed
