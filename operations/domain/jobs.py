"""Background work: the ledger is the truth, the broker only wakes a worker.

A kind of work is registered beside the verb it calls, in `<app>/jobs.py`:

    @job("make_honours")
    def make_honours(payload: dict, progress: Progress) -> dict | None:
        ...

and asked for inside the transaction that causes it: `enqueue("make_honours", key=f"make_honours:{pk}", ...)`.
A worker claims the row with one conditional update, holds a lease that `progress` renews, and may die at any
moment: the lease runs out and the next worker takes the row. So a handler may run twice and must find what the
first run left: do the rows still missing, in small transactions, and call `progress.advance()` after each.
"""

from __future__ import annotations

import logging
import secrets
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from .. import clock
from ..enums import JobState
from ..models import Job
from . import health

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
ATTEMPTS = 3
BACK_OFF = (timedelta(seconds=10), timedelta(seconds=60))
SILENCE_AFTER_FAILURE = 5.0
WRITE_EVERY = 0.5
ROW_ERRORS_KEPT = 500

Handler = Callable[[dict, "Progress"], dict | None]
handlers: dict[str, Handler] = {}


class CannotSucceed(Exception):
    """A handler says that trying again is useless: the job is parked at once with this sentence."""


class Stopped(Exception):
    """The row is no longer this worker's: cancelled, or taken over after the lease ran out."""


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of work."""

    def register(handler: Handler) -> Handler:
        if handlers.get(kind, handler) is not handler:
            raise ValueError(f"Two handlers for the job kind {kind!r}")
        handlers[kind] = handler
        return handler

    return register


class Progress:
    """What a handler tells of itself. Writing it renews the lease; it stops a worker that lost its row."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.done = job.progress_done
        self.total = job.progress_total
        self.note = job.progress_note
        self.row_errors = list(job.row_errors)
        self.written_at = time.monotonic()

    def start(self, total: int, note: str = "", *, done: int = 0) -> None:
        """There are `total` things to do, `done` of them already by an earlier run."""
        self.total, self.done, self.note = total, done, note
        self.row_errors = []
        self.write()

    def advance(self, n: int = 1, note: str | None = None) -> None:
        """`n` more things are done. Cheap enough to call for every row."""
        self.done += n
        self.note = self.note if note is None else note
        if self.done >= self.total or time.monotonic() - self.written_at >= WRITE_EVERY:
            self.write()

    def error(self, row: int | str, message: str) -> None:
        """One row failed alone; the rest goes on."""
        if len(self.row_errors) < ROW_ERRORS_KEPT:
            self.row_errors.append({"row": row, "message": str(message)})

    def write(self) -> None:
        self.written_at = time.monotonic()
        health.seen("worker", at_most_every=10)
        held = held_by(self.job).update(
            lease_until=clock.now() + LEASE,
            progress_done=self.done,
            progress_total=self.total,
            progress_note=self.note[:200],
            row_errors=self.row_errors,
        )
        if not held:
            raise Stopped(self.job.key)


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict | None = None,
    due_at: datetime | None = None,
    program: str = "",
    by=None,
) -> Job:
    """Ask for work inside the caller's transaction. The same key is the same job, however often it is asked for."""
    found, made = Job.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": payload or {},
            "due_at": due_at or clock.now(),
            "program": program,
            "actor": getattr(by, "key", by) or "",
        },
    )
    if made and found.due_at <= clock.now():
        wake_on_commit(found.pk)
    return found


def retry(found: Job, *, by=None) -> bool:
    """A person sends a parked or cancelled job off again, with all its attempts."""
    return put_back(found, [JobState.PARKED, JobState.CANCELLED], "job retried", by)


def again(key: str, *, due_at: datetime | None = None) -> bool:
    """Finished work of this key is to be done once more, or waiting work at another time."""
    found = Job.objects.filter(key=key).exclude(state=JobState.RUNNING).first()
    if found is None:
        return False
    return put_back(found, [found.state], "", None, due_at=due_at)


def put_back(found: Job, states: list[str], action: str, by, *, due_at: datetime | None = None) -> bool:
    from . import audit

    due_at = due_at or clock.now()
    with transaction.atomic():
        claimed = Job.objects.filter(pk=found.pk, state__in=states).update(
            state=JobState.DUE, attempts=0, due_at=due_at, lease_token="", lease_until=None, finished_at=None
        )
        if claimed and action:
            audit.record(action, f"job:{found.pk}", by=by, program=found.program, change={"kind": found.kind})
        if claimed and due_at <= clock.now():
            wake_on_commit(found.pk)
    found.refresh_from_db()
    return bool(claimed)


def cancel(found: Job, *, by=None) -> bool:
    """Stop a job for good. A running one notices at its next `progress.advance()`."""
    from . import audit

    with transaction.atomic():
        claimed = Job.objects.filter(pk=found.pk, state__in=[JobState.DUE, JobState.RUNNING, JobState.PARKED]).update(
            state=JobState.CANCELLED, finished_at=clock.now(), lease_token="", lease_until=None
        )
        if claimed:
            audit.record("job canceled", f"job:{found.pk}", by=by, program=found.program, change={"kind": found.kind})
    found.refresh_from_db()
    return bool(claimed)


