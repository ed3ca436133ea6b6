"""Back to a backup, after a look at what that would replace."""

import fcntl
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.domain import backups


class Command(BaseCommand):
    help = "Puts database and files of a backup in the place of what is here. Stop the portal first."

    def add_arguments(self, parser) -> None:
        parser.add_argument("archive")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, archive: str, yes: bool, **options) -> None:
        with (settings.VAR_DIR / "up.lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("The portal runs in this folder. Stop it first.") from None
            self.restore(Path(archive), yes)

    def restore(self, archive: Path, yes: bool) -> None:
        try:
            manifest = backups.check(archive)
            if not yes and input(f"Replace everything here by the backup of {manifest.made_at}? [yes/no] ") != "yes":
                raise CommandError("Nothing was changed.")
            done = backups.restore(archive)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        for fault in done.faults:
            self.stderr.write(fault)
        self.stdout.write(f"Restored: {done.files} files, {done.events} events in the audit trail.")
        if done.faults:
            raise CommandError("The backup was restored, but what it holds is not whole.")
