"""The panel method: the mean of submitted scorecards, each a weighted mean of the marks given.

`gather` reads everything the result rests on as plain data, in a constant number of queries; `compute` is a pure
function of it, so a sealed decision can be computed again from what it stored. Fractions throughout; a recusal or a
criterion that a judge cannot judge is simply not there, so it never punishes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from nominations.models import Nomination
from programs.enums import TiePolicy
from programs.models import Category

from ..enums import ScorecardState
from ..models import Mark, Scorecard
from . import placings, statistics
from .scoring import weighted_mean
from .standing import Line, Standing

FORMAT = 1


@dataclass(frozen=True)
class Result:
    """What `compute` says of one nomination, by its code."""

    code: str
    value: Fraction | None
    count: int
    place: int | None
    is_tied: bool
    needs: str

    def as_json(self) -> dict:
        value = str(self.value) if self.value is not None else None
        return {"nomination": self.code, "value": value, "scorecards": self.count, "place": self.place,
                "tied": self.is_tied, "needs": bool(self.needs)}  # fmt: skip


def gather(category: Category) -> dict:
    """Everything the standing rests on, as JSON that sorts the same each time."""
    scorecards = Scorecard.objects.filter(
        assignment__nomination__in=Nomination.objects.filter(category=category).to_be_judged(),
        assignment__recusal=None,
        state=ScorecardState.SUBMITTED,
    )
    marks: dict[int, dict[str, int | None]] = defaultdict(dict)
    rows = Mark.objects.filter(scorecard__in=scorecards).values_list("scorecard_id", "criterion__slug", "value")
    for scorecard_id, slug, value in rows:
        marks[scorecard_id][slug] = value
    return {
        "format": FORMAT,
        "method": category.method,
        "category": category.key,
        "cycle": category.cycle.slug,
        "program": category.cycle.program.slug,
        "quorum": category.quorum,
        "tie_policy": category.tie_policy,
        "minimum_entrants": category.minimum_entrants,
        "criteria": {criterion.slug: criterion.weight for criterion in category.criteria.all()},
        "placings": placings.described(category),
        "nominations": sorted(
            Nomination.objects.filter(category=category).to_be_judged().values_list("code", flat=True)
        ),
        "scorecards": [
            {"code": code, "nomination": nomination, "judge": f"user:{judge_id}", "marks": marks[pk]}
            for pk, code, nomination, judge_id in scorecards.order_by("code").values_list(
                "pk", "code", "assignment__nomination__code", "assignment__judge_id"
            )
        ],
    }


def cards_of(inputs: dict) -> list[statistics.Card]:
    """The exact total of each scorecard, from its marks."""
    weights = inputs["criteria"]
    cards = []
    for scorecard in inputs["scorecards"]:
        marked = [(weights[slug], mark) for slug, mark in scorecard["marks"].items() if mark is not None]
        total = weighted_mean(marked)
        if total is not None:
            cards.append(statistics.Card(scorecard["judge"], scorecard["nomination"], total))
    return cards


def compute(inputs: dict) -> list[Result]:
    """Means, places and what still needs a person. The order of the inputs never matters."""
    totals: dict[str, list[Fraction]] = {code: [] for code in inputs["nominations"]}
    for card in cards_of(inputs):
        totals[card.nomination].append(card.total)
    means = {code: statistics.mean(found) for code, found in totals.items()}
    quorum = max(inputs["quorum"], 1)
    ranked = {code for code, found in totals.items() if len(found) >= quorum}
    by_sample = inputs["tie_policy"] == TiePolicy.BREAK_BY_SAMPLE

    def merit(code: str) -> tuple:
        return (means[code], len(totals[code]) if by_sample else 0)

    results = []
    position = 1
    ends = placings.boundaries(inputs["placings"])
    for _merit, group in groupby(sorted(ranked, key=lambda code: (merit(code), code), reverse=True), key=merit):
        codes = sorted(group)
        undecided = inputs["tie_policy"] != TiePolicy.SHARE and any(
            position <= end < position + len(codes) - 1 for end in ends
        )
        needs = _("Needs information: tie-break decision.") if undecided else ""
        results += [Result(code, means[code], len(totals[code]), position, len(codes) > 1, needs) for code in codes]
        position += len(codes)
    results += [
        Result(code, None, len(totals[code]), None, False, too_few(len(totals[code]), quorum))
        for code in sorted(totals.keys() - ranked)
    ]
    return results


def too_few(count: int, quorum: int) -> str:
    return ngettext(
        "Needs information: %(count)d of at least %(quorum)d scorecard.",
        "Needs information: %(count)d of at least %(quorum)d scorecards.",
        quorum,
    ) % {"count": count, "quorum": quorum}


def standings(category: Category) -> list[Standing]:
    inputs = gather(category)
    return present(category, inputs)


def present(category: Category, inputs: dict) -> list[Standing]:
    """Results with the rows that people recognise, judges' lines and the severity-adjusted value."""
    results = compute(inputs)
    cards = cards_of(inputs)
    severity = statistics.severities(cards)
    adjusted = statistics.adjusted(cards)
    lines = defaultdict(list)
    judges = {user.key: user for user in User.objects.filter(pk__in={key_number(card.judge) for card in cards})}
    for card in cards:
        lines[card.nomination].append(Line(judges.get(card.judge), card.total, severity.get(card.judge)))
    nominations = {
        nomination.code: nomination
        for nomination in Nomination.objects.filter(category=category)
        .to_be_judged()
        .select_related("candidate", "organisation")
    }
    found = []
    for result in results:
        nomination = nominations.get(result.code)
        if nomination is None:
            continue
        own = sorted(lines[result.code], key=lambda line: (-line.total, str(line.judge)))
        found.append(
            Standing(
                candidate=nomination.candidate,
                nomination=nomination,
                place=result.place,
                value=result.value,
                count=result.count,
                needs=result.needs,
                is_tied=result.is_tied,
                lines=tuple(own),
                spread=(own[-1].total, own[0].total) if own else None,
                adjusted=adjusted.get(result.code),
            )
        )
    return sorted(found, key=lambda standing: (standing.place or len(found) + 1, standing.name.casefold()))


def key_number(key: str) -> int:
    return int(key.partition(":")[2])
