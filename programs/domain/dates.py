"""The dates of a cycle for people's own calendars."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from operations import icalendar
from operations.icalendar import escaped

from ..models import Category, Cycle
from . import phases


def ics(cycle: Cycle, categories: list[Category], at: datetime) -> str:
    """Every public date of the cycle, categories that close earlier or later by name, and an alarm before each closing.

    An event keeps its name from one reading to the next, so a calendar that reads again moves it rather than
    showing it twice.
    """
    url = settings.SITE_URL + reverse("programs:cycle", args=[cycle.program.slug, cycle.slug])
    name = f"{cycle.program.name} {cycle.award_year}"
    lines: list[str] = []
    for place, step in enumerate(phases.steps_of(cycle, at)):
        is_closing = step.instant == cycle.closes_at
        lines += event(f"{cycle.pk}-{place}", step.instant, f"{name}: {step.title}", url, at, alarm=is_closing)
    for category in categories:
        if category.closes_at and category.closes_at != cycle.closes_at:
            words = _("%(category)s: nominations close") % {"category": category.name}
            lines += event(f"category-{category.pk}", category.closes_at, f"{name}: {words}", url, at, alarm=True)
    return icalendar.written(name, "Dates", lines)


def event(uid: str, instant: datetime, words: str, url: str, at: datetime, *, alarm: bool) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}@dates",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{escaped(words)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        *(
            ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(words)}", "TRIGGER:-P3D", "END:VALARM"]
            if alarm
            else []
        ),
        "END:VEVENT",
    ]
