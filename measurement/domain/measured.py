"""One subject of a measured award, with everything that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.functional import cached_property

from programs.measure import Measure
from programs.rules import Facts, Sample, sample_key
from programs.rules import report as reports
from programs.rules.base import PASS, UNKNOWN
from programs.rules.report import InForce, Report

from . import rating, shortfalls
from .asking import Entrant


class Measured:
    """An organisation, a site, all sites, a CSR or a supervisor in one award.

    Only the samples are here from the start. What they come to, what the rules say of them and how that reads in
    sentences is found when it is looked at: of twenty thousand people a page shows fifty.
    """

    def __init__(self, entrant: Entrant, name: str, is_all_sites: bool, samples: Mapping[str, Sample]) -> None:
        measure = entrant.award.measure
        self.entrant = entrant
        self.measure: Measure = measure
        self.organisation: int = entrant.organisation
        self.site, self.person = ("", name) if measure.person else (name, "")
        self.is_all_sites = is_all_sites
        self.samples = samples

    @property
    def organisation_name(self) -> str:
        return self.entrant.name

    @property
    def rules(self) -> Sequence[InForce]:
        return self.entrant.award.rules

    @property
    def volumes(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Contacts by channel, this year's and last year's."""
        return self.entrant.volumes

    @property
    def is_opted_out(self) -> bool:
        return self.entrant.is_opted_out

    @property
    def is_entered(self) -> bool:
        return self.entrant.is_entered

    @cached_property
    def key(self) -> str:
        """What makes this subject the same one tomorrow: organisation, and the site's name or the person's number."""
        if self.person:
            return f"{self.organisation}#{self.person}"
        return f"{self.organisation}/{self.site}" if self.site else str(self.organisation)

    @cached_property
    def name(self) -> str:
        if self.person:
            return self.person_name or self.person
        return shortfalls.site_name(self) if self.site or self.is_all_sites else self.organisation_name

    @property
    def called(self) -> str:
        """The name where a rule asks for it; "" otherwise, because twenty thousand names cost time."""
        return self.name if self.entrant.award.bars else ""

    @property
    def agent(self) -> int | None:
        return self._agent[0]

    @property
    def person_name(self) -> str:
        return self._agent[1]

    @property
    def _agent(self) -> tuple[int | None, str]:
        return self.entrant.award.agents.get((self.organisation, self.person), (None, ""))

    # What the rules say

    @cached_property
    def verdict(self) -> str:
        """The sum of the rules; it says nothing of the bar."""
        return self.entrant.verdict(self.samples, self.person, self.called)

    @property
    def eligible(self) -> bool:
        """Every rule is met, and the organisation stands in the award."""
        return self.entrant.stands and self.verdict == PASS

    @property
    def is_in_doubt(self) -> bool:
        """Nothing speaks against it, but something is not known yet."""
        return self.entrant.stands and self.entrant.may_be_in_doubt and self.verdict == UNKNOWN

    @property
    def may_stand(self) -> bool:
        """Rules and bar are met, and the organisation stands in the award."""
        return self.entrant.stands and self.reaches

    @property
    def stands(self) -> bool:
        return self.value is not None and self.may_stand

    @property
    def reaches(self) -> bool:
        """Rules and bar are met, whether or not the organisation stands in the award (S15)."""
        return self.meets_bar and self.verdict == PASS

    @cached_property
    def facts(self) -> Facts:
        return self.entrant.facts(self.samples, self.person, self.called)

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

    # What the samples come to

    @cached_property
    def rates(self) -> tuple[Fraction | None, ...]:
        """The rate of each metric; exact, or rounded where the award compares rounded rates."""
        return rating.rates_of(
            self.measure, self.samples, rounding=self.entrant.award.rounding, volumes=self.entrant.volumes[0]
        )

    @cached_property
    def value(self) -> Fraction | None:
        """What is compared, and held against the bar; None where there is nothing to compare."""
        now, before = self.entrant.volumes
        return rating.value_of(
            self.measure, self.samples, rounding=self.entrant.award.rounding, volumes=now, volumes_before=before
        )

    @property
    def rating(self) -> Fraction | None:
        """One rating out of the rates."""
        return self.value if self.measure.compare == "rate" else rating.combined(self.measure, self.rates)

    @property
    def meets_bar(self) -> bool:
        return rating.meets_bar(self.measure, self.value)

    @property
    def surveys(self) -> int:
        """How many counting surveys of this year are behind the result."""
        return rating.surveys(self.measure, self.samples)

    def sample(self, place: int = 0, years_back: int = 0) -> Sample:
        """The sample behind one of the metrics."""
        metric, surveys = self.measure.asked[place]
        return self.samples.get(sample_key(metric, surveys, years_back), rating.NOTHING)

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the survey year with counting surveys of the first metric; January is 1."""
        return tuple(month for month, n in enumerate(self.sample().counts, 1) if n)
