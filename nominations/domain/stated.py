"""What one nomination, or one question of a visitor, says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.domain.names import normalised
from accounts.models import Organisation


@dataclass
class Stated:
    """`fields` are those of `Facts`, by name; `day` is the one on which it is asked."""

    day: date
    fields: dict[str, Any]
    organisation: Organisation | None = None
    organisation_name: str = ""
    organisation_keys: tuple[str, ...] = ()

    @property
    def entrant_key(self) -> str:
        return normalised(self.fields.get("entrant_name") or "")

    @property
    def email(self) -> str:
        return (self.fields.get("entrant_email") or "").lower()
