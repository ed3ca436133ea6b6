"""The rubric of a scorecard as a page shows it: criteria with anchors, marks, and texts that wait for a choice."""

from __future__ import annotations

from dataclasses import dataclass, field

from programs.models import Category, Criterion

from ..models import Mark, MarkVersion, Scorecard
from .scoring import Conflict, Saved, Typed, steps


@dataclass(frozen=True)
class Row:
    """One criterion with what this judge gave it."""

    criterion: Criterion
    number: int
    share: int
    steps: list[tuple[int, str]]
    value: int | None
    cannot_judge: bool
    comment: str
    version: int
    undecided: list[MarkVersion] = field(default_factory=list)
    lacking: str = ""

    @property
    def slug(self) -> str:
        return self.criterion.slug

    @property
    def is_answered(self) -> bool:
        return self.cannot_judge or self.value is not None

    @property
    def anchors(self) -> list[tuple[int, str]]:
        return [(step, words) for step, words in self.steps if words]


@dataclass(frozen=True)
class Rubric:
    """All criteria of a scorecard; `note_undecided` are late texts of the overall note."""

    rows: list[Row]
    note_undecided: list[MarkVersion]

    @property
    def is_weighted(self) -> bool:
        """Whether some criteria count more than others, so that shares are worth telling."""
        return len({row.criterion.weight for row in self.rows}) > 1

    @property
    def lacking(self) -> list[Row]:
        return [row for row in self.rows if row.lacking]

    @property
    def answered(self) -> int:
        return sum(row.is_answered for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.rows)


def of(scorecard: Scorecard, category: Category, lacking: dict[str, str] | None = None) -> Rubric:
    """Three queries, whatever the scorecard holds."""
    marks = {mark.criterion_id: mark for mark in scorecard.marks.all()}
    undecided: dict[int | None, list[MarkVersion]] = {}
    for version in scorecard.versions.filter(is_conflict=True, resolved_at=None):
        undecided.setdefault(version.criterion_id, []).append(version)
    criteria = list(category.criteria.all())
    whole = sum(criterion.weight for criterion in criteria)
    empty = Mark(value=None, cannot_judge=False, comment="", version=0)
    rows = []
    for number, criterion in enumerate(criteria, start=1):
        mark = marks.get(criterion.pk, empty)
        rows.append(
            Row(
                criterion=criterion,
                number=number,
                share=round(100 * criterion.weight / whole),
                steps=scale_of(category, criterion),
                value=mark.value,
                cannot_judge=mark.cannot_judge,
                comment=mark.comment,
                version=mark.version,
                undecided=undecided.get(criterion.pk, []),
                lacking=(lacking or {}).get(criterion.slug, ""),
            )
        )
    return Rubric(rows, undecided.get(None, []))


def scale_of(category: Category, criterion: Criterion) -> list[tuple[int, str]]:
    """Each step with its written anchor; a criterion's own anchors go before the category's."""
    anchors = criterion.anchors or category.scale.get("anchors") or {}
    return [(step, anchors.get(str(step), "")) for step in steps(category)]


def row_after(criterion: Criterion, typed: Typed | None, answer: Saved | Conflict | None, scorecard: Scorecard) -> Row:
    """One row as it stands after a save, without asking the database again."""
    stands = answer.saved if isinstance(answer, Conflict) else typed.content if typed else {}
    return Row(
        criterion=criterion,
        number=0,
        share=0,
        steps=[],
        value=stands.get("value"),
        cannot_judge=stands.get("cannot_judge", False),
        comment=stands.get("comment", ""),
        version=typed.base_version if isinstance(answer, Conflict) else answer.version if answer else 0,
        undecided=[answer.kept] if isinstance(answer, Conflict) else [],
    )
