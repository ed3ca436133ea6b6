"""Outgoing mail: every letter is a row first, and a job of the ledger sends it.

A letter has three templates, `templates/mail/<name>.subject.txt`, `.txt` and `.html` (the last may be missing).
The key names the event ("submitted:7K4Q"); the same key never writes to the same address twice.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from .. import clock, files
from ..enums import MailState
from ..models import Job, OutgoingMail
from . import jobs

ROW_HEADER = "X-Awards-Mail"


def queue(
    template: str,
    to,
    context: dict | None = None,
    *,
    key: str,
    program: str = "",
    attachments: list[dict] | tuple = (),
    due_at: datetime | None = None,
) -> OutgoingMail:
    """Write a letter inside the caller's transaction; it leaves after the commit, at `due_at` at the earliest.

    `to` is an address or anybody with an `email`; `attachments` are {name, path, type} of stored files.
    """
    words = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **(context or {})}
    return keep(
        key=key,
        to=getattr(to, "email", to),
        subject=" ".join(render_to_string(f"mail/{template}.subject.txt", words).split())[:300],
        text=render_to_string(f"mail/{template}.txt", words),
        html=rendered_if_there(f"mail/{template}.html", words),
        attachments=list(attachments),
        program=program,
        due_at=due_at,
    )


def rendered_if_there(template: str, words: dict) -> str:
    try:
        return render_to_string(template, words)
    except TemplateDoesNotExist as missing:
        if str(missing) != template:
            raise
        return ""


@transaction.atomic
def keep(*, key: str, to: str, due_at: datetime | None = None, program: str = "", **letter) -> OutgoingMail:
    """The row and the job that sends it; the row that is there already where the event has told this address."""
    due_at = due_at or clock.now()
    row, made = OutgoingMail.objects.get_or_create(
        key=key, to=to, defaults={"due_at": due_at, "program": program, **letter}
    )
    if made:
        jobs.enqueue("send_mail", key=f"mail:{row.pk}", payload={"mail": row.pk}, due_at=due_at, program=program)
    return row


def send(row: OutgoingMail) -> None:
    """Hand one letter to the mail server, unless it has left already or was called back."""
    if row.state not in (MailState.QUEUED, MailState.FAILED):
        return
    OutgoingMail.objects.filter(pk=row.pk).update(attempts=row.attempts + 1)
    try:
        message_of(row).send()
    except Exception as error:
        OutgoingMail.objects.filter(pk=row.pk).update(state=MailState.FAILED, last_error=f"{error}"[:2000])
        raise
    sent = {"state": MailState.SENT, "sent_at": clock.now(), "last_error": ""}
    if row.is_private and not settings.MAIL_STAYS_HERE:
        sent |= {"text": "", "html": ""}
    OutgoingMail.objects.filter(pk=row.pk).update(**sent)


def message_of(row: OutgoingMail) -> EmailMultiAlternatives:
    domain = settings.SITE_URL.split("//")[-1].split(":")[0].split("/")[0]
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=row.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[row.to],
        headers={"Message-ID": f"<mail-{row.pk}-{row.created_at:%Y%m%d%H%M%S}@{domain}>", ROW_HEADER: str(row.pk)},
        connection=get_connection(settings.MAIL_DELIVERY),
    )
    if row.html:
        message.attach_alternative(row.html, "text/html")
    for attachment in row.attachments:
        with files.open(attachment["path"]) as stored:
            message.attach(attachment["name"], stored.read(), attachment["type"])
    return message


def call_back(key: str) -> int:
    """Letters of an event that have not left yet stay here, e.g. when an announcement is moved or reopened."""
    waiting = OutgoingMail.objects.filter(key=key, state__in=[MailState.QUEUED, MailState.FAILED])
    with transaction.atomic():
        pks = list(waiting.select_for_update().values_list("pk", flat=True))
        for job in Job.objects.filter(key__in=[f"mail:{pk}" for pk in pks]):
            jobs.cancel(job)
        return OutgoingMail.objects.filter(pk__in=pks).update(state=MailState.CANCELLED)
