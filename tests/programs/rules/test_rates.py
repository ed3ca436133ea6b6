"""Rates are exact; what is shown never claims more than there is."""

from fractions import Fraction

import pytest

from programs.rules.rates import percent, points, rate, rounded

from .measured import sample


def test_a_rate_is_a_fraction_of_whole_numbers():
    assert rate(sample(400, 320)) == Fraction(4, 5)
    assert rate(sample(0)) is None


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(4, 5), "80"),
        (Fraction(79_996, 100_000), "79.99"),
        (Fraction(2, 3), "66.66"),
        (Fraction(799, 1000), "79.9"),
        (Fraction(1), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 1000), "-0.1"),
    ],
)
def test_percent_are_rounded_down(share, shown):
    assert percent(share) == shown


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (Fraction(1, 100), "1 point"),
        (Fraction(99_995, 10_000_000), "1 point"),  # 0.99995
        (Fraction(101, 10_000), "1.01 points"),
        (Fraction(1, 10_000_000), "0.01 points"),
        (Fraction(9, 100), "9 points"),
    ],
)
def test_what_is_missing_is_rounded_up_and_one_point_is_singular(missing, said):
    assert points(missing) == said


@pytest.mark.parametrize(
    ("decimals", "share"), [(None, Fraction(7996, 10000)), (1, Fraction(800, 1000)), (0, Fraction(80, 100))]
)
def test_79_96_percent_reach_eighty_only_where_rates_are_rounded(decimals, share):
    assert rounded(Fraction(7996, 10000), decimals) == share


@pytest.mark.parametrize(("share", "whole"), [(Fraction(795, 1000), 80), (Fraction(7949, 10000), 79)])
def test_half_a_percent_is_rounded_up(share, whole):
    assert rounded(share, 0) == Fraction(whole, 100)
