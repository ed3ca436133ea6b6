"""The kinds of work that keep the portal itself going."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from .domain import audit, backups, limits, mail, schedule, stored
from .domain.jobs import CannotSucceed, Progress, job
from .models import OutgoingMail


@job("send_mail")
def send_mail(payload: dict, progress: Progress) -> None:
    row = OutgoingMail.objects.filter(pk=payload["mail"]).first()
    if row is not None:
        mail.send(row)


@job("audit_head")
def audit_head(payload: dict, progress: Progress) -> dict:
    """Mail the head of the trail to whoever keeps it: a chain alone does not show that its tail was cut."""
    found = audit.verify()
    for address in settings.AUDIT_HEAD_TO:
        mail.queue("audit_head", address, {"found": found, "day": payload["day"]}, key=f"audit_head:{payload['day']}")
    return {"events": found.events, "head": found.head, "faults": list(found.faults)}


@job("forget_old_counters")
def forget_old_counters(payload: dict, progress: Progress) -> dict:
    return {"forgotten": limits.forget_old()}


@job("sweep_files")
def sweep_files(payload: dict, progress: Progress) -> dict:
    """Files that no row names go; a row whose file is gone parks this job, so that somebody sees it."""
    found = stored.sweep()
    if found["missing"]:
        raise CannotSucceed(f"{len(found['missing'])} rows lack their file: {', '.join(found['missing'][:5])}")
    return found


@job("backup")
def backup(payload: dict, progress: Progress) -> dict:
    if settings.BACKUP_DIR is None:
        return {"skipped": "BACKUP_DIR is not set"}
    path = backups.make(settings.BACKUP_DIR)
    backups.forget_old(settings.BACKUP_DIR, settings.BACKUPS_KEPT)
    return {"archive": str(path)}


@stored.owner("letters")
def files_of_letters() -> Iterator[str]:
    for attachments in OutgoingMail.objects.exclude(attachments=[]).values_list("attachments", flat=True).iterator():
        yield from (attachment["path"] for attachment in attachments)


schedule.every_day("audit_head")
schedule.every_day("backup")
schedule.every_day("sweep_files")
schedule.every_day("forget_old_counters")