def run(pk: int) -> Job | None:
    """Claim one job and do it. None where somebody else has it, or nothing is to be done."""
    claimed = claim(pk)
    if claimed is not None:
        work(claimed)
    return claimed


def run_due() -> list[Job]:
    """Do every due job in this process, in the order they fell due: for tests, commands and quiet sites."""
    ran = []
    while claimed := next(filter(None, map(claim, due().values_list("pk", flat=True)[:20])), None):
        work(claimed)
        ran.append(claimed)
    return ran


def due():
    """Jobs that a worker may take now: waiting ones, and those whose worker was lost."""
    now = clock.now()
    return Job.objects.filter(
        Q(state=JobState.DUE, due_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    ).order_by("due_at", "pk")


def claim(pk: int) -> Job | None:
    """Take the row, if it is still to be taken. Of any number of workers one gets it."""
    now = clock.now()
    token = secrets.token_hex(16)
    taken = (
        due()
        .filter(pk=pk, attempts__lt=ATTEMPTS)
        .order_by()
        .update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            lease_token=token,
            lease_until=now + LEASE,
            started_at=Coalesce(F("started_at"), now),
            finished_at=None,
        )
    )
    if taken:
        return Job.objects.get(pk=pk)
    park_lost(pk)
    return None


def park_lost(pk: int) -> None:
    """A job whose worker was lost on its last attempt would wait for ever: show it to a person instead."""
    due().filter(pk=pk, attempts__gte=ATTEMPTS).order_by().update(
        state=JobState.PARKED,
        finished_at=clock.now(),
        lease_token="",
        last_error=_("The worker was lost %(n)d times while it did this.") % {"n": ATTEMPTS},
    )


def held_by(claimed: Job):
    """The row as long as this claim holds it."""
    return Job.objects.filter(pk=claimed.pk, state=JobState.RUNNING, lease_token=claimed.lease_token)


def work(claimed: Job) -> None:
    """Call the handler and write down how it went."""
    progress = Progress(claimed)
    try:
        handler = handlers.get(claimed.kind)
        if handler is None:
            raise CannotSucceed(_("This portal knows no work of the kind “%(kind)s”.") % {"kind": claimed.kind})
        result = handler(claimed.payload, progress) or {}
        finish(claimed, progress, state=JobState.DONE, result=result, last_error="")
    except Stopped:
        log.warning("Job %s was taken away from this worker", claimed.key)
    except Exception as error:
        log.warning("Job %s failed at attempt %d", claimed.key, claimed.attempts, exc_info=True)
        fail(claimed, progress, error)
    claimed.refresh_from_db()


def fail(claimed: Job, progress: Progress, error: Exception) -> None:
    told = describe(error)
    if isinstance(error, CannotSucceed) or claimed.attempts >= ATTEMPTS:
        finish(claimed, progress, state=JobState.PARKED, last_error=told)
        return
    wait = BACK_OFF[min(claimed.attempts, len(BACK_OFF)) - 1]
    held_by(claimed).update(
        state=JobState.DUE, due_at=clock.now() + wait, lease_token="", lease_until=None, last_error=told
    )


def finish(claimed: Job, progress: Progress, **changes) -> None:
    finished = held_by(claimed).update(
        finished_at=clock.now(),
        lease_token="",
        lease_until=None,
        progress_done=progress.done,
        progress_total=progress.total,
        progress_note=progress.note[:200],
        row_errors=progress.row_errors,
        **changes,
    )
    if not finished:
        raise Stopped(claimed.key)


def describe(error: Exception) -> str:
    """The sentence first, for the administrator; below it where it happened, for whoever mends it."""
    if isinstance(error, CannotSucceed):
        return str(error)
    where = "".join(traceback.format_tb(error.__traceback__)[-3:])
    return f"{type(error).__name__}: {error}\n\n{where}".replace("\0", "")[:4000]


def release_lost() -> int:
    """Where there is one worker and it just died: do not wait for the leases to run out."""
    return Job.objects.filter(state=JobState.RUNNING).update(lease_until=clock.now())


def take_back_all() -> int:
    """Before the only worker of a portal starts: what was running when it stopped is due, its attempt not counted."""
    return Job.objects.filter(state=JobState.RUNNING).update(
        state=JobState.DUE, attempts=F("attempts") - 1, lease_token="", lease_until=None
    )


def sweep() -> int:
    """Wake a worker for everything that is due: lost messages, lost workers, and times that have come."""
    waiting: Iterator[int] = due().values_list("pk", flat=True)[:200]
    return sum(wake(pk) for pk in list(waiting))


def wake_on_commit(pk: int) -> None:
    transaction.on_commit(lambda: wake(pk), robust=True)


silent_until = 0.0


def wake(pk: int) -> bool:
    """Tell a worker. A broker that is down costs the request nothing: the sweeper tells it again."""
    global silent_until
    if not settings.CELERY_BROKER_URL or time.monotonic() < silent_until:
        return False
    # Half a second of imports that a page without background work need not wait for.
    import_module(settings.TASK_APP)
    from ..tasks import run_job

    try:
        run_job.apply_async(args=[pk], retry=False)
    except Exception as error:
        silent_until = time.monotonic() + SILENCE_AFTER_FAILURE
        log.warning("The broker does not answer; job %s waits for the sweeper (%r)", pk, error)
        return False
    return True
