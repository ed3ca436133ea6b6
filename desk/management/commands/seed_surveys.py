"""manage.py seed_surveys --customers 1500000: two years of invented surveys for the measured awards."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from desk.domain.demo import surveys

DEFAULT = 20_000


class Command(BaseCommand):
    help = "Makes survey files of two years and takes them in by the verbs the site uses. A second run changes nothing."

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
