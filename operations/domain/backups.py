"""A backup that can be trusted: one archive with a consistent copy of the rows, then the files that they name.

Rows come first: whatever file a row of the copy names was stored before that row. The archive lists every part with
its size and hash, and is read again before anybody may rely on it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, connections

from .. import clock
from ..storage import sync_folder
from . import audit, stored

MANIFEST = "manifest.json"
FORMAT = 1
# Keys of the data folder without which what was signed can no longer be checked. The secret key is not one of them.
KEYS = ("credential_key.pem",)


class BackupFailed(Exception):
    """A sentence for the operator."""


@dataclass
class Manifest:
    """What lies in an archive."""

    engine: str
    made_at: str
    database: str
    parts: dict[str, dict] = field(default_factory=dict)
    audit_head: str = ""
    format: int = FORMAT


# --- making one ---


def make(folder: Path) -> Path:
    """Write a new archive into `folder`, read it again, and give its path."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = clock.now()
    target = folder / f"awards-{moment:%Y%m%d-%H%M%S}.tar"
    aside = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=folder) as work:
        copy = copy_of_database(Path(work))
        manifest = Manifest(connection.vendor, moment.isoformat(), copy.name, audit_head=audit.verify().head)
        with aside.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)
            with tarfile.open(fileobj=out, mode="w") as archive:
                add(archive, manifest, copy.name, copy.open("rb"), copy.stat().st_size)
                for path in stored.stored():
                    add(
                        archive, manifest, f"files/{path}", default_storage.open(path, "rb"), default_storage.size(path)
                    )
                for key in keys_here():
                    add(archive, manifest, f"keys/{key.name}", key.open("rb"), key.stat().st_size)
                add_manifest(archive, manifest, Path(work))
            out.flush()
            os.fsync(out.fileno())
    check(aside)
    aside.rename(target)
    sync_folder(folder)
    return target


def keys_here() -> list[Path]:
    return [path for name in KEYS if (path := Path(settings.VAR_DIR) / name).is_file()]


def copy_of_database(work: Path) -> Path:
    return dump_postgres(work) if connection.vendor == "postgresql" else copy_sqlite(work)


def copy_sqlite(work: Path) -> Path:
    """SQLite's own backup: a consistent copy while others write. Copying the file would not be."""
    connection.ensure_connection()
    copy = work / "portal.sqlite3"
    target = sqlite3.connect(copy)
    with target:
        connection.connection.backup(target)
    target.execute("PRAGMA journal_mode=DELETE")
    target.close()
    check_sqlite(copy)
    return copy


def check_sqlite(path: Path) -> None:
    opened = sqlite3.connect(path)
    try:
        said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    finally:
        opened.close()
    if said != "ok":
        raise BackupFailed(f"The copy of the database is damaged: {said}")


def dump_postgres(work: Path) -> Path:
    copy = work / "portal.dump"
    run_postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}")
    return copy


def run_postgres(program: str, *arguments: str, named: bool = True) -> None:
    details = connection.settings_dict
    environment = {**os.environ, "PGPASSWORD": str(details["PASSWORD"])}
    where = [f"--host={details['HOST']}", f"--port={details['PORT'] or 5432}", f"--username={details['USER']}"]
    command = [find_program(program), *where, f"--dbname={details['NAME']}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-500:]}")


