"""Letters are rows first; they leave once, after the commit, and not before their time."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import send_mail
from django.utils import timezone

from operations import files
from operations.domain import audit, jobs, mail
from operations.enums import JobState, MailState
from operations.models import Job, OutgoingMail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


def letter(key="event", to="nora@example.com", **fields):
    words = {"day": "2026-03-01", "found": audit.verify()}
    return mail.queue("audit_head", to, words, key=key, **fields)


def test_a_letter_leaves_once(mailoutbox):
    letter()
    letter()
    assert mailoutbox == []

    jobs.run_due()
    jobs.run_due()

    assert [(m.to, m.subject) for m in mailoutbox] == [
        (["nora@example.com"], "Audit trail of Awards Portal, 2026-03-01")
    ]
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_one_event_writes_to_two_people(mailoutbox):
    letter(to="nora@example.com")
    letter(to="otto@example.com")

    jobs.run_due()

    assert sorted(m.to[0] for m in mailoutbox) == ["nora@example.com", "otto@example.com"]


def test_a_letter_waits_for_its_moment_and_can_be_called_back(mailoutbox):
    letter(due_at=timezone.now() + timedelta(days=1))
    jobs.run_due()
    assert mailoutbox == []

    assert mail.call_back("event") == 1
    Job.objects.update(due_at=timezone.now())
    jobs.run_due()

    assert mailoutbox == []
    assert OutgoingMail.objects.get().state == MailState.CANCELLED
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_letter_that_has_left_cannot_be_called_back(mailoutbox):
    letter()
    jobs.run_due()

    assert mail.call_back("event") == 0
    assert OutgoingMail.objects.get().state == MailState.SENT


def test_a_stored_file_goes_along(mailoutbox):
    path, _sha, _size = files.save(b"%PDF-1.7", folder="documents", suffix=".pdf")
    letter(attachments=[{"name": "entry.pdf", "path": path, "type": "application/pdf"}])

    jobs.run_due()

    assert mailoutbox[0].attachments == [("entry.pdf", b"%PDF-1.7", "application/pdf")]


def test_a_line_break_in_a_subject_starts_no_header(mailoutbox, settings):
    settings.SITE_NAME = "Awards\r\nBcc: everyone@example.com"
    letter()

    jobs.run_due()

    assert mailoutbox[0].subject == "Audit trail of Awards Bcc: everyone@example.com, 2026-03-01"


def test_a_mail_server_that_is_down_parks_the_letter_after_three_attempts(settings):
    settings.MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter()
    for _again in range(4):
        jobs.run_due()
        Job.objects.update(due_at=timezone.now())

    assert Job.objects.get().state == JobState.PARKED
    assert OutgoingMail.objects.get().state == MailState.FAILED


def test_what_other_packages_send_is_a_row_too_and_private_text_is_not_kept(settings):
    settings.EMAIL_BACKEND = "operations.mailbox.Ledger"
    settings.MAIL_STAYS_HERE = False
    send_mail("Reset your password", "secret link", None, ["nora@example.com"])

    jobs.run_due()

    assert [(m.subject, m.body) for m in django_mail.outbox] == [("Reset your password", "secret link")]
    row = OutgoingMail.objects.get()
    assert (row.state, row.text) == (MailState.SENT, "")


@pytest.mark.parametrize(("debug", "is_owner", "status"), [(True, False, 200), (False, False, 404), (False, True, 200)])
def test_on_a_trial_site_in_production_only_the_owner_reads_the_letters(client, settings, db, debug, is_owner, status):
    """They hold the links that reset passwords."""
    settings.MAIL_STAYS_HERE, settings.DEBUG = True, debug
    client.force_login(factories.user(is_superuser=is_owner))
    sent = letter()
    found = {client.get(f"/mails/{rest}").status_code for rest in ("", f"{sent.pk}/", f"{sent.pk}/html/")}
    assert found == {status}
