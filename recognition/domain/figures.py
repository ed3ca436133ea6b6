"""Figures of a winning entry that everybody may read: rows of its published tables without a mark (S37).

Only a winner, as it is seen now, has any: while a winner stands among the finalists its page shows none.
"""

from __future__ import annotations

from dataclasses import dataclass

from nominations.domain import tables
from nominations.enums import NominationState
from nominations.models import Answer
from programs.enums import PlacingKind, QuestionKind

from ..models import Honour


@dataclass(frozen=True)
class Figures:
    """One table: what it is about, the heading and the rows."""

    label: str
    grid: list[list[str]]


def published(honour: Honour) -> list[Figures]:
    """What the page of this honour shows; `honour` comes from `waves.as_seen`. One query."""
    if honour.placing.kind != PlacingKind.WINNER or honour.nomination_id is None or not honour.is_named:
        return []
    answers = (
        Answer.objects.filter(
            nomination=honour.nomination_id,
            nomination__state=NominationState.SUBMITTED,
            nomination__category=honour.category_id,
            question__kind=QuestionKind.TABLE,
        )
        .select_related("question")
        .order_by("question__position", "question_id")
    )
    found = [Figures(one.question.label, tables.public_grid(one.question, one.value)) for one in answers]
    return [one for one in found if one.grid]
