"""A function in a process of its own, with a limit on resident memory and on time: hostile files end there.

The limit is on resident memory because Polars reserves addresses that it never uses. The process is started anew rather
than forked: Polars' threads do not survive a fork.
"""

from __future__ import annotations

import os
import pickle  # nosec B403: both ends of the pipe are ours
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from .refusals import Unreadable

Answer = TypeVar("Answer")
LOOK_EVERY = 0.05
SILENCE = 1.0
LEAST_MEMORY = 768 * 1024 * 1024
LEAST_DISK = 1024 * 1024 * 1024
TIMES_THE_FILE = 4
MAIN = "import django; django.setup(); from measurement.surveys.child import main; main()"


class ChildDied(RuntimeError):
    """The process ended without an answer, and it was not us who ended it."""


def memory_for(path: Path) -> int:
    """The resident memory that checking this file may take."""
    return max(LEAST_MEMORY, TIMES_THE_FILE * path.stat().st_size)


def disk_for(path: Path) -> int:
    """What a check of this file may write: copies in other encodings, its rows and those that are refused."""
    return LEAST_DISK + 2 * TIMES_THE_FILE * path.stat().st_size


def in_child(
    function: Callable[..., Answer],
    *args: Any,
    memory_bytes: int,
    disk_bytes: int,
    folder: Path,
    seconds: float,
    advance: Callable[[int], Any] | None = None,
    alive: Callable[[], Any] | None = None,
    **kwargs: Any,
) -> Answer:
    """What `function(*args, folder=folder, **kwargs)` answers, or its exception. Unreadable when it passes a limit.

    `folder` is where it may write, up to `disk_bytes`. With `advance`, the function gets an `advance` too, and ours
    is called with what it says. `alive` is called now and then while it says nothing: a workbook is read for minutes,
    and who waits must not be taken for lost.
    """
    kwargs["folder"] = folder
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, map(str, sys.path)))},
    )
    watch = Watch(process, memory_bytes, folder, disk_bytes, seconds)
    watch.start()
    said_so_far: SimpleQueue[tuple[str, Any] | None] = SimpleQueue()
    listener = threading.Thread(target=listen, args=(process.stdout, said_so_far), daemon=True)
    listener.start()
    try:
        with process.stdin:
            pickle.dump((function, args, kwargs, advance is not None), process.stdin)
        while (said := next_of(said_so_far, alive)) is not None:
            what, value = said
            if what == "advance":
                advance(value)
            elif what == "answer":
                return value
            else:
                raise value
    except BrokenPipeError:
        pass
    finally:
        process.kill()
        process.wait()
        listener.join()
        process.stdout.close()
        watch.join()
    if watch.reason:
        raise Unreadable(watch.reason)
    raise ChildDied(f"{function.__name__} ended with exit code {process.returncode}")


def listen(pipe, said: SimpleQueue) -> None:
    """Everything that comes through the pipe, and None at its end."""
    while (one := received(pipe)) is not None:
        said.put(one)
    said.put(None)


def next_of(said: SimpleQueue, alive: Callable[[], Any] | None) -> tuple[str, Any] | None:
    while True:
        try:
            return said.get(timeout=SILENCE)
        except Empty:
            if alive:
                alive()


def received(pipe) -> tuple[str, Any] | None:
    """One message, or None at the end."""
    try:
        return pickle.load(pipe)  # nosec B301: written by `main` below
    except (EOFError, pickle.UnpicklingError):
        return None


class Watch(threading.Thread):
    """Ends the process when it takes too much memory, disk or time, and remembers why."""

    def __init__(
        self, process: subprocess.Popen, memory_bytes: int, folder: Path, disk_bytes: int, seconds: float
    ) -> None:
        super().__init__(daemon=True)
        self.process, self.memory_bytes = process, memory_bytes
        self.folder, self.disk_bytes = folder, disk_bytes + written(folder)
        self.seconds = seconds
        self.reason = ""

    def run(self) -> None:
        end = time.monotonic() + self.seconds
        while self.process.poll() is None:
            if time.monotonic() > end:
                self.reason = _("Reading this file takes too long. Please split it into smaller files.")
            elif resident(self.process.pid) > self.memory_bytes:
                self.reason = _("Reading this file takes too much memory. Please split it into smaller files.")
            elif written(self.folder) > self.disk_bytes:
                self.reason = _("This file unpacks to far more than it holds. Please save it as CSV, in smaller files.")
            if self.reason:
                self.process.kill()
                return
            time.sleep(LOOK_EVERY)


def written(folder: Path) -> int:
    """Bytes of the files below a folder; what goes while it is looked at is not there."""
    found = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            found += file.stat().st_size
    return found


def resident(pid: int) -> int:
    """Bytes of memory that a process has; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """The process itself: what to do comes through stdin, what is found goes through what was stdout."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the messages

    def say(what: str, value: Any) -> None:
        pickle.dump((what, value), pipe)
        pipe.flush()

    function, args, kwargs, tells = pickle.load(sys.stdin.buffer)  # nosec B301: written by `in_child` above
    if tells:
        kwargs["advance"] = lambda rows: say("advance", rows)
    try:
        say("answer", function(*args, **kwargs))
    except Exception as error:
        say("error", error)
