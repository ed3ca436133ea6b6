"""Calendar files as calendars read them (RFC 5545): lines that are escaped, folded and ended the way they ask."""

from __future__ import annotations

from collections.abc import Iterable

MOST_BYTES = 73


def written(name: str, about: str, events: Iterable[str]) -> str:
    """A calendar of that name. `about` says what kind it is; `events` are the lines of its events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Awards Portal//{about}//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        *events,
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> list[str]:
    """Lines of at most 75 bytes; what goes on begins with a blank."""
    parts, rest = [], line
    while len(rest.encode()) > MOST_BYTES:
        cut = MOST_BYTES
        while len(rest[:cut].encode()) > MOST_BYTES:
            cut -= 1
        parts.append(rest[:cut])
        rest = " " + rest[cut:]
    return [*parts, rest]
