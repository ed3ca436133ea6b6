"""An attempt as its expert reads it: the frozen text by section of the instrument, and what changed since the last one.

Everything comes from the snapshot that was frozen at receipt, never from the draft. Names of other experts, findings
of others and the candidate's manager are not in here, so no template can show them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nominations.domain import snapshots
from nominations.models import Attachment, Attempt

from . import changes


@dataclass(frozen=True)
class Passage:
    """One question of the workbook with its frozen answer; `pieces` is the difference to the last attempt's."""

    slug: str
    label: str
    text: str
    table: list[list[str]] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)
    pieces: list[changes.Piece] = field(default_factory=list)
    is_changed: bool = False
    was_deficient: bool = False

    @property
    def words_added(self) -> int:
        return changes.words_of(self.pieces, changes.ADDED)

    @property
    def words_removed(self) -> int:
        return changes.words_of(self.pieces, changes.REMOVED)


@dataclass(frozen=True)
class Part:
    """One section of the instrument beside the passages that it looks at."""

    section: dict
    passages: list[Passage]
    was_deficient: bool

    @property
    def slug(self) -> str:
        return self.section["slug"]

    @property
    def is_changed(self) -> bool:
        return any(passage.is_changed for passage in self.passages)


@dataclass(frozen=True)
class Dossier:
    parts: list[Part]
    others: list[Passage]
    """Passages that no section looks at, for the whole picture."""
    is_again: bool


def read(attempt: Attempt) -> Dossier:
    """Two queries: the attempt before this one, and its decision."""
    before = (
        Attempt.objects.filter(enrolment=attempt.enrolment_id, number__lt=attempt.number)
        .exclude(received_at=None)
        .select_related("decision")
        .order_by("-number")
        .first()
    )
    earlier = {one.slug: one for one in snapshots.passages(before)} if before else {}
    decision = getattr(before, "decision", None) if before else None
    deficient = {one["section"] for one in decision.feedback} if decision else set()
    passages = {
        one.slug: passage_of(one, earlier.get(one.slug), is_again=before is not None, deficient=attempt.deficient)
        for one in snapshots.passages(attempt)
    }
    parts, used = [], set()
    for section in attempt.instrument.sections:
        slugs = [slug for slug in snapshots.questions_of(attempt, section) if slug in passages]
        used.update(slugs)
        parts.append(Part(section, [passages[slug] for slug in slugs], section["slug"] in deficient))
    others = [passage for slug, passage in passages.items() if slug not in used]
    return Dossier(parts, others, before is not None)


def passage_of(now, then, *, is_again: bool, deficient: list[str]) -> Passage:
    old = then.text if then else ""
    changed = is_again and changes.is_changed(old, now.text)
    return Passage(
        slug=now.slug,
        label=now.label,
        text=now.text,
        table=now.table,
        files=now.files,
        pieces=changes.between(old, now.text) if changed else [],
        is_changed=changed,
        was_deficient=now.slug in deficient,
    )


def files_of(attempt: Attempt) -> list[Attachment]:
    """The stored files that were handed in with this attempt, also those removed from the draft since."""
    codes = [file["code"] for passage in snapshots.passages(attempt) for file in passage.files]
    return list(Attachment.objects.filter(nomination=attempt.enrolment.nomination_id, code__in=codes))
