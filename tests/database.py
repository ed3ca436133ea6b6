"""How tests come by a database, and how it is empty again after those that commit.

The SQLite database of a run is migrated once and kept as a file below var/; further processes and runs copy it.

Django still looks for migrations after the copy. The name of the file is a sum of all migrations: one that changed
makes another file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase


class Kept:
    """The migrated database; whoever finds none makes it while the others wait."""

    def __init__(self) -> None:
        folder = Path(settings.VAR_DIR) / "test-databases"
        folder.mkdir(exist_ok=True)
        self.file = folder / f"{sum_of_migrations()}.sqlite3"
        self.lock = (folder / "lock").open("w")
        self.memory: sqlite3.Connection | None = None
        self.plain = connection.creation._create_test_db
        connection.creation._create_test_db = self.create

    def create(self, *args, **kwargs) -> str:
        """As Django does; then what was kept is copied into it. In memory it lives as long as somebody has it open."""
        name = self.plain(*args, **kwargs)
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        if self.file.exists():
            self.memory = sqlite3.connect(name, uri=name.startswith("file:"))
            copy(self.file, self.memory)
            fcntl.flock(self.lock, fcntl.LOCK_UN)
        return name

    def keep(self) -> None:
        if not self.file.exists():
            for old in self.file.parent.glob("*.sqlite3"):
                old.unlink()
            made = self.file.with_suffix(f".{os.getpid()}")
            target = sqlite3.connect(made)
            connection.connection.backup(target)
            target.close()
            made.rename(self.file)
        if self.memory:
            self.memory.close()
        self.lock.close()


def copy(file: Path, target: sqlite3.Connection) -> None:
    source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    source.backup(target)
    source.close()


def sum_of_migrations() -> str:
    found = hashlib.sha256(version("django").encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.name):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.name}/{file.name}".encode() + file.read_bytes())
    return found.hexdigest()[:20]


STAYS = {"django_migrations", "django_content_type", "auth_permission"}
"""What migrations wrote and no test changes."""


def emptied(case: TransactionTestCase) -> None:
    """After a test that commits, rows go where there are any.

    Django's own flush empties every table and then writes all content types and permissions anew, which takes longer
    than most of these tests. No foreign key and no trigger is asked: in the end nothing is left for them to guard.
    """
    tables = [one for one in connection.introspection.django_table_names(only_existing=True) if one not in STAYS]
    with connection.cursor() as cursor, unguarded(cursor):
        there = (f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(one)})" for one in tables)
        cursor.execute(" UNION ALL ".join(there))
        for (filled,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(filled)}")


@contextmanager
def unguarded(cursor) -> Iterator[None]:
    if connection.vendor == "postgresql":
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
    else:
        with connection.constraint_checks_disabled(), transaction.atomic():
            yield
