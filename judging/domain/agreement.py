"""How far experts agree: counts and exact fractions. Pure: verdicts in, numbers out, no database."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

MEETS, DEFICIENCY = "meets", "deficiency"


@dataclass(frozen=True)
class SectionAgreement:
    """One section: how many experts say that it meets, how many that it is deficient."""

    section: str
    meets: int
    deficiency: int

    @property
    def is_unanimous(self) -> bool:
        return not (self.meets and self.deficiency)


@dataclass(frozen=True)
class PairAgreement:
    """Two experts over all sections: the sections they found alike, and kappa, which takes chance out of it."""

    first: str
    second: str
    same: int
    of: int
    kappa: Fraction | None

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.same, self.of) if self.of else None


@dataclass(frozen=True)
class Agreement:
    sections: tuple[SectionAgreement, ...]
    pairs: tuple[PairAgreement, ...]

    @property
    def same(self) -> int:
        return sum(pair.same for pair in self.pairs)

    @property
    def of(self) -> int:
        """How often two experts found something of the same section."""
        return sum(pair.of for pair in self.pairs)

    @property
    def share(self) -> Fraction | None:
        """Of all pairs of findings of one section, the part that is alike; None with fewer than two experts."""
        return Fraction(self.same, self.of) if self.of else None


def of(sections: list[str], verdicts: dict[str, dict[str, str]]) -> Agreement:
    """`verdicts` are {expert: {section: "meets" or "deficiency"}}; what an expert has not found counts nowhere."""
    return Agreement(
        sections=tuple(
            SectionAgreement(
                section,
                meets=sum(1 for found in verdicts.values() if found.get(section) == MEETS),
                deficiency=sum(1 for found in verdicts.values() if found.get(section) == DEFICIENCY),
            )
            for section in sections
        ),
        pairs=tuple(
            pair(sections, first, verdicts[first], second, verdicts[second])
            for first, second in combinations(sorted(verdicts), 2)
        ),
    )


def pair(sections: list[str], first: str, one: dict[str, str], second: str, other: dict[str, str]) -> PairAgreement:
    both = [(one[section], other[section]) for section in sections if section in one and section in other]
    same = sum(1 for mine, theirs in both if mine == theirs)
    return PairAgreement(first, second, same, len(both), kappa(both))


def kappa(both: list[tuple[str, str]]) -> Fraction | None:
    """Cohen's kappa, exactly. None where chance alone would have them agree everywhere: it says nothing then."""
    n = len(both)
    if not n:
        return None
    observed = Fraction(sum(1 for mine, theirs in both if mine == theirs), n)
    mine = Fraction(sum(1 for verdict, _theirs in both if verdict == MEETS), n)
    theirs = Fraction(sum(1 for _mine, verdict in both if verdict == MEETS), n)
    chance = mine * theirs + (1 - mine) * (1 - theirs)
    return (observed - chance) / (1 - chance) if chance != 1 else None
