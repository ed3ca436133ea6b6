"""Where a story broke: its steps by their names, who was acting, and what everybody had before their eyes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Error

from .people import Person

HERE = Path(__file__).parent
WORDS = 1500


def steps(traceback) -> list[str]:
    """The functions of this folder that were under way, from the chapter down to the act."""
    inside = [entry for entry in traceback if Path(entry.path).parent == HERE]
    return [f"{entry.name} ({Path(entry.path).name}, line {entry.lineno + 1})" for entry in inside]


def acting(traceback) -> Person | None:
    """Whoever the innermost step was about."""
    for entry in reversed(list(traceback)):
        for value in entry.locals.values():
            if isinstance(value, Person):
                return value
    return None


def sight(person: Person, words: int = 0) -> str:
    """The page somebody has open: its address and heading, and so many of its letters."""
    try:
        page = person.page
        lines = [f"{person.name}: {page.url}", *(f"  # {text}" for text in page.locator("h1").all_inner_texts())]
        if words:
            lines.append(page.locator("main").first.inner_text(timeout=2000)[:words])
        return "\n".join(lines)
    except Error as error:
        return f"{person.name}: {error.message}"


def told(traceback, people: Iterable[Person]) -> str:
    actor = acting(traceback)
    lines = ["Step by step:", *(f"  {step}" for step in steps(traceback)), "", "What each of them saw:"]
    lines += [sight(person, WORDS if person is actor else 0) for person in people]
    return "\n".join(lines)
