"""When honours go public: announcements laid over honours, so that one condition answers for each."""

from __future__ import annotations

from ..models import Announcement, Honour
from . import register


def apply(category_id: int) -> None:
    """Copy the governing moment to every honour of the category that was not revoked.

    A placing's own announcement governs it, else the category's; holding the category holds all.
    Call it inside the transaction that changes an announcement or an honour.
    """
    moments = {a.placing_id: a for a in Announcement.objects.filter(category_id=category_id)}
    whole = moments.get(None)
    for honour in Honour.objects.filter(category_id=category_id, revoked_at=None, certified_by=None):
        governing = moments.get(honour.placing_id, whole)
        publish_at = governing.publish_at if governing else None
        is_held = bool(governing and governing.is_held) or bool(whole and whole.is_held)
        if (honour.published_at, honour.is_held) != (publish_at, is_held):
            Honour.objects.filter(pk=honour.pk).update(published_at=publish_at, is_held=is_held)
    register.bring_up_to_date(category_id)
