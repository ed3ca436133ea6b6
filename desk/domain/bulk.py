"""One action on several nominations: each by its own verb and in its own transaction, refusals told one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from nominations.models import Nomination
from operations.refusal import Refused
from programs.models import Cycle

MOST = 200


@dataclass
class Outcome:
    """What was done, and what was refused with the verb's own sentence."""

    done: list[Nomination] = field(default_factory=list)
    refused: list[tuple[Nomination, str]] = field(default_factory=list)


def chosen(cycle: Cycle, codes: Iterable[str]) -> list[Nomination]:
    """The nominations of these codes in this cycle, in the order they came in; strangers are left out."""
    rows = Nomination.objects.filter(cycle=cycle, code__in=list(codes)[:MOST])
    related = ("cycle__program", "category__cycle__program", "organisation", "nominator", "candidate")
    return list(rows.select_related(*related).order_by("receipt_number", "pk"))


def each(nominations: Iterable[Nomination], verb: Callable[[Nomination], object]) -> Outcome:
    outcome = Outcome()
    for nomination in nominations:
        try:
            verb(nomination)
        except Refused as refused:
            outcome.refused.append((nomination, str(refused)))
        else:
            outcome.done.append(nomination)
    return outcome
