"""What marks say of judges and of agreement. Information for administrators: nothing here changes a standing.

Small and exact where that costs nothing: means are fractions, correlations and the least-squares fit are floats.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from django.utils.translation import gettext as _

ENOUGH_SHARED = 6
ENOUGH_OWN = 5
LITTLE_AGREEMENT = 0.2
FLAT = 0.25
CEILING = Fraction(1, 3)


@dataclass(frozen=True)
class Card:
    """One submitted scorecard: who, what, and its exact total."""

    judge: str
    nomination: str
    total: Fraction


def mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def by_nomination(cards: Iterable[Card]) -> dict[str, list[Card]]:
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        found[card.nomination].append(card)
    return found


def compared(cards: Iterable[Card]) -> dict[str, list[tuple[Fraction, Fraction]]]:
    """For each judge: own total beside the mean of the other judges, for every nomination shared with somebody."""
    found: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for together in by_nomination(cards).values():
        if len(together) > 1:
            total = sum((card.total for card in together), Fraction(0))
            for card in together:
                found[card.judge].append((card.total, (total - card.total) / (len(together) - 1)))
    return found


def severities(cards: Iterable[Card]) -> dict[str, Fraction]:
    """Each judge's mean difference to the rest of the panel on shared nominations; below zero is severe."""
    return {judge: mean([own - others for own, others in pairs]) for judge, pairs in compared(cards).items()}


def agreement(cards: Iterable[Card]) -> dict[str, float | None]:
    """Correlation of each judge with the mean of the others, where enough is shared to say."""
    return {
        judge: correlation(pairs) if len(pairs) >= ENOUGH_SHARED else None for judge, pairs in compared(cards).items()
    }


def correlation(pairs: Sequence[tuple]) -> float | None:
    """Pearson's r; None where one side does not vary."""
    count = len(pairs)
    if count < 2:
        return None
    left = mean([Fraction(own) for own, _other in pairs])
    right = mean([Fraction(other) for _own, other in pairs])
    across = sum((own - left) * (other - right) for own, other in pairs)
    own_spread = sum((own - left) ** 2 for own, _other in pairs)
    other_spread = sum((other - right) ** 2 for _own, other in pairs)
    if not own_spread or not other_spread:
        return None
    return float(across) / sqrt(float(own_spread) * float(other_spread))


def deviation(values: Sequence) -> float | None:
    """Standard deviation of a judge's totals, in points of the scale; None with fewer than two."""
    if len(values) < 2:
        return None
    centre = mean([Fraction(value) for value in values])
    return sqrt(float(sum((value - centre) ** 2 for value in values) / (len(values) - 1)))


def adjusted(cards: Sequence[Card]) -> dict[str, float]:
    """Each nomination's mean corrected for severe and mild judges: additive least squares.

    A total is taken as entry + judge. The judges' part is solved from their normal equations, with the judges of each
    connected group adding up to zero, so that groups who share nothing are not compared by it.
    """
    together = by_nomination(cards)
    judges = sorted({card.judge for card in cards})
    place = {judge: row for row, judge in enumerate(judges)}
    size = len(judges)
    matrix = [[0.0] * size for _judge in judges]
    right = [0.0] * size
    for shared in together.values():
        share = 1 / len(shared)
        centre = float(mean([card.total for card in shared]))
        for card in shared:
            row = place[card.judge]
            matrix[row][row] += 1
            right[row] += float(card.total) - centre
            for other in shared:
                matrix[row][place[other.judge]] -= share
    for group in groups(judges, together.values()):
        members = [place[judge] for judge in group]
        for row in members:
            for column in members:
                matrix[row][column] += 1
    effects = solve(matrix, right)
    return {
        nomination: sum(float(card.total) - effects[place[card.judge]] for card in shared) / len(shared)
        for nomination, shared in together.items()
    }


def groups(judges: Sequence[str], shared: Iterable[Sequence[Card]]) -> list[set[str]]:
    """Judges connected by nominations they share, directly or through others."""
    group_of = {judge: {judge} for judge in judges}
    for cards in shared:
        first = group_of[cards[0].judge]
        for card in cards[1:]:
            other = group_of[card.judge]
            if other is not first:
                first |= other
                for judge in other:
                    group_of[judge] = first
    return list({id(group): group for group in group_of.values()}.values())


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting; the matrix is small: judges by judges."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            if factor:
                rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    solution = [0.0] * size
    for row in reversed(range(size)):
        known = sum(rows[row][column] * solution[column] for column in range(row + 1, size))
        solution[row] = (rows[row][size] - known) / rows[row][row]
    return solution


@dataclass(frozen=True)
class JudgeReport:
    """What an administrator sees of one judge. Flags are for a talk, never for removing anybody silently."""

    judge: str
    scorecards: int
    mean: Fraction
    severity: Fraction | None
    deviation: float | None
    agreement: float | None
    flags: tuple[str, ...]


def judges(cards: Sequence[Card], marks: dict[str, list[Sequence[int]]] | None = None) -> list[JudgeReport]:
    """A report on each judge; `marks` are the marks of each scorecard, by judge."""
    own: dict[str, list[Fraction]] = defaultdict(list)
    for card in cards:
        own[card.judge].append(card.total)
    severity, agrees = severities(cards), agreement(cards)
    reports = []
    for judge, totals in sorted(own.items()):
        spread = deviation(totals)
        flags = tuple(flags_of(len(totals), spread, agrees.get(judge), (marks or {}).get(judge, [])))
        reports.append(
            JudgeReport(judge, len(totals), mean(totals), severity.get(judge), spread, agrees.get(judge), flags)
        )
    return reports


def flags_of(count: int, spread: float | None, agrees: float | None, marks: list[Sequence[int]]) -> list[str]:
    """Why to have a talk, in words. Severity is never a fault: it is only shown."""
    flags = []
    if agrees is not None and agrees < LITTLE_AGREEMENT:
        flags.append(_("Orders the entries differently from the rest of the panel."))
    if count >= ENOUGH_OWN and spread is not None and spread < FLAT:
        flags.append(_("Gives nearly the same total to every entry."))
    several = [card for card in marks if len(card) > 1]
    if len(several) >= ENOUGH_OWN and all(len(set(card)) == 1 for card in several):
        flags.append(_("Gives every criterion of an entry the same mark."))
    return flags


def histogram(values: Iterable[int], steps: Iterable[int]) -> list[tuple[int, int]]:
    """How often each step of the scale was used."""
    counted = Counter(values)
    return [(step, counted[step]) for step in steps]


def bunches_at_the_top(bars: Sequence[tuple[int, int]]) -> bool:
    """More than a third of the marks on the highest step: the scale no longer tells entries apart."""
    total = sum(count for _step, count in bars)
    return bool(total) and Fraction(bars[-1][1], total) > CEILING
