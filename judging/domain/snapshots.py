"""The frozen text of an attempt, question by question. Nothing else reads the snapshot's shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from nominations.models import Attempt


@dataclass(frozen=True)
class Frozen:
    """One question of the workbook with the answer as it was handed in."""

    slug: str
    label: str
    text: str
    competency: str = ""
    table: list[list[str]] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)


def passages(attempt: Attempt) -> list[Frozen]:
    return [
        Frozen(
            one["slug"], one.get("label", one["slug"]), one.get("text", ""), one.get("competency", ""),
            one.get("table", []), one.get("files", []),
        )
        for one in entries(attempt.snapshot or {})
    ]  # fmt: skip


def entries(snapshot: dict) -> Iterator[dict]:
    yield from snapshot.get("answers", [])


def questions_of(attempt: Attempt, section: dict) -> list[str]:
    """The questions that a section of the instrument looks at: those it names, else those of its competency."""
    if section.get("questions"):
        return section["questions"]
    return [one.slug for one in passages(attempt) if one.competency and one.competency == section["competency"]]
