"""manage.py seed_demo --stage open: an invented year of ICMI Awards to look at, once."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from desk.domain.demo import cycles, story
from programs.domain.loading import ChangesLiveCycle

PASSWORD = "demo-awards-portal"


class Command(BaseCommand):
    help = "Builds demo data by the verbs the site uses. A second run changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--stage", choices=list(cycles.STAGES), default="open", help="how far this year's cycle has come"
        )

    def handle(self, *, stage: str, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("Demo accounts share a printed password; they are made on development sites only.")
        if story.is_told():
            self.stdout.write("The demo is there already.")
            return
        try:
            cast = story.tell(stage, password=PASSWORD)
        except ChangesLiveCycle as error:
            raise CommandError(f"{error} The demo is for a site on which nobody has entered anything yet.") from error
        self.stdout.write(f"The demo is ready. Everybody's password is {PASSWORD}")
        for part, email in cast.logins():
            self.stdout.write(f"  {part:<30} {email}")
