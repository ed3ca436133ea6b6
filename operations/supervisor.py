"""Keeps a handful of processes alive on one machine: what `manage.py up` runs web, worker, beat and broker with.

Knows nothing of Django. A child that dies is started again after a growing wait; one that keeps dying ends
everything with a sentence. When this process is killed, the kernel kills the children with it (Linux), or the next
start does (elsewhere).
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
MOST_RESTARTS_A_MINUTE = 5
LONGEST_WAIT = 15.0


class KeepsDying(Exception):
    """A child cannot live; its name and its last words."""


@dataclass
class Child:
    """One process to keep alive. `before_restart` mends what its death may have left.

    Lines that hold one of the `unsaid` words are kept with its last words and not repeated.
    """

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    grace: float = 10.0
    before_restart: Callable[[], None] | None = None
    unsaid: tuple[str, ...] = ()
    process: subprocess.Popen | None = None
    deaths: deque = field(default_factory=lambda: deque(maxlen=MOST_RESTARTS_A_MINUTE + 1))
    start_at: float = 0.0
    last_words: deque = field(default_factory=lambda: deque(maxlen=15))


class Supervisor:
    """Starts children in order, watches them, stops them in reverse order."""

    def __init__(self, *, home: Path, folder: Path, say: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self.home = home
        self.pids = folder / "up.pids"
        self.say = say
        self.stopping = threading.Event()

    def stop_on_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def start(self, *children: Child) -> None:
        if not self.children:
            kill_leftovers(self.pids)
        for child in children:
            self.children.append(child)
            self.spawn(child)

    def spawn(self, child: Child) -> None:
        child.last_words.clear()
        child.process = subprocess.Popen(
            child.command,
            cwd=self.home,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **child.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,
        )
        threading.Thread(target=self.repeat, args=(child, child.process), daemon=True).start()
        self.note_pids()

    def repeat(self, child: Child, process: subprocess.Popen) -> None:
        for line in process.stdout:
            child.last_words.append(line.rstrip())
            if not any(words in line for words in child.unsaid):
                self.say(f"{child.name:<7}| {line.rstrip()}")

    def watch(self, until: Callable[[], bool] | None = None) -> None:
        """Keep everybody alive until told to stop, or until `until` is true."""
        while not self.stopping.is_set() and not (until and until()):
            for child in self.children:
                self.look_after(child)
            self.stopping.wait(0.1)

    def look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is not None and child.process.poll() is not None and not self.stopping.is_set():
            child.deaths.append(now)
            recent = [death for death in child.deaths if now - death < 60]
            words = "\n".join(child.last_words)
            if len(recent) > MOST_RESTARTS_A_MINUTE:
                raise KeepsDying(f"{child.name} does not stay alive. Its last words:\n{words}")
            wait = min(0.2 * 2 ** len(recent), LONGEST_WAIT)
            self.say(f"{child.name} ended ({ended(child.process.returncode)}); starting it again")
            child.process, child.start_at = None, now + wait
        if child.process is None and now >= child.start_at:
            if child.before_restart:
                child.before_restart()
            self.spawn(child)

    def stop(self) -> None:
        """Last started, first stopped; whoever does not go in time is killed."""
        self.stopping.set()
        for child in reversed(self.children):
            if child.process is None or child.process.poll() is not None:
                continue
            child.process.terminate()
            try:
                child.process.wait(child.grace)
            except subprocess.TimeoutExpired:
                kill_group(child.process.pid)
                child.process.wait()
        self.pids.unlink(missing_ok=True)

    def note_pids(self) -> None:
        alive = {child.name: child.process.pid for child in self.children if child.process}
        self.pids.write_text(json.dumps(alive))


libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def ended(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"code {code}"


def kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def kill_leftovers(pids: Path) -> None:
    """Children of a supervisor that was killed where the kernel does not kill them with it."""
    if not pids.exists():
        return
    for pid in json.loads(pids.read_text() or "{}").values():
        words = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
        if any(ours in words for ours in ("celery -A awards_portal", "waitress", "broker.conf")):
            kill_group(pid)
    pids.unlink()
