"""The one place where a nomination's state changes.

Named verbs (`submission.submit`, `submission.withdraw`, ...) call `move`; nothing else writes `state`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..enums import ALLOWED_MOVES, NominationState
from ..models import Nomination, NominationEvent


class MoveNotAllowed(Refused):
    """The table of moves does not lead from here to there."""


class SomebodyWasFaster(Refused):
    """The old state was gone when it was claimed: another tab or person moved first."""


@transaction.atomic
def move(
    nomination: Nomination, to: str, *, what: str, by=None, reason: str = "", at: datetime | None = None, **fields
) -> Nomination:
    """Take a nomination to its next state, once, and remember who did it. `fields` are written with the state."""
    was = nomination.state
    if to not in ALLOWED_MOVES[was]:
        raise MoveNotAllowed(
            _("A nomination that is “%(was)s” cannot become “%(to)s”.")
            % {"was": NominationState(was).label, "to": NominationState(to).label}
        )
    at = at or clock.now()
    changes = {"state": to, "updated_at": at, "version": nomination.version + 1, **fields}
    if not Nomination.objects.filter(pk=nomination.pk, state=was).update(**changes):
        raise SomebodyWasFaster(_("This nomination was changed in the meantime. Please look at it again."))
    for name, value in changes.items():
        setattr(nomination, name, value)
    remember(nomination, what, by=by, at=at, from_state=was, to_state=to, reason=reason)
    return nomination


def remember(
    nomination: Nomination,
    what: str,
    *,
    by=None,
    at: datetime | None = None,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    change: dict | None = None,
) -> NominationEvent:
    """One step for the timeline and one line for the audit trail, in the transaction of the change."""
    event = NominationEvent.objects.create(
        nomination=nomination,
        what=what,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        by=by,
        at=at or clock.now(),
    )
    moved = {"from": from_state, "to": to_state} if to_state else {}
    audit.record(
        f"nomination {what.replace('_', ' ')}",
        nomination.key,
        by=by,
        program=nomination.cycle.program.slug,
        change={**moved, **({"reason": reason} if reason else {}), **(change or {})},
    )
    return event
