"""Real Celery processes over the test's own database, to be killed at will.

    def test_...(background):
        worker = background.worker()
        background.beat()
        job = jobs.enqueue("make_pieces", key="a", payload={...})
        background.until(lambda: Job.objects.get().progress_done >= 10)
        worker.kill()
        background.worker()
        background.until_done(job)

Leases are three seconds and the sweep comes every second, so that what the portal does in minutes is seen in seconds.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from operations.enums import JobState
from operations.models import Job
from tests.services.servers import Redis

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300


class Process:
    """One Celery process and all it forked."""

    def __init__(self, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.popen = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """kill -9, the whole family at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


class Background:
    """Workers, a scheduler and a broker around one test."""

    def __init__(self, redis: Redis, folder: Path) -> None:
        self.redis = redis
        self.folder = folder
        self.processes: list[Process] = []
        database = connection.settings_dict
        address = f"{database['HOST']}:{database['PORT']}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.services.settings",
            "DATABASE_URL": f"postgres://{database['USER']}:{database['PASSWORD']}@{address}/{database['NAME']}",
            "CELERY_BROKER_URL": redis.url,
            "AWARDS_VAR_DIR": str(folder),
            "JOB_LEASE_SECONDS": "3",
            "JOB_SWEEP_SECONDS": "1",
        }

    def worker(self, processes: int = 1) -> Process:
        return self.celery("worker", f"--concurrency={processes}", "--without-gossip", "--without-mingle")

    def beat(self) -> Process:
        return self.celery("beat", "--pidfile=", "--max-interval=1")

    def celery(self, *arguments: str) -> Process:
        log = self.folder / f"{arguments[0]}-{len(self.processes)}.log"
        command = [sys.executable, "-m", "celery", "--quiet", "-A", "awards_portal", *arguments, "--loglevel=INFO"]
        self.processes.append(Process(command, {**self.environment, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}, log))
        return self.processes[-1]

    def until(self, happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
        end = time.monotonic() + seconds
        while not happened():
            if time.monotonic() > end:
                raise AssertionError("It did not happen.\n" + self.logs())
            time.sleep(0.1)

    def until_done(self, *jobs: Job) -> None:
        keys = {job.key for job in jobs}
        left = Job.objects.filter(key__in=keys).exclude(state__in=[JobState.DONE, JobState.PARKED, JobState.CANCELLED])
        self.until(lambda: not left.exists())

    def logs(self) -> str:
        return "\n".join(f"--- {one.log.name}\n{one.log.read_text()[-3000:]}" for one in self.processes)

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
        connections.close_all()


def use_broker(url: str) -> None:
    """Point this process's own Celery at a broker; '' for none."""
    from kombu import pools

    from awards_portal.celery import app
    from operations.domain import jobs

    settings.CELERY_BROKER_URL = url
    app.conf.broker_url = url or "memory://"
    pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
    jobs.silent_until = 0.0
