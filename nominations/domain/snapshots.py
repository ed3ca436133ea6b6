"""What was handed in, frozen: the answers and files of a workbook as they stood at one instant, and how to read it."""

from __future__ import annotations

from dataclasses import dataclass, field

from operations import clock

from ..models import Attempt, Nomination
from . import readiness, values


@dataclass(frozen=True)
class Passage:
    """One question with the answer that was handed in: as text, and as table or files where it is one."""

    slug: str
    label: str
    section: str
    text: str = ""
    table: list[list[str]] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)


def take(nomination: Nomination) -> dict:
    """Every question with its answer and files, as plain data that nothing changes afterwards."""
    return {
        "taken_at": clock.now().isoformat(),
        "config_version": nomination.cycle.config_version,
        "answers": [
            {
                "slug": line.question.slug,
                "section": line.question.section,
                "kind": line.question.kind,
                "label": line.question.label,
                "competency": line.question.criterion.slug if line.question.criterion else "",
                "value": line.value,
                "version": line.version,
                "text": line.shown,
                "table": values.grid(line.question, line.value),
                "files": [
                    {"code": one.code, "name": one.name, "sha256": one.sha256, "size": one.size}
                    for one in line.attachments
                ],
            }
            for line in readiness.lines_of(nomination)
        ],
    }


def passages(attempt: Attempt) -> list[Passage]:
    return [
        Passage(
            one["slug"],
            one.get("label", one["slug"]),
            one.get("section", ""),
            one.get("text", ""),
            one.get("table", []),
            one.get("files", []),
        )
        for one in (attempt.snapshot or {}).get("answers", [])
    ]


def questions_of(attempt: Attempt, section: dict) -> list[str]:
    """The questions that a section of the instrument looks at, in the workbook's order."""
    answers = (attempt.snapshot or {}).get("answers", [])
    named = section.get("questions")
    if named:
        return [one["slug"] for one in answers if one["slug"] in named]
    return [one["slug"] for one in answers if one.get("competency") == section["competency"]]
