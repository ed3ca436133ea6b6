"""manage.py seed_surveys --customers 1500000: two years of invented surveys, stories and applications for measured awards."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from desk.domain.demo import judged, surveys

from .seed_demo import PASSWORD

DEFAULT = 20_000


class Command(BaseCommand):
    help = (
        "Makes survey files of two years, stories and applications, by the verbs the site uses. "
        "A second run changes nothing."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--customers",
            type=int,
            default=int(os.environ.get("DEMO_SURVEYS") or DEFAULT),
            help="customer surveys in each year",
        )

    def handle(self, *, customers: int, **options) -> None:
        if not settings.DEBUG:
            raise CommandError("Invented surveys are for development sites only.")
        if customers < 1:
            raise CommandError("There must be at least one survey.")
        try:
            taken = surveys.tell(customers=customers, say=self.stdout.write)
        except User.DoesNotExist as error:
            raise CommandError("The demo's administrator is missing. Run seed_demo first.") from error
        self.stdout.write(f"{taken} survey files were taken in.")
        by = surveys.administrator_of_the_demo()
        for cycle in surveys.measured_cycles():
            told = judged.tell(cycle, by=by, password=PASSWORD)
            self.stdout.write(f"{told} stories and applications were entered and read.")
            if email := surveys.somebody_surveyed(cycle):
                self.stdout.write(f"  {'nominator, surveyed':<30} {email}")
