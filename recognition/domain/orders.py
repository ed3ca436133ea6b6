"""What must be ordered for a cycle: each recognition of each decided honour, with the name to engrave.

For administrators alone: it says who won what before anybody may know.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from judging.enums import DecisionState
from operations.domain import audit
from programs.domain.plain_words import received
from programs.models import Cycle, Placing

from ..errors import RecognitionError
from ..models import Honour

CASH = "cash"
LETTERS_OF_A_CURRENCY = 3


@dataclass(frozen=True)
class Piece:
    """One thing for one recipient."""

    honour: Honour
    kind: str
    words: str
    """The exact words; of a sum of money with its currency, or that none is set (S45)."""

    @property
    def name(self) -> str:
        return self.honour.name_as_printed

    @property
    def is_named(self) -> bool:
        """Whether the name may be engraved: of a measured person somebody has confirmed it."""
        return self.honour.is_named


@dataclass
class Line:
    """The same thing for everybody of one placing of one award."""

    category: str
    placing: str
    kind: str
    words: str
    pieces: list[Piece] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.pieces)


def decided(cycle: Cycle) -> QuerySet[Honour]:
    """Honours to order for: of decisions that are sealed as the honour says, and of certificates earned."""
    sealed = Q(decided__decision__state=DecisionState.SEALED, decided__placing=F("placing"))
    return (
        Honour.objects.standing()
        .filter(Q(category__cycle=cycle) & (sealed | Q(certified_by__isnull=False)))
        .select_related("category__cycle__program", "placing", "candidate__agent")
        .order_by("category__position", "placing__position", "name_as_printed", "organisation_as_printed", "pk")
    )


def pieces(cycle: Cycle) -> list[Piece]:
    """Every single thing, by award, placing and name. One query."""
    return [
        Piece(honour, one.get("kind", ""), in_words(one))
        for honour in decided(cycle)
        for one in honour.placing.recognitions
    ]


def in_words(recognition: dict) -> str:
    if recognition.get("kind") == CASH and not recognition.get("currency"):
        return _("%(words)s (currency not set)") % {"words": recognition.get("words", "")}
    return received(recognition)


def lines(found: list[Piece]) -> list[Line]:
    """Pieces counted by award, placing and thing, in that order."""
    made: dict[tuple, Line] = {}
    for piece in found:
        honour = piece.honour
        key = (honour.category_id, honour.placing_id, piece.kind, piece.words)
        line = made.setdefault(key, Line(honour.category.name, honour.placing.name, piece.kind, piece.words))
        line.pieces.append(piece)
    return list(made.values())


def totals(found: list[Piece]) -> list[tuple[str, int]]:
    """How many of each thing, by its words; most first."""
    counted = Counter(piece.words for piece in found)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].casefold()))


def with_cash(cycle: Cycle) -> list[Placing]:
    """Placings of the cycle that come with a sum of money."""
    placings = Placing.objects.filter(category__cycle=cycle).select_related("category")
    return [placing for placing in placings if any(one.get("kind") == CASH for one in placing.recognitions)]


def currency_of(placings: list[Placing]) -> str:
    """The currency that all sums of these placings have; empty where none or not the same is set."""
    found = {one.get("currency", "") for placing in placings for one in placing.recognitions if one.get("kind") == CASH}
    return found.pop() if len(found) == 1 else ""


@transaction.atomic
def set_currency(cycle: Cycle, currency: str, *, by) -> int:
    """Set the currency of every sum of money in the cycle (S45); empty takes it back. Answers how many placings."""
    currency = currency.strip().upper()
    if currency and not (len(currency) == LETTERS_OF_A_CURRENCY and currency.isascii() and currency.isalpha()):
        raise RecognitionError(_("Write a currency in three letters, for example USD or CAD."))
    placings = with_cash(cycle)
    if not placings:
        raise RecognitionError(_("No placing of this cycle comes with a sum of money."))
    before = currency_of(placings)
    for placing in placings:
        placing.recognitions = [
            {**one, "currency": currency} if one.get("kind") == CASH else one for one in placing.recognitions
        ]
    Placing.objects.bulk_update(placings, ["recognitions"])
    change = {"from": before, "to": currency, "placings": len(placings)}
    audit.record("currency of cash set", f"cycle:{cycle.pk}", by=by, program=cycle.program.slug, change=change)
    return len(placings)
