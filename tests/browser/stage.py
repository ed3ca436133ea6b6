"""What stories are played on: a clock that is moved on between the chapters, a worker, and who comes to the site."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from django.utils import timezone

from operations.domain import jobs
from operations.models import Job

from .people import Person


class Calendar:
    """The site's clock, moved on to a moment; from there it runs."""

    ahead = timedelta()

    def get(self) -> datetime:
        return timezone.now() + self.ahead

    def move_to(self, text: str, zone: tzinfo) -> None:
        self.ahead = datetime.fromisoformat(text).replace(tzinfo=zone) - timezone.now()


class Company:
    """Everybody of a story, each with a browser of their own; `found` is what was wrong on the pages they saw."""

    def __init__(self, browser, site: str) -> None:
        self.browser, self.site = browser, site
        self.found: dict[str, list[str]] = {}
        self.people: list[Person] = []

    def join(self, name: str, email: str, *, width: str = "desktop") -> Person:
        self.people.append(Person(self.browser, self.site, width, name, email, self.found))
        return self.people[-1]

    def leave(self) -> None:
        for person in self.people:
            person.context.close()


def work() -> None:
    """The background worker does what is due; nothing may have gone wrong."""
    jobs.run_due()
    assert not Job.objects.exclude(last_error="").exists(), Job.objects.exclude(last_error="").first().last_error
