"""The whole portal with one command: database, programs, demo data, broker, web server, worker and beat."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from operations import broker
from operations.checks import pdf_fault
from operations.domain import health, jobs, once
from operations.supervisor import Child, KeepsDying, Supervisor
from programs.models import Program

THREADS = "8"
CELERY = ["celery", "--quiet", "-A", "awards_portal"]


class Command(BaseCommand):
    help = "Prepares the database and runs web server, background worker, scheduler and broker until Ctrl-C."
    requires_system_checks: list = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-demo", action="store_true", help="no demo data")
        parser.add_argument("--workers", type=int, default=2, help="background jobs at a time")

    def handle(self, *args, host: str, port: int, no_demo: bool, workers: int, **options) -> None:
        lock = hold_lock(settings.VAR_DIR / "up.lock")
        refuse_busy_port(host, port)
        self.prepare(demo=settings.DEBUG and not no_demo)
        connection.close()
        supervisor = Supervisor(home=settings.BASE_DIR, folder=settings.VAR_DIR, say=self.say)
        supervisor.stop_on_signals()
        first, later = children(host, port, workers)
        try:
            supervisor.start(*first)
            supervisor.watch(until=lambda: answers(host, port))
            if not supervisor.stopping.is_set():
                self.welcome(host, port, demo=settings.DEBUG and not no_demo)
                supervisor.start(*later)
            supervisor.watch()
            self.say("Stopping …")
        except KeepsDying as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()
            (settings.VAR_DIR / "broker" / "url").unlink(missing_ok=True)
            lock.close()
        self.say("Stopped.")

    def prepare(self, *, demo: bool) -> None:
        if health.migrations() != "ok":
            self.say("Preparing the database …")
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        if not settings.DEBUG:
            call_command("collectstatic", verbosity=0, interactive=False)
        if is_alone():
            jobs.take_back_all()
        for path in sorted((settings.BASE_DIR / "fixtures" / "programs").glob("*.yaml")):
            with once.only(f"program:{path.name}") as first:
                if first and not Program.objects.filter(slug=path.stem).exists():
                    self.say(f"Loading {path.name} …")
                    call_command("load_program", str(path), stdout=io.StringIO())
        if demo:
            with once.only("demo") as first:
                if first:
                    self.say("Building demo data, once …")
                    told = io.StringIO()
                    call_command("seed_demo", stdout=told)
                    (settings.VAR_DIR / "demo-logins.txt").write_text(told.getvalue())
            with once.only("demo-surveys") as first:
                if first and Program.objects.filter(cycles__survey_year__isnull=False).exists():
                    self.say("Taking in two years of invented surveys, once (DEMO_SURVEYS says how many) …")
                    told = io.StringIO()
                    call_command("seed_surveys", stdout=told)
                    with (settings.VAR_DIR / "demo-logins.txt").open("a") as logins:
                        logins.writelines(f"{line}\n" for line in told.getvalue().splitlines() if "@" in line)
        if settings.DEBUG and (fault := pdf_fault_once()):
            self.say(f"Certificates cannot be made yet: {fault}\nRun scripts/pdf-libraries.sh to see what to install.")

    def welcome(self, host: str, port: int, *, demo: bool) -> None:
        address = f"http://{shown(host)}:{port}"
        self.say(f"\n  The portal is ready:  {address}/")
        if settings.MAIL_STAYS_HERE:
            self.say(f"  Its mails are read at {address}/mails/")
        for line in demo_logins() if demo else ():
            self.say(f"  {line}")
        self.say("  Ctrl-C stops everything.\n")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def hold_lock(path: Path):
    """One portal a folder: two schedulers or two brokers over the same files would harm each other."""
    lock = path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise CommandError(f"The portal already runs in this folder (process {lock.read().strip()}).") from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def refuse_busy_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(f"Port {port} may be used by root alone. Choose one above 1023.") from None
        except OSError:
            raise CommandError(
                f"Port {port} is taken by another program. Stop that one, or choose another port: make run PORT={port + 1}"
            ) from None


def children(host: str, port: int, workers: int) -> tuple[list[Child], list[Child]]:
    """Whom a visitor waits for (web server, and the broker where none was given), and whom nobody waits for."""
    shared = {} if os.environ.get("SITE_URL") else {"SITE_URL": f"http://{shown(host)}:{port}"}
    first: list[Child] = []
    if not os.environ.get("CELERY_BROKER_URL") and not settings.REDIS_URL:
        folder = settings.VAR_DIR / "broker"
        command, url = broker.prepare(folder)
        shared |= {"REDIS_URL": url, "CELERY_BROKER_URL": url}
        # It advises a kernel setting for large data; ours is a handful of wake-up calls.
        advice = ("Memory overcommit must be enabled",)
        first.append(Child("broker", command, before_restart=lambda: mend_broker(first[0], folder), unsaid=advice))
    web = [
        "waitress",
        f"--listen={f'[{host}]' if ':' in host else host}:{port}",
        f"--threads={THREADS}",
        f"--max-request-body-size={settings.MAX_REQUEST_BYTES + 1024}",
        "--channel-timeout=60",
        "--ident=",
        *(["--no-clear-untrusted-proxy-headers"] if settings.TRUSTED_PROXY_COUNT else []),
        "awards_portal.wsgi:application",
    ]
    alone = ["--without-gossip", "--without-mingle"]
    worker = [*CELERY, "worker", f"--concurrency={workers}", "--loglevel=WARNING", *alone]
    beat = [*CELERY, "beat", "--pidfile=", "--loglevel=WARNING"]
    python = [sys.executable, "-m"]
    first.append(Child("web", python + web, shared | {"AWARDS_SQLITE_CHECKPOINTS": "1"}, grace=5))
    later = [
        Child("worker", python + worker, shared, before_restart=release_lost if is_alone() else None),
        Child("beat", python + beat, shared, grace=3),
    ]
    return first, later


def is_alone() -> bool:
    """With SQLite the one worker of the one portal is this command's own child."""
    return connection.vendor == "sqlite"


def release_lost() -> None:
    with contextlib.suppress(DatabaseError):
        jobs.release_lost()
    connection.close()


def mend_broker(child: Child, folder: Path) -> None:
    """A broker that died twice in a minute may be unable to read its own files; it holds nothing that is needed."""
    if len([death for death in child.deaths if time.monotonic() - death < 60]) >= 2:
        broker.forget(folder)


def shown(host: str) -> str:
    """The host as a browser on this machine types it."""
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # nosec B104


def answers(host: str, port: int) -> bool:
    request = urllib.request.Request(
        f"http://{shown(host)}:{port}/healthz", headers={"Host": settings.ALLOWED_HOSTS[0]}
    )
    try:
        with urllib.request.urlopen(request, timeout=1) as answer:  # nosec B310: always http
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def demo_logins() -> list[str]:
    """What `seed_demo` printed when it ran, as this folder remembers it."""
    noted = settings.VAR_DIR / "demo-logins.txt"
    return noted.read_text().splitlines() if noted.exists() else []


def pdf_fault_once() -> str:
    """Importing the PDF library takes a second, so a machine where it worked is not asked again."""
    worked = settings.VAR_DIR / "pdf-works"
    if worked.exists():
        return ""
    fault = pdf_fault()
    if not fault:
        worked.touch()
    return fault
