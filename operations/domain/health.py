"""Whether the parts are alive: what `/readyz`, `manage.py doctor` and the jobs page ask."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .. import clock
from ..models import Heartbeat

WORKER_IS_LATE_AFTER = timedelta(seconds=150)
last_written: dict[str, float] = {}


def seen(name: str, *, at_most_every: float = 0) -> None:
    """A background process says that it is alive."""
    if time.monotonic() - last_written.get(name, float("-inf")) < at_most_every:
        return
    last_written[name] = time.monotonic()
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})


def report() -> dict[str, str]:
    """Each part with "ok" or the sentence that says what is wrong with it."""
    parts = {"database": database()}
    if parts["database"] == "ok":
        parts |= {"migrations": migrations(), "worker": worker()}
    return parts | {"broker": broker()}


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:
        return f"does not answer: {type(error).__name__}"
    return "ok"


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not missing else f"{len(missing)} not applied: run manage.py migrate"


def worker() -> str:
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return "never seen"
    return "ok" if clock.now() - beat.at <= WORKER_IS_LATE_AFTER else f"last seen {beat.at:%Y-%m-%d %H:%M:%S} UTC"


def broker() -> str:
    if not settings.CELERY_BROKER_URL:
        return "not configured: set REDIS_URL, or start with manage.py up"
    import redis

    try:
        client = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2)
        with client:
            client.ping()
    except (redis.RedisError, OSError) as error:
        return f"does not answer: {type(error).__name__}"
    return "ok"
