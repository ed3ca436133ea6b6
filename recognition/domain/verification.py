"""What the portal says of a code. There is one way through here, whatever the code is."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import cached_property

from operations import clock
from operations.codes import grouped

from ..enums import Standing
from ..models import Correction, Honour
from . import waves


@dataclass(frozen=True)
class Answer:
    """Valid, corrected, expired, revoked or unknown; the honour only where there is something to tell."""

    standing: Standing
    code: str
    honour: Honour | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def has_page(self) -> bool:
        """Whether the honour has a public page: of a public cycle, and listed."""
        honour = self.honour
        if honour is None or not honour.category.cycle.is_public or self.standing == Standing.EXPIRED:
            return False
        return honour.certified_by is None or honour.certified_by.attempt.enrolment.register_consent

    @cached_property
    def files(self) -> list[dict]:
        if self.honour is None or self.standing == Standing.REVOKED or not self.honour.is_named:
            return []
        rows = self.honour.documents.filter(version=self.honour.version, placing=self.honour.placing)
        rows = rows.exclude(sha256="").order_by("kind")
        return [{"kind": row.kind, "label": row.get_kind_display(), "sha256": row.sha256} for row in rows]

    def as_json(self) -> dict:
        body: dict = {"code": grouped(self.code), "standing": str(self.standing)}
        if self.honour is None:
            return body
        honour, cycle = self.honour, self.honour.category.cycle
        body |= {
            "program": cycle.program.name,
            "cycle": cycle.name,
            "category": honour.category.name,
            "placing": honour.placing.name,
            "issuer": cycle.program.organiser,
            "url": f"{settings.SITE_URL}/v/{honour.code}/",
        }
        if self.standing == Standing.REVOKED:
            return {**body, "revoked_at": honour.revoked_at.isoformat()}
        return {
            **body,
            "name": honour.name_as_printed,
            "organisation": honour.organisation_as_printed,
            "citation": honour.citation,
            "announced_at": honour.published_at.isoformat(),
            **({"valid_until": honour.valid_until.isoformat()} if honour.valid_until else {}),
            "version": 1 + len(self.corrections),
            "corrected_at": [correction.at.isoformat() for correction in self.corrections],
            "files": [{"kind": one["kind"], "sha256": one["sha256"]} for one in self.files],
        }


def look_up(code: str) -> Answer:
    """One query that finds only what is announced, so a code before its moment is a code nobody knows."""
    honour = (
        Honour.objects.announced(clock.now())
        .filter(code=code)
        .select_related("category__cycle__program", "placing", "appears_as", "candidate__agent")
        .select_related("certified_by__attempt__enrolment")
        .first()
    )
    if honour is None:
        return Answer(Standing.UNKNOWN, code)
    honour = waves.one_as_seen(honour)
    if honour.revoked_at:
        return Answer(Standing.REVOKED, code, honour)
    corrections = tuple(honour.corrections.all())
    if honour.is_expired(clock.now()):
        return Answer(Standing.EXPIRED, code, honour, corrections)
    return Answer(Standing.CORRECTED if corrections else Standing.VALID, code, honour, corrections)
