"""Ratings from counts: what an award compares, as exact fractions.

Pure. Samples come as a mapping by `sample_key`, so that what is sealed with a decision is computed again by the same
functions. A rate is a share of one; it is rounded before it is compared only where an award says so (X02).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from programs.enums import Metric
from programs.measure import Measure
from programs.rules import Sample, sample_key
from programs.rules.rates import rate, rounded

NOTHING = Sample()
#: One contact resolution over several channels is made of these, each under its channel.
OCR_PARTS = ((Metric.OCR_CALL_CENTER.value, "call_center"), (Metric.OCR_WEBSITE.value, "website"))

Samples = Mapping[str, Sample]


def counted(metric: str) -> tuple[str, ...]:
    """The metrics in which the surveys of one are counted: itself, or its channels."""
    return tuple(part for part, _channel in OCR_PARTS) if metric == Metric.OCR else (metric,)


def rates_of(
    measure: Measure,
    samples: Samples,
    *,
    years_back: int = 0,
    rounding: int | None = None,
    volumes: Mapping[str, int] | None = None,
) -> tuple[Fraction | None, ...]:
    """The rate of each metric of a measure in one year; None where there is none."""
    found = [_rate(measure, metric, surveys, samples, years_back, volumes or {}) for metric, surveys in measure.asked]
    return tuple(found) if rounding is None else tuple(share and rounded(share, rounding) for share in found)


def _rate(
    measure: Measure, metric: str, surveys: str, samples: Samples, years_back: int, volumes: Mapping[str, int]
) -> Fraction | None:
    if metric != Metric.OCR or measure.weighting == "pooled":
        return windowed(measure, samples.get(sample_key(metric, surveys, years_back), NOTHING))
    parts = [
        (windowed(measure, samples.get(sample_key(part, surveys, years_back), NOTHING)), volumes.get(channel))
        for part, channel in OCR_PARTS
    ]
    if any(share is None for share, _volume in parts):
        return None
    if measure.weighting == "equal":
        return Fraction(sum(share for share, _volume in parts), len(parts))
    if any(volume is None for _share, volume in parts) or not sum(volume for _share, volume in parts):
        return None
    return Fraction(sum(share * volume for share, volume in parts)) / sum(volume for _share, volume in parts)


def windowed(measure: Measure, sample: Sample) -> Fraction | None:
    """The rate of the year, or of the best run of months that has the sample by itself (S54)."""
    if measure.window == "year":
        return rate(sample)
    best: Fraction | None = None
    for start in range(12):
        n = top = 0
        for month in range(start, 12):
            n += sample.counts[month]
            top += sample.hits[month]
            if n >= measure.best_period_sample and (best is None or top * best.denominator > best.numerator * n):
                best = Fraction(top, n)
    return best


def combined(measure: Measure, rates: tuple[Fraction | None, ...]) -> Fraction | None:
    """One rating out of one or two rates (S02). A sum of ranks needs the whole field, so it is no rating here."""
    if any(share is None for share in rates):
        return None
    if len(rates) == 1:
        return rates[0]
    first, second = rates
    if measure.combine == "rank_sum":
        return None
    if measure.combine == "product":
        return first * second
    weight = measure.first_weight if measure.combine == "weighted" else 50
    # In one step: each operation on fractions looks for common divisors anew.
    return Fraction(
        first.numerator * second.denominator * weight + second.numerator * first.denominator * (100 - weight),
        first.denominator * second.denominator * 100,
    )


def value_of(
    measure: Measure,
    samples: Samples,
    *,
    rounding: int | None = None,
    volumes: Mapping[str, int] | None = None,
    volumes_before: Mapping[str, int] | None = None,
) -> Fraction | None:
    """What an award ranks: this year's rating, or by how much it is better than last year's (S17)."""
    if measure.is_one_rate and rounding is None:
        return rate(samples.get(measure.keys[0], NOTHING))
    now = combined(measure, rates_of(measure, samples, rounding=rounding, volumes=volumes))
    if measure.compare == "rate" or now is None:
        return now
    before = combined(measure, rates_of(measure, samples, years_back=1, rounding=rounding, volumes=volumes_before))
    if before is None:
        return None
    if measure.improvement_unit == "points":
        return now - before
    # From nothing, any rise is beyond every percentage: there is no number to compare.
    return (now - before) / before if before else None


def surveys(measure: Measure, samples: Samples) -> int:
    """How many counting surveys of this year are behind a result."""
    return sum([samples[key].n for key in measure.keys if key in samples])


def meets_bar(measure: Measure, rating: Fraction | None) -> bool:
    """At or above the bar (S09); without a bar, any rating."""
    if measure.bar is None:
        return True
    return rating is not None and rating.numerator * 100 >= measure.bar * rating.denominator
