"""When honours go public: announcements laid over honours, so that one condition answers for each."""

from __future__ import annotations

from programs.models import Placing

from ..models import Announcement, Honour
from . import register


def apply(category_id: int) -> None:
    """Copy the governing moment to every honour of the category that was not revoked.

    A placing's own announcement governs it, else the category's; holding the category holds all.
    Call it inside the transaction that changes an announcement or an honour.
    """
    moments = {a.placing_id: a for a in Announcement.objects.filter(category_id=category_id)}
    placings = {placing.pk: placing for placing in Placing.objects.filter(category_id=category_id)}
    laid = {pk: _moment(placing, placings, moments) for pk, placing in placings.items()}
    honours = Honour.objects.filter(category_id=category_id, revoked_at=None, certified_by=None)
    stale = {
        honour.placing_id
        for honour in honours
        if any(getattr(honour, name) != value for name, value in laid[honour.placing_id].items())
    }
    for placing in stale:
        honours.filter(placing=placing).update(**laid[placing])
    register.bring_up_to_date(category_id)


def _moment(placing: Placing, placings: dict[int, Placing], moments: dict[int | None, Announcement]) -> dict:
    """From when a placing is seen, and as which other one until its own moment.

    A planned moment of a later wave is never opened by the category's moment alone: it opens when it was
    set for the placing itself, or at the planned instant.
    """
    whole, own = moments.get(None), moments.get(placing.pk)
    all_held = bool(whole and whole.is_held)
    governing = own or whole
    publish_at = governing.publish_at if governing else None
    plain = {
        "published_at": publish_at,
        "is_held": all_held or bool(governing and governing.is_held),
        "appears_as_id": None,
        "revealed_at": None,
    }
    other = next((one for one in placings.values() if one.slug == placing.appears_as and one.pk != placing.pk), None)
    if other is None:
        return plain
    if own is None and publish_at and placing.announce_at:
        plain["published_at"] = publish_at = max(publish_at, placing.announce_at)
    first = moments.get(other.pk) or whole
    if first is None or (publish_at is not None and publish_at <= first.publish_at):
        return plain
    is_hidden = all_held or bool(own and own.is_held)
    return {
        "published_at": first.publish_at,
        "is_held": all_held or first.is_held,
        "appears_as_id": other.pk,
        "revealed_at": None if is_hidden else publish_at,
    }
