"""Chance for whole columns: splitmix64 of the row's number, so every row is the same wherever and whenever it is made."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

GAMMA, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
ALL_BITS = (1 << 64) - 1


def number(value: int) -> pl.Expr:
    return pl.lit(value & ALL_BITS, pl.UInt64)


def die(row: pl.Expr, seed: int, throw: str) -> pl.Expr:
    """From 0 up to 1, for each row; another `throw` is another die."""
    offset = seed * FIRST
    for letter in throw.encode():
        offset = (offset ^ letter) * GAMMA & ALL_BITS
    mixed = row.cast(pl.UInt64) * number(GAMMA) + number(offset)
    for shift, factor in ((1 << 30, FIRST), (1 << 27, SECOND)):
        mixed = mixed.xor(mixed // number(shift)) * number(factor)
    return (mixed // number(1 << 11)).cast(pl.Float64) / float(1 << 53)


def pick(chance: pl.Expr, shares: Sequence[tuple[str | None, float]]) -> pl.Expr:
    """A value for each row, by shares that are at most 1 together; the last value takes what is left."""
    (value, share), *rest = shares
    if not rest:
        return pl.lit(value, pl.String)
    border, chain = share, pl.when(chance < share).then(pl.lit(value, pl.String))
    for value, share in rest[:-1]:
        border += share
        chain = chain.when(chance < border).then(pl.lit(value, pl.String))
    return chain.otherwise(pl.lit(rest[-1][0], pl.String))