def find_program(name: str) -> str:
    """The newest of PostgreSQL's programs on this machine: an older one refuses a newer server."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which(name)
    if not found:
        raise BackupFailed(f"{name} was not found. On Debian: apt-get install postgresql-client")
    return found


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, source) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.digest.update(chunk)
        return chunk


def add(archive: tarfile.TarFile, manifest: Manifest, name: str, source, size: int) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    with source:
        hashing = Hashing(source)
        archive.addfile(info, hashing)
    manifest.parts[name] = {"size": size, "sha256": hashing.digest.hexdigest()}


def add_manifest(archive: tarfile.TarFile, manifest: Manifest, work: Path) -> None:
    path = work / MANIFEST
    path.write_text(json.dumps(vars(manifest), indent=1))
    archive.add(path, MANIFEST)


# --- reading one ---


def check(path: Path) -> Manifest:
    """Read an archive from end to end; every part must be there with its size and hash, and none besides."""
    try:
        with tarfile.open(path) as archive:
            manifest = read_manifest(archive)
            found = {name: {"size": size, "sha256": digest} for name, size, digest in parts_of(archive)}
    except (tarfile.TarError, OSError, KeyError, ValueError) as error:
        raise BackupFailed(f"{path.name} cannot be read as a backup: {error}") from error
    if found != manifest.parts:
        wrong = sorted(name for name in {*found, *manifest.parts} if found.get(name) != manifest.parts.get(name))
        raise BackupFailed(f"{path.name} is damaged: {', '.join(wrong[:5])}")
    return manifest


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    manifest = Manifest(**json.loads(archive.extractfile(MANIFEST).read()))
    if manifest.format != FORMAT:
        raise ValueError(f"format {manifest.format} is not known")
    return manifest


def parts_of(archive: tarfile.TarFile) -> Iterator[tuple[str, int, str]]:
    for member in archive:
        if member.name == MANIFEST:
            continue
        if not member.isfile() or PurePosixPath(member.name).is_absolute() or ".." in PurePosixPath(member.name).parts:
            raise ValueError(f"a part that no backup holds: {member.name}")
        hashing = Hashing(archive.extractfile(member))
        while hashing.read(1 << 20):
            pass
        yield member.name, member.size, hashing.digest.hexdigest()


# --- going back to one ---


@dataclass(frozen=True)
class Restored:
    files: int
    events: int
    faults: tuple[str, ...]


def restore(path: Path) -> Restored:
    """Put rows and files of an archive in the place of what is here. Files that no row of it names stay."""
    manifest = check(path)
    if manifest.engine != connection.vendor:
        raise BackupFailed(f"This backup is of {manifest.engine}, and this portal runs on {connection.vendor}.")
    with tempfile.TemporaryDirectory() as work, tarfile.open(path) as archive:
        archive.extract(manifest.database, work, filter="data")
        copy = Path(work) / manifest.database
        if connection.vendor == "postgresql":
            load_postgres(copy)
        else:
            put_sqlite(copy)
        files = [name for name in manifest.parts if name.startswith("files/")]
        for name in files:
            put_file(name.removeprefix("files/"), archive.extractfile(name), manifest.parts[name]["sha256"])
        for name in KEYS:
            if f"keys/{name}" in manifest.parts:
                put_key(name, archive.extractfile(f"keys/{name}").read())
    connections.close_all()
    found = audit.verify(manifest.audit_head if manifest.audit_head != audit.NOTHING_BEFORE else "")
    missing = tuple(f"A row names a file that is not there: {lost}" for lost in stored.without_file())
    return Restored(len(files), found.events, found.faults + missing)


def put_sqlite(copy: Path) -> None:
    """Into the database that is there, by SQLite's own backup: whoever has it open sees the old or the new, whole."""
    check_sqlite(copy)
    connections.close_all()
    connection.ensure_connection()
    source = sqlite3.connect(copy)
    try:
        source.backup(connection.connection)
    finally:
        source.close()
        connection.close()
    connection.ensure_connection()


def load_postgres(copy: Path) -> None:
    connections.close_all()
    run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))


def put_file(name: str, source, sha256: str) -> None:
    if default_storage.exists(name):
        with default_storage.open(name, "rb") as there:
            if hashlib.file_digest(there, "sha256").hexdigest() == sha256:
                return
        default_storage.delete(name)
    default_storage.save(name, File(source))


def put_key(name: str, content: bytes) -> None:
    """A key in its place. Another one that is there is kept beside it: something may be signed with it."""
    path = Path(settings.VAR_DIR) / name
    if path.is_file():
        if path.read_bytes() == content:
            return
        path.rename(path.with_name(f"{name}.before-{clock.now():%Y%m%d-%H%M%S}"))
    draft = path.with_name(f".{name}.part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    draft.rename(path)


def forget_old(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob("awards-*.tar"))[:-keep]:
        old.unlink()
