"""What may stand in an answer, kind by kind, on both sides of each boundary."""

import pytest

from nominations.domain import values
from programs.models import Question


def question(kind, **fields) -> Question:
    return Question(kind=kind, label="It", slug="it", section="story", **fields)


CHOICES = [{"value": "a", "label": "Alpha"}, {"value": "b", "label": "Beta"}]


@pytest.mark.parametrize(
    ("kind", "raw", "stored"),
    [
        ("text", "  two words \r\n", "two words"),
        ("text", "nul\x00 and bell\x07", "nul and bell"),
        ("narrative", "one\r\n\r\ntwo  \n", "one\n\ntwo"),
        ("number", "1,250", 1250),
        ("number", "0", 0),
        ("number", "", None),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "a", "a"),
        ("yes_no", "yes", True),
        ("yes_no", "no", False),
        ("yes_no", "", None),
        ("statement", "yes", True),
        ("statement", "", None),
        ("statement", None, None),
        ("email", "a@example.com", "a@example.com"),
        ("video_link", "https://video.example/watch?v=1", "https://video.example/watch?v=1"),
        ("video_link", "http://video.example/1", "http://video.example/1"),
    ],
)
def test_what_is_stored(kind, raw, stored):
    assert values.clean(question(kind, choices=CHOICES), raw) == stored


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("number", "75.5"),
        ("number", "many"),
        ("number", "١٢"),
        ("number", "1" * 13),
        ("date", "2026-02-29"),
        ("date", "28.2.2026"),
        ("choice", "c"),
        ("yes_no", "perhaps"),
        ("email", "a@"),
        ("video_link", "javascript:alert(1)"),
        ("video_link", "data:text/html,x"),
        ("video_link", "ftp://video.example/1"),
        ("video_link", "video.example/1"),
        ("video_link", "https://user:secret@video.example/1"),
        ("narrative", "x" * 50_001),
    ],
)
def test_what_is_refused(kind, raw):
    with pytest.raises(values.InvalidAnswer):
        values.clean(question(kind, choices=CHOICES), raw)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one", 1), (" one\n two\tthree ", 3), ("state-of-the-art – it", 3)]
)
def test_words_are_runs_between_spaces(text, count):
    assert values.words(text) == count


@pytest.mark.parametrize(
    ("limits", "value", "is_fine"),
    [
        ({"max_words": 3}, "one two three", True),
        ({"max_words": 3}, "one two three four", False),
        ({"max_length": 3}, "abc", True),
        ({"max_length": 3}, "abcd", False),
    ],
)
def test_limits(limits, value, is_fine):
    assert (values.problems(question("narrative", limits=limits), value) == []) is is_fine


@pytest.mark.parametrize(("required", "is_fine"), [(True, False), (False, True)])
@pytest.mark.parametrize("value", [None, "", []])
def test_blank_is_a_problem_only_where_an_answer_is_required(required, is_fine, value):
    assert (values.problems(question("text", required=required), value) == []) is is_fine


def test_no_and_zero_are_answers():
    assert values.problems(question("yes_no"), False) == []
    assert values.problems(question("number"), 0) == []
