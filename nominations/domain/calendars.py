"""The dates of an assessment as calendars: months with their counted days for the page, and a feed to subscribe to."""

from __future__ import annotations

import calendar
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from operations import clock, icalendar
from operations.icalendar import escaped
from programs.domain.clocks import Day

from ..models import Enrolment


@dataclass(frozen=True)
class Month:
    name: str
    weeks: list[list[dict | None]]


def months(counted: list[Day], last: date) -> list[Month]:
    """Every month that a count touches, its days numbered or marked with why they do not count."""
    by_date = {day.date: day for day in counted}
    first, end = counted[0].date, max(counted[-1].date, last)
    found, year, month = [], first.year, first.month
    while (year, month) <= (end.year, end.month):
        weeks = [
            [cell(date(year, month, day), by_date, last) if day else None for day in week]
            for week in calendar.Calendar(calendar.SUNDAY).monthdayscalendar(year, month)
        ]
        found.append(Month(date_format(date(year, month, 1), "F Y"), weeks))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def cell(day: date, by_date: dict[date, Day], last: date) -> dict:
    known = by_date.get(day)
    return {
        "day": day.day,
        "number": known.number if known else 0,
        "why": known.why if known else "",
        "is_holiday": bool(known and known.is_holiday),
        "is_last": day == last,
    }


def feed_token(enrolment: Enrolment) -> str:
    return salted_hmac("assessment-feed", f"{enrolment.code}:{enrolment.feed_hash}", algorithm="sha256").hexdigest()[
        :40
    ]


def renew(enrolment: Enrolment) -> None:
    """Another address for the feed; the old one leads nowhere."""
    enrolment.feed_hash = secrets.token_hex(16)
    Enrolment.objects.filter(pk=enrolment.pk).update(feed_hash=enrolment.feed_hash)


def ics(enrolment: Enrolment) -> str:
    """The last day of each attempt, and the day by which a result is told, as all-day events (RFC 5545)."""
    url = settings.SITE_URL + reverse("nominations:assessment", args=[enrolment.code])
    lines: list[str] = []
    for attempt in enrolment.attempts.order_by("number"):
        last = attempt.due_at.astimezone(enrolment.time_zone).date()
        words = _("Last day: %(name)s") % {"name": enrolment.category.name}
        lines += event(f"{attempt.code}-due", last, words, url)
        if attempt.notice_due_on:
            words = _("Result at the latest: %(name)s") % {"name": enrolment.category.name}
            lines += event(f"{attempt.code}-notice", attempt.notice_due_on, words, url)
    return icalendar.written(enrolment.category.name, "Assessments", lines)


def event(uid: str, day: date, words: str, url: str) -> list[str]:
    stamp: datetime = clock.now()
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@assessments",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(words)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]
