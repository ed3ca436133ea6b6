"""One subject of a measured award, with everything that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from programs.measure import Measure
from programs.rules import Facts, Sample, sample_key
from programs.rules import report as reports
from programs.rules.base import PASS, UNKNOWN
from programs.rules.report import InForce, Report

from . import rating, shortfalls


@dataclass(eq=False)
class Measured:
    """An organisation, a site, all sites, a CSR or a supervisor in one award.

    `verdict` is the sum of the rules and says nothing of the bar; `value` is exact, None where there is nothing to
    compare. Facts, lines and shortfalls are made when they are looked at: twenty thousand are asked, fifty are shown.
    """

    measure: Measure
    organisation: int
    organisation_name: str
    site: str
    is_all_sites: bool
    person: str
    person_name: str
    agent: int | None
    samples: Mapping[str, Sample]
    make_facts: Callable[[int, Mapping[str, Sample], str, str], Facts]
    rules: Sequence[InForce]
    verdict: str
    is_opted_out: bool
    is_entered: bool
    rates: tuple[Fraction | None, ...]
    rating: Fraction | None
    value: Fraction | None
    volumes: tuple[Mapping[str, int], Mapping[str, int]]

    @property
    def key(self) -> str:
        """What makes this subject the same one tomorrow: organisation, and the site's name or the person's number."""
        if self.person:
            return f"{self.organisation}#{self.person}"
        return f"{self.organisation}/{self.site}" if self.site else str(self.organisation)

    @property
    def name(self) -> str:
        if self.person:
            return self.person_name or self.person
        return shortfalls.site_name(self) if self.site or self.is_all_sites else self.organisation_name

    @property
    def eligible(self) -> bool:
        """Every rule is met, and the organisation stands in the award."""
        return self.verdict == PASS and self.is_entered and not self.is_opted_out

    @property
    def is_in_doubt(self) -> bool:
        """Nothing speaks against it, but something is not known yet."""
        return self.verdict == UNKNOWN and self.is_entered and not self.is_opted_out

    @property
    def meets_bar(self) -> bool:
        return rating.meets_bar(self.measure, self.bar_value)

    @property
    def bar_value(self) -> Fraction | None:
        """What is held against the bar: the rating, or the improvement where that is compared."""
        return self.value if self.measure.compare == "improvement" else self.rating

    @property
    def reaches(self) -> bool:
        """Rules and bar are met, whether or not the organisation stands in the award (S15)."""
        return self.verdict == PASS and self.meets_bar

    @cached_property
    def facts(self) -> Facts:
        return self.make_facts(self.organisation, self.samples, self.person, self.name)

    def sample(self, place: int = 0, years_back: int = 0) -> Sample:
        """The sample behind one of the metrics."""
        metric, surveys = rating.asked(self.measure)[place]
        return self.samples.get(sample_key(metric, surveys, years_back), rating.NOTHING)

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the survey year with counting surveys of the first metric; January is 1."""
        return tuple(month for month, n in enumerate(self.sample().counts, 1) if n)

    @cached_property
    def report(self) -> Report:
        return reports.made(self.rules, self.facts)

    @property
    def lines(self) -> list[dict]:
        return self.report.lines

    @cached_property
    def shortfalls(self) -> list[str]:
        """What is missed and by how much, as sentences; nothing for who is awarded."""
        return shortfalls.of(self)
