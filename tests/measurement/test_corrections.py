"""A survey that several files have, by the file that was taken in last."""

import polars as pl

from measurement.domain.corrections import each_once


def rows(*files: dict[str, str]) -> list[list[tuple[str, str]]]:
    frames = [pl.LazyFrame({"id": list(file), "said": list(file.values())}) for file in files]
    return [frame.collect().sort("id").rows() for frame in each_once(frames, "id")]


def test_the_last_of_three_files_says_what_a_survey_was():
    assert rows({"a": "no", "b": "no", "c": "no"}, {"b": "yes", "d": "no"}, {"b": "perhaps", "c": "yes"}) == [
        [("a", "no")],
        [("d", "no")],
        [("b", "perhaps"), ("c", "yes")],
    ]


def test_files_without_a_survey_in_common_stay_as_they_are():
    assert rows({"a": "no"}, {"b": "no"}) == [[("a", "no")], [("b", "no")]]


def test_the_same_file_twice_counts_once():
    assert rows({"a": "no", "b": "yes"}, {"a": "no", "b": "yes"}) == [[], [("a", "no"), ("b", "yes")]]
