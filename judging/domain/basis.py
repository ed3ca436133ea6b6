"""What a measured result rests on, as plain data and as rows that are compared."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from measurement.domain import rating
from measurement.domain.measured import Measured
from programs.measure import measure_of
from programs.rules import Sample
from programs.rules.base import PASS


class Row(NamedTuple):
    """One subject as it was sealed, with what `Measured` has of it: what `ranking` and `threshold` look at."""

    key: str
    organisation: int
    site: str
    rates: tuple[Fraction | None, ...]
    value: Fraction | None
    may_stand: bool
    surveys: int

    @property
    def stands(self) -> bool:
        return self.may_stand and self.value is not None


class Result(NamedTuple):
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
        meets_bar = rating.meets_bar(measure, compared)
        found.append(
            Row(
                key=one["key"],
                organisation=one["organisation"],
                site=one["site"],
                rates=rates,
                value=value,
                may_stand=one["verdict"] == PASS and one["entered"] and meets_bar,
                surveys=rating.surveys(measure, samples),
            )
        )
    return found
