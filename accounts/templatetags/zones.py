"""An instant on a page or in a letter, in the organiser's zone and the reader's.

    {% load zones %}
    {% both_zones cycle.closes_at program %}            <time>March 31, 2026, 11:59 PM EDT (April 1, 5:59 AM your time)</time>
    {% both_zones cycle.closes_at "Europe/Vienna" %}    a zone's name in place of a program
    {% both_zones_text cycle.closes_at program user %}  plain text for letters, with the reader named: a user or a zone

Without a named reader the reader is whoever asks for the page: the profile's zone, else the browser's.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django import template
from django.http import HttpRequest
from django.utils.html import format_html

from operations.zones import reader_zone

from ..domain.zones import in_both_zones

register = template.Library()


def zone_name(place: object) -> str:
    """The zone of a program, a cycle, a user, or the name itself."""
    if isinstance(place, str):
        return place
    return getattr(place, "time_zone", "") or getattr(getattr(place, "program", None), "time_zone", "")


@register.simple_tag(takes_context=True)
def both_zones_text(context, instant: datetime | None, place, reader=None) -> str:
    if instant is None:
        return ""
    own = zone_name(reader) if reader is not None else asker(context.get("request"))
    return in_both_zones(instant, zone_name(place), own)


def asker(request: HttpRequest | None) -> str:
    zone = reader_zone(request) if request else None
    return zone.key if zone else ""


@register.simple_tag(takes_context=True)
def both_zones(context, instant: datetime | None, place, reader=None) -> str:
    if instant is None:
        return ""
    stamp = instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}">{}</time>', stamp, both_zones_text(context, instant, place, reader))
