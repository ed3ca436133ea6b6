"""manage.py load_program FILE: a program, one cycle and its awards from a YAML file."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from desk.domain.submissions import submissions_of
from programs.domain.loading import ChangesLiveCycle, Loaded, StillUsed, apply
from programs.domain.reading import NotReadable, read
from programs.models import Cycle


class Command(BaseCommand):
    help = "Loads programs from YAML files. Checks a file completely before it writes anything."

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument(
            "--new-only", action="store_true", help="leave a cycle alone that is there already, whatever the file says"
        )
        parser.add_argument("--change-live", action="store_true", help="change a cycle even though it has submissions")

    def handle(self, *, files: list[Path], dry_run: bool, new_only: bool, change_live: bool, **options) -> None:
        for file in files:
            self.load(file, dry_run=dry_run, new_only=new_only, change_live=change_live)

    def load(self, file: Path, *, new_only: bool, **how) -> None:
        try:
            plan = read(file.read_text(encoding="utf-8"), name=str(file))
            if new_only and is_there(plan):
                self.stdout.write(f"{file}: is loaded already.")
                return
            self.report(file, apply(plan, submissions_of=submissions_of, **how), how["dry_run"])
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file}: save the file as UTF-8.") from error
        except NotReadable as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from error
        except ChangesLiveCycle as error:
            self.list(error.changes)
            raise CommandError(f"{file}: {error} Nothing was changed. Add --change-live to change it.") from error
        except StillUsed as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error

    def report(self, file: Path, loaded: Loaded, dry_run: bool) -> None:
        if not loaded.changes:
            self.stdout.write(f"{file}: nothing to change.")
            return
        self.stdout.write(f"{file}: would change" if dry_run else f"{file}: changed")
        self.list(loaded.changes)
        if loaded.checks_again:
            self.stdout.write("Rules change: every nomination of the cycle is checked again.")
        if loaded.submissions:
            self.stdout.write(f"There are {loaded.submissions} submissions: this needs --change-live.")

    def list(self, changes: list[str]) -> None:
        for line in changes:
            self.stdout.write(f"  {line}")


def is_there(plan: dict) -> bool:
    return Cycle.objects.filter(program__slug=plan["program"]["slug"], slug=plan["cycle"]["slug"]).exists()
