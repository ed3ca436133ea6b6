"""What a measured result rests on, as plain data and as rows that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from measurement.domain import rating
from measurement.domain.measured import Measured
from programs.measure import Measure, measure_of
from programs.rules import Sample
from programs.rules.base import PASS, UNKNOWN


@dataclass(frozen=True)
class Row:
    """One subject: whether it may stand, what it reached, on how many surveys."""

    key: str
    organisation: int
    site: str
    verdict: str
    is_entered: bool
    rates: tuple[Fraction | None, ...]
    value: Fraction | None
    meets_bar: bool
    sample: int

    @property
    def may_stand(self) -> bool:
        return self.verdict == PASS and self.is_entered and self.meets_bar

    @property
    def stands(self) -> bool:
        return self.may_stand and self.value is not None

    @property
    def is_in_doubt(self) -> bool:
        return self.verdict == UNKNOWN and self.is_entered and self.meets_bar and self.value is not None


@dataclass(frozen=True)
class Result:
    """What a method says of one subject, by its key."""

    key: str
    value: Fraction | None
    count: int
    place: int | None
    is_tied: bool
    needs: str

    def as_json(self) -> dict:
        value = str(self.value) if self.value is not None else None
        return {"subject": self.key, "value": value, "surveys": self.count, "place": self.place,
                "tied": self.is_tied, "needs": bool(self.needs)}  # fmt: skip


def row_of(one: Measured) -> Row:
    """A subject as it is now."""
    return Row(
        key=one.key,
        organisation=one.organisation,
        site=one.site,
        verdict=one.verdict,
        is_entered=one.is_entered and not one.is_opted_out,
        rates=one.rates,
        value=one.value,
        meets_bar=one.meets_bar,
        sample=surveys(one.measure, one.samples),
    )


def surveys(measure: Measure, samples: Mapping[str, Sample]) -> int:
    """How many counting surveys of this year are behind a result."""
    return sum(samples.get(f"{metric}:{how}:0", rating.NOTHING).n for metric, how in rating.asked(measure))


def plain(one: Measured) -> dict:
    """A subject as it is sealed: what its rates are made of, and what the rules said."""
    return {
        "key": one.key,
        "organisation": one.organisation,
        "site": one.site,
        "person": one.person,
        "name": one.name,
        "verdict": one.verdict,
        "entered": one.is_entered and not one.is_opted_out,
        "samples": {
            key: [list(sample.counts), list(sample.hits)] for key, sample in sorted(one.samples.items()) if sample.n
        },
        "volumes": [dict(sorted(volumes.items())) for volumes in one.volumes],
    }


def rows_from(inputs: dict) -> list[Row]:
    """The same rows from what was sealed: every rate is computed anew."""
    measure = measure_of(inputs["measure"])
    rounding = inputs["rate_rounding"]
    found = []
    for one in inputs["subjects"]:
        samples = {key: Sample(tuple(counts), tuple(hits)) for key, (counts, hits) in one["samples"].items()}
        now, before = one["volumes"]
        rates = rating.rates_of(measure, samples, rounding=rounding, volumes=now)
        value = rating.value_of(measure, samples, rounding=rounding, volumes=now, volumes_before=before)
        compared = value if measure.compare == "improvement" else rating.combined(measure, rates)
        found.append(
            Row(
                key=one["key"],
                organisation=one["organisation"],
                site=one["site"],
                verdict=one["verdict"],
                is_entered=one["entered"],
                rates=rates,
                value=value,
                meets_bar=rating.meets_bar(measure, compared),
                sample=surveys(measure, samples),
            )
        )
    return found
