"""The verbs of the announcement: set the moment, hold it, let it go. What follows at the moment is `open_doors`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from operations import clock
from operations.domain import audit, jobs
from programs.models import Category, Placing

from ..errors import RecognitionError
from ..models import Announcement, Honour
from . import letters, moments


@transaction.atomic
def schedule(category: Category, placing: Placing | None, publish_at: datetime, *, by: User | None) -> Announcement:
    """Set from when on a placing is public; without a placing, all of the category that has no own moment.

    What is public already cannot be moved into the future: hold it instead.
    """
    Category.objects.select_for_update().get(pk=category.pk)
    now = clock.now()
    out = _governed(category, placing).filter(announced_at__isnull=False, revoked_at=None)
    if placing is not None:  # who is shown as another placing is not public as this one
        out = out.exclude(Q(appears_as__isnull=False) & (Q(revealed_at=None) | Q(revealed_at__gt=now)))
    if publish_at > now and out.exists():
        raise RecognitionError(_("This is public already. Hold it if it must not be seen."))
    announcement, _created = Announcement.objects.update_or_create(
        category=category, placing=placing, defaults={"publish_at": publish_at, "set_by": by, "set_at": now}
    )
    _record("announcement scheduled", announcement, by, publish_at=publish_at.isoformat())
    _follow(announcement)
    return announcement


@transaction.atomic
def hold(category: Category, placing: Placing | None = None, *, by: User | None, reason: str) -> Announcement:
    """Stop an announcement, before or after its moment: pages, files and codes answer as if it were unknown."""
    return _set_held(category, placing, held=True, by=by, reason=reason)


@transaction.atomic
def release(category: Category, placing: Placing | None = None, *, by: User | None, reason: str = "") -> Announcement:
    """Let a held announcement go on: at once if its moment has passed, else at its moment."""
    return _set_held(category, placing, held=False, by=by, reason=reason)


@transaction.atomic
def open_doors(category: Category) -> dict[str, int]:
    """Do what the moment brings, for all that is announced by now: mark it, register it, write the letters.

    Safe to call at any time and any number of times: what is not announced now, or was done, is left alone.
    """
    Category.objects.select_for_update().get(pk=category.pk)
    now = clock.now()
    public = Honour.objects.announced(now).filter(category=category)
    fresh = Honour.objects.filter(pk__in=public.values("pk"), announced_at=None).update(announced_at=now)
    moments.apply(category.pk)
    queued = letters.write(category)
    Announcement.objects.filter(category=category, publish_at__lte=now, is_held=False, letters_queued_at=None).update(
        letters_queued_at=now
    )
    return {"announced": fresh, "letters": queued}


def wake(category: Category, due_at: datetime, *, key: str) -> None:
    """Ask for `open_doors` at an instant. Whether anything is announced then is decided then."""
    jobs.enqueue("announce", key=key, payload={"category": category.pk}, due_at=due_at, program=_program(category))


def _set_held(category: Category, placing: Placing | None, *, held: bool, by: User | None, reason: str) -> Announcement:
    Category.objects.select_for_update().get(pk=category.pk)
    announcement = Announcement.objects.filter(category=category, placing=placing).first()
    if announcement is None:
        raise RecognitionError(_("No announcement moment is set here yet."))
    if announcement.is_held != held:
        announcement.is_held, announcement.set_by, announcement.set_at = held, by, clock.now()
        announcement.save(update_fields=["is_held", "set_by", "set_at"])
        _record("announcement held" if held else "announcement released", announcement, by, reason=reason)
        _follow(announcement)
    return announcement


def _follow(announcement: Announcement) -> None:
    """Lay the moments over the honours and wake the doors when the moment comes."""
    moments.apply(announcement.category_id)
    due_at = max(announcement.publish_at, clock.now())
    change = f"{announcement.set_at.isoformat()}:{announcement.publish_at.isoformat()}:{announcement.is_held:d}"
    wake(announcement.category, due_at, key=f"announce:{announcement.pk}:{change}")
    wake_at_reveals(announcement.category)


def wake_at_reveals(category: Category) -> None:
    """Ask for `open_doors` at each instant at which a placing is shown as itself."""
    waiting = Honour.objects.standing().filter(category=category, revealed_at__gt=clock.now())
    for instant in waiting.order_by().values_list("revealed_at", flat=True).distinct():
        wake(category, instant, key=f"announce:wave:{category.pk}:{instant.isoformat()}")


@transaction.atomic
def lay_anew(category: Category) -> None:
    """After the placings of a category were set up differently: the moments follow what they say now."""
    moments.apply(category.pk)
    wake_at_reveals(category)


def _governed(category: Category, placing: Placing | None):
    honours = Honour.objects.filter(category=category)
    if placing is not None:
        return honours.filter(placing=placing)
    own = Announcement.objects.filter(category=category).exclude(placing=None).values("placing")
    return honours.exclude(placing__in=own)


def _program(category: Category) -> str:
    return category.cycle.program.slug


def _record(action: str, announcement: Announcement, by: User | None, **change: str) -> None:
    category = announcement.category
    placing = announcement.placing.slug if announcement.placing else ""
    audit.record(
        action, f"category:{category.pk}", by=by, program=_program(category), change={"placing": placing, **change}
    )
