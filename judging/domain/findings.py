"""An evaluation as its page shows it: the instrument's sections with what this expert found, and texts that wait."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models import Evaluation, Finding, FindingVersion
from .dossier import Dossier, Part
from .evaluating import NOTE, Conflict, Saved, Typed


@dataclass(frozen=True)
class Row:
    """One section of the instrument with this expert's finding, beside the passages it looks at."""

    slug: str
    number: int
    section: dict
    verdict: str
    evidence: str
    correction: str
    version: int
    part: Part | None = None
    undecided: list[FindingVersion] = field(default_factory=list)
    lacking: str = ""


@dataclass(frozen=True)
class Sheet:
    rows: list[Row]
    note_undecided: list[FindingVersion]

    @property
    def lacking(self) -> list[Row]:
        return [row for row in self.rows if row.lacking]

    @property
    def answered(self) -> int:
        return sum(bool(row.verdict) for row in self.rows)


def of(evaluation: Evaluation, dossier: Dossier, lacking: dict[str, str] | None = None) -> Sheet:
    """Two queries, whatever the evaluation holds."""
    findings = {finding.section: finding for finding in evaluation.findings.all()}
    undecided: dict[str, list[FindingVersion]] = {}
    for version in evaluation.versions.filter(is_conflict=True, resolved_at=None):
        undecided.setdefault(version.section, []).append(version)
    parts = {part.slug: part for part in dossier.parts}
    rows = []
    for number, section in enumerate(evaluation.attempt.instrument.sections, start=1):
        slug = section["slug"]
        finding = findings.get(slug, Finding(version=0))
        rows.append(
            Row(
                slug=slug, number=number, section=section, verdict=finding.verdict, evidence=finding.evidence,
                correction=finding.correction, version=finding.version, part=parts.get(slug),
                undecided=undecided.get(slug, []), lacking=(lacking or {}).get(slug, ""),
            )
        )  # fmt: skip
    return Sheet(rows, undecided.get(NOTE, []))


def row_after(slug: str, section: dict, typed: Typed | None, answer: Saved | Conflict | None) -> Row:
    """One row as it stands after a save, without asking the database again."""
    stands = answer.saved if isinstance(answer, Conflict) else typed.content if typed else {}
    return Row(
        slug=slug,
        number=0,
        section=section,
        verdict=stands.get("verdict", ""),
        evidence=stands.get("evidence", ""),
        correction=stands.get("correction", ""),
        version=typed.base_version if isinstance(answer, Conflict) else answer.version if answer else 0,
        undecided=[answer.kept] if isinstance(answer, Conflict) else [],
    )
