"""Which row of a file is the first of its kind, found by numbers and exactly the same as by comparing texts."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from measurement.surveys.duplicates import first_of_each


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["a", "b", "A", "a ", "", "ä", "survey-1", "survey-10"]) | st.text(max_size=3)))
def test_the_first_of_each_text_is_found_in_any_order(texts):
    series = pl.Series(texts, dtype=pl.String)

    found = first_of_each(series)

    assert found.to_list() == [text not in texts[:place] for place, text in enumerate(texts)]


def test_a_million_different_ones_are_all_first_and_all_the_same_are_one():
    numbers = pl.Series(range(1_000_000)).cast(pl.String)

    assert first_of_each(numbers).all()
    assert first_of_each(pl.Series(["same"] * 1000)).arg_true().to_list() == [0]
