"""`manage.py make_surveys`: realistic survey files, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from measurement import making


class Command(BaseCommand):
    help = "Write survey files of organizations that do not exist: customers, employees, organizations, participation, agents."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--customers", type=int, default=60_000, help="customer surveys in each year")
        parser.add_argument("--employees", type=int, default=4_000, help="employee surveys in each year, at most")
        parser.add_argument("--organisations", "--organizations", type=int, default=60)
        parser.add_argument("--years", type=int, nargs="+", default=[2016, 2017])
        parser.add_argument("--folder", type=Path, default=Path("surveys"))
        parser.add_argument("--bad-percent", type=float, default=0, help="of a hundred rows, how many are wrong")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options) -> None:
        if options["organisations"] < 1 or min(options["customers"], options["employees"]) < 0:
            raise CommandError("There must be at least one organization, and no fewer than 0 surveys.")
        paths = making.make(
            options["folder"],
            customers=options["customers"],
            employees=options["employees"],
            organisations=options["organisations"],
            years=options["years"],
            bad_percent=options["bad_percent"],
            seed=options["seed"],
            tell=self.stdout.write,
        )
        self.stdout.write(f"Written to {options['folder']}: {', '.join(path.name for path in paths)}")
