"""How a survey file as a whole is refused."""

from __future__ import annotations

from operations.refusal import Refused


class Unreadable(Refused):
    """Nothing of this file can be taken in. Its reasons are for the person who uploaded it."""
