"""Agreement and results worked out by hand; what changed between two texts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from judging.domain import agreement, assessment, changes

M, D = "meets", "deficiency"
FIVE = ["a", "b", "c", "d", "e"]


def found(letters: str, sections: list[str] = FIVE) -> dict[str, str]:
    return {slug: M if letter == "M" else D for slug, letter in zip(sections, letters, strict=True)}


def inputs(*letters: str, evaluators: int = 2, sections: list[str] = FIVE) -> dict:
    return {
        "evaluators": evaluators,
        "sections": [{"slug": slug, "title": slug} for slug in sections],
        "evaluations": [
            {
                "code": f"E{n}",
                "findings": {slug: {"verdict": verdict} for slug, verdict in found(one, sections).items()},
            }
            for n, one in enumerate(letters)
        ],
    }


def test_two_experts_over_five_sections():
    """Alike in a, b and d: 3/5. Each says meets in 3 of 5: chance 9/25 + 4/25 = 13/25. Kappa (15-13)/(25-13) = 1/6."""
    said = agreement.of(FIVE, {"E0": found("MMMDD"), "E1": found("MMDDM")})

    assert said.share == Fraction(3, 5)
    assert said.pairs[0].kappa == Fraction(1, 6)
    assert [(one.section, one.meets, one.deficiency) for one in said.sections] == [
        ("a", 2, 0), ("b", 2, 0), ("c", 1, 1), ("d", 0, 2), ("e", 1, 1),
    ]  # fmt: skip
    assert [one.section for one in said.sections if not one.is_unanimous] == ["c", "e"]


def test_kappa_says_nothing_where_chance_alone_agrees():
    said = agreement.of(FIVE, {"E0": found("MMMMM"), "E1": found("MMMMM")})

    assert (said.share, said.pairs[0].kappa) == (Fraction(1), None)


def test_kappa_of_perfect_and_of_opposite_findings():
    assert agreement.of(FIVE, {"a": found("MMDDD"), "b": found("MMDDD")}).pairs[0].kappa == 1
    # Alike nowhere; meets 2/5 and 3/5: chance 6/25 + 6/25 = 12/25, kappa -12/13.
    assert agreement.of(FIVE, {"a": found("MMDDD"), "b": found("DDMMM")}).pairs[0].kappa == Fraction(-12, 13)


def test_three_experts_are_three_pairs():
    """E0-E1 alike in 3 of 5, E0-E2 in 5, E1-E2 in 3: 11/15 together."""
    said = agreement.of(FIVE, {"E0": found("MMMDD"), "E1": found("MMDDM"), "E2": found("MMMDD")})

    assert [(one.first, one.second, one.same) for one in said.pairs] == [
        ("E0", "E1", 3), ("E0", "E2", 5), ("E1", "E2", 3),
    ]  # fmt: skip
    assert said.share == Fraction(11, 15)


def test_one_expert_agrees_with_nobody():
    assert agreement.of(FIVE, {"E0": found("MMMDD")}).share is None


@pytest.mark.parametrize(
    ("letters", "evaluators", "result", "missing", "is_split"),
    [
        ((), 2, "", 2, False),
        (("MMMMM",), 2, "", 1, False),
        (("MMMMM", "MMMMM"), 2, "met", 0, False),
        (("MMMMD", "DMMMM"), 2, "not_met", 0, False),
        (("MMMMM", "MMMMD"), 2, "", 1, True),
        (("MMMMM", "MMMMD", "MMMMM"), 2, "met", 0, False),
        (("MMMMM", "MMMMD", "DDDDD"), 2, "not_met", 0, False),
        (("MMMMM",), 1, "met", 0, False),
        (("MMMMM", "MMMMD", "MMMMM"), 3, "met", 0, False),
        (("MMMMM", "MMMMD", "MMMMM", "MMMMD"), 4, "", 1, True),
    ],
)
def test_the_result_is_what_more_than_half_say(letters, evaluators, result, missing, is_split):
    outcome = assessment.compute(inputs(*letters, evaluators=evaluators))

    assert (outcome.result, outcome.missing, outcome.is_split) == (result, missing, is_split)


@pytest.mark.parametrize(
    ("letters", "evaluators", "result", "missing", "is_split"),
    [
        (("MMMMD", "MMMMD"), 2, "not_met", 0, False),
        # Both say not met, for other sections: a third is asked, and then most of them decide.
        (("MMMMD", "DMMMM"), 2, "", 1, True),
        (("MMMMD", "DMMMM", "MMMMM"), 2, "not_met", 0, False),
        (("MMMMM", "MMMMD"), 2, "", 1, True),
        (("MMMMD", "DMMMM", "MMMMM"), 3, "", 1, True),
        (("MMMMD", "DMMMM", "MMMMM", "MMMMM"), 3, "", 1, True),
        (("MMMMD", "DMMMM", "MMMMM", "MMMMM", "MMMMM"), 3, "met", 0, False),
        (("MMMMD",), 2, "", 1, False),
        (("MMMMD",), 1, "not_met", 0, False),
    ],
)
def test_where_every_section_must_be_found_alike_one_more_is_asked(letters, evaluators, result, missing, is_split):
    given = inputs(*letters, evaluators=evaluators) | {"differ": "section"}
    outcome = assessment.compute(given)

    assert (outcome.result, outcome.missing, outcome.is_split) == (result, missing, is_split)


def test_what_an_administrator_reads_where_sections_differ():
    outcome = assessment.compute(inputs("MMMMD", "DMMMM") | {"differ": "section"})
    assert assessment.in_words(outcome) == "The experts differ in 2 sections. One more expert is needed."


def test_deficient_is_what_anybody_found_in_the_order_of_the_instrument():
    assert assessment.compute(inputs("MMMMD", "DMMMM")).deficient == ("a", "e")


def pieces(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in changes.between(before, after)]


def test_words_that_went_and_words_that_came():
    assert pieces("We answer in 40 seconds.", "We answer in 20 seconds.") == [
        ("same", "We answer in"), ("removed", " 40"), ("added", " 20"), ("same", " seconds.\n"),
    ]  # fmt: skip


def test_a_paragraph_that_came_leaves_the_others_alone():
    assert pieces("One.\n\nThree.", "One.\n\nTwo.\n\nThree.") == [
        ("same", "One.\n\n"), ("added", "Two.\n\n"), ("same", "Three.\n"),
    ]  # fmt: skip


def test_blanks_at_the_ends_are_no_change():
    assert not changes.is_changed("One.  \r\nTwo.\n", "One.\nTwo.")
    assert changes.is_changed("One. Two.", "One.\nTwo.")


def test_a_passage_too_dear_to_compare_is_shown_whole():
    before, after = "the " * 300, "the " * 299 + "end"
    assert [kind for kind, _text in pieces(before, after)] == ["removed", "added"]
    assert changes.words_of(changes.between(before, after), changes.ADDED) == 300


def test_the_new_text_can_be_read_off_the_pieces():
    before, after = "a b c\nd e f\ng", "a x c\ng h\ni"
    assert "".join(text for kind, text in pieces(before, after) if kind != "removed") == after + "\n"
    assert "".join(text for kind, text in pieces(before, after) if kind != "added") == before + "\n"
