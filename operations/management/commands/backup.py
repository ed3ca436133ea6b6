"""One archive with everything: rows and files, consistent, read again before it counts."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.domain import backups


class Command(BaseCommand):
    help = "Writes a backup of database and files while the portal runs, and checks it. Keep it off this machine."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", nargs="?", default=str(settings.BACKUP_DIR or settings.VAR_DIR / "backups"))
        parser.add_argument("--check", metavar="ARCHIVE", help="only read an archive that is there")

    def handle(self, *, folder: str, check: str | None, **options) -> None:
        try:
            path = Path(check) if check else backups.make(Path(folder))
            manifest = backups.check(path)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        files = sum(name.startswith("files/") for name in manifest.parts)
        keys = "".join(f", {name.removeprefix('keys/')}" for name in manifest.parts if name.startswith("keys/"))
        self.stdout.write(f"{path}: whole, {files} files{keys}, made {manifest.made_at}")
