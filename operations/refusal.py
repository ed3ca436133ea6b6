"""How every verb says no: with sentences that whoever asked can act on. Views answer all refusals alike."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """What was asked cannot be done now. `reasons` are whole sentences for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: Sequence[str] = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))
