"""What this machine and this portal lack, in sentences."""

from __future__ import annotations

import shutil
import sqlite3
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from operations.broker import NoBroker, find_server
from operations.checks import PDF_HINTS, pdf_fault
from operations.domain import audit, health, stored
from operations.enums import JobState
from operations.models import Job

ENOUGH_BYTES = 1024**3


class Command(BaseCommand):
    help = "Looks at libraries, services, database, files, background work and the audit trail."

    def handle(self, *args, **options) -> None:
        faults = 0
        for name, said in self.findings():
            good = said.startswith("ok")
            faults += not good
            self.stdout.write(f"{'  ok  ' if good else ' !!   '}{name:<12} {said.removeprefix('ok').lstrip(': ')}")
        if faults:
            raise CommandError(f"{faults} things need a look.")

    def findings(self):
        yield "python", f"ok: {sys.version.split()[0]}"
        yield "pdf", pdf()
        yield "disk", disk()
        parts = health.report()
        yield from parts.items()
        if not settings.CELERY_BROKER_URL:
            yield "own broker", own_broker()
        if parts["database"] == "ok" and parts["migrations"] == "ok":
            yield "engine", engine()
            yield "jobs", parked()
            yield "files", files()
            yield "audit", trail()


def pdf() -> str:
    fault = pdf_fault()
    return f"{fault}; {PDF_HINTS['Linux']}" if fault else "ok"


def disk() -> str:
    free = shutil.disk_usage(settings.VAR_DIR).free
    return f"{'ok: ' if free > ENOUGH_BYTES else ''}{free // 1024**2} MB free for {settings.VAR_DIR}"


def own_broker() -> str:
    try:
        return f"ok: {find_server()}"
    except NoBroker as error:
        return str(error)


def engine() -> str:
    if connection.vendor != "sqlite":
        return f"ok: {connection.vendor}"
    with connection.cursor() as cursor:
        said = cursor.execute("PRAGMA quick_check").fetchone()[0]
    advice = "good for trials; choose PostgreSQL for a real program"
    return f"ok: SQLite {sqlite3.sqlite_version}, {advice}" if said == "ok" else f"the database file is damaged: {said}"


def parked() -> str:
    count = Job.objects.filter(state=JobState.PARKED).count()
    return f"{count} jobs failed and wait for a person" if count else "ok"


def files() -> str:
    missing = stored.without_file()
    return f"{len(missing)} rows lack their file, e.g. {missing[0]}" if missing else "ok"


def trail() -> str:
    found = audit.verify()
    return f"ok: {found.events} events, head {found.head[:16]}" if found.is_whole else " ".join(found.faults)
