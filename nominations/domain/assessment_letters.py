"""Letters to candidates: enrolled, opened, reminded, extended, received. One function a letter."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import mail

from ..enums import AttemptState
from ..models import Attempt, Enrolment, Extension, PrivateLink


def write(enrolment: Enrolment, *, subject: str, paragraphs: list[str], key: str, to=None, link: str = "") -> None:
    words = {
        "reader": to or enrolment.candidate,
        "subject": subject,
        "paragraphs": paragraphs,
        "program": enrolment.program,
        "link": link or settings.SITE_URL + reverse("nominations:assessment", args=[enrolment.code]),
    }
    mail.queue("assessment_news", to or enrolment.candidate, words, key=key, program=enrolment.program.slug)


def last_day(moment: datetime, enrolment: Enrolment) -> str:
    """The last day in words, as the candidate's calendar has it."""
    local = moment.astimezone(enrolment.time_zone)
    return _("%(day)s, to the end of the day (%(zone)s)") % {
        "day": date_format(local, "l, F j, Y"),
        "zone": enrolment.zone,
    }


def enrolled(enrolment: Enrolment, *, is_new: bool) -> None:
    paragraphs = [_("You are enrolled for the designation %(name)s.") % {"name": enrolment.category.name}]
    if is_new:
        reset = settings.SITE_URL + reverse("account_reset_password")
        paragraphs.append(
            _("An account was made for you with this e-mail address. Choose your password here first: %(link)s")
            % {"link": reset}
        )
    subject = _("You are enrolled: %(name)s") % {"name": enrolment.category.name}
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"enrolled:{enrolment.code}")


def opened(attempt: Attempt) -> None:
    enrolment = attempt.enrolment
    due = last_day(attempt.due_at, enrolment)
    subject = _("Your instructions are available: %(name)s") % {"name": enrolment.category.name}
    paragraphs = [
        _("The instructions of your Performance Assessment are available now."),
        _("Your last day is %(due)s. The page of your assessment shows how it was counted.") % {"due": due},
        _("We encourage you to have your manager review your work before you submit it."),
    ]
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"attempt-opened:{attempt.code}")


def received(attempt: Attempt) -> None:
    enrolment = attempt.enrolment
    paragraphs = [
        _("Your Performance Assessment has been received as it now stands; you can read it at any time."),
        _("You will be told the result no later than %(day)s.")
        % {"day": date_format(attempt.notice_due_on, "l, F j, Y")},
    ]
    subject = _("Received: %(name)s") % {"name": enrolment.category.name}
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"attempt-received:{attempt.code}")


def extended(extension: Extension) -> None:
    enrolment = extension.attempt.enrolment
    paragraphs = [
        _("You have more time. Your last day is now %(due)s.") % {"due": last_day(extension.due_at, enrolment)},
        _("The reason given: %(reason)s") % {"reason": extension.reason},
    ]
    subject = _("More time: %(name)s") % {"name": enrolment.category.name}
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"attempt-extended:{extension.pk}")


def remind(attempt: Attempt, meant_for: datetime) -> bool:
    """Before the last day; a day that moved has reminders of its own."""
    if attempt.state != AttemptState.WRITING or attempt.due_at != meant_for or clock.now() > attempt.due_at:
        return False
    enrolment, left = attempt.enrolment, (attempt.due_at - clock.now()).days
    paragraphs = [
        _("Your last day to submit your Performance Assessment is %(due)s.")
        % {"due": last_day(attempt.due_at, enrolment)},
        _("What you wrote so far is saved."),
    ]
    subject = _("%(name)s: %(n)d days left") % {"name": enrolment.category.name, "n": left + 1}
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"attempt-reminder:{attempt.code}:{left}")
    return True


def manager_asked(enrolment: Enrolment, link: PrivateLink, url: str) -> None:
    paragraphs = [
        _("%(who)s asks you to review a Performance Assessment before it is submitted.") % {"who": enrolment.candidate},
        _("Your review is encouraged and optional. The link below is for you alone and needs no account."),
    ]
    subject = _("%(who)s asks for your review") % {"who": enrolment.candidate}
    write(enrolment, subject=subject, paragraphs=paragraphs, key=f"manager-asked:{link.pk}", to=link.email, link=url)
