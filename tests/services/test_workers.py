"""Real workers, a real broker, a real PostgreSQL: killed in the middle of their work, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from operations.domain import audit, health, jobs, limits
from operations.enums import JobState
from operations.models import AuditEvent, Counter, Job

pytestmark = pytest.mark.services


def at_once(n: int, work) -> list:
    """`n` threads that start together, each with its own connection."""
    gate = threading.Barrier(n)

    def one(number):
        try:
            gate.wait()
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(one, range(n)))


@pytest.fixture
def on_postgres(transactional_db):
    assert connection.vendor == "postgresql"


def test_of_eight_workers_one_gets_the_job(on_postgres):
    job = Job.objects.create(kind="count_once", key="a")

    claims = at_once(8, lambda n: jobs.claim(job.pk))

    assert len([claim for claim in claims if claim]) == 1
    assert Job.objects.get().attempts == 1


def test_of_eight_requests_for_one_key_one_makes_the_job(on_postgres):
    at_once(8, lambda n: jobs.enqueue("count_once", key="a", payload={"by": n}))

    assert Job.objects.count() == 1


def test_events_written_at_once_stand_in_one_chain(on_postgres):
    def write(n):
        for step in range(5):
            with transaction.atomic():
                audit.record("moved", f"thing:{n}:{step}")

    at_once(8, write)

    assert AuditEvent.objects.count() == 40
    assert audit.verify().is_whole


def test_of_twenty_requests_at_once_the_limit_passes(on_postgres):
    answers = at_once(20, lambda n: limits.allow("door", limit=7, seconds=60))

    assert answers.count(True) == 7


def test_every_wake_up_thrice_and_every_job_once(background):
    made = [jobs.enqueue("count_once", key=f"job:{n}", payload={"name": n}) for n in range(40)]
    for job in made * 2:
        jobs.wake(job.pk)
    background.worker(processes=2)
    background.worker(processes=2)

    background.until_done(*made)

    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
    assert Counter.objects.filter(key__startswith="once:").count() == 40
    assert health.worker() == "ok"


def test_a_failing_job_is_parked_with_its_error(background):
    background.worker()
    job = jobs.enqueue("always_fails", key="a")
    for attempt in (1, 2, 3):
        background.until(
            lambda n=attempt: Job.objects.filter(key="a", attempts=n).exclude(state=JobState.RUNNING).exists()
        )
        Job.objects.filter(state=JobState.DUE).update(due_at=job.created_at)
        jobs.sweep()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.PARKED, 3)
    assert job.last_error.startswith("ValueError: this never works")


def test_a_worker_killed_in_the_middle_of_a_batch_loses_and_doubles_nothing(background):
    first = background.worker()
    background.beat()
    job = jobs.enqueue("make_pieces", key="a", payload={"batch": "a", "pieces": 60, "seconds": 0.05})
    background.until(lambda: Job.objects.get(key="a").progress_done >= 15)

    first.kill()
    reached = Job.objects.get(key="a").progress_done
    background.worker()
    background.until(lambda: Job.objects.get(key="a").attempts == 2)
    background.until(lambda: Job.objects.get(key="a").progress_done > reached)
    background.until_done(job)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.progress_done, job.progress_total) == (JobState.DONE, 2, 60, 60)
    assert job.result["found"] >= reached
    assert Counter.objects.filter(key__startswith="piece:a:").count() == 60


def test_a_broker_killed_in_the_middle_of_a_batch_costs_nothing(background):
    background.worker()
    background.beat()
    job = jobs.enqueue("make_pieces", key="a", payload={"batch": "a", "pieces": 60, "seconds": 0.05})
    background.until(lambda: Job.objects.get(key="a").progress_done >= 15)

    background.redis.kill()
    while_it_is_gone = jobs.enqueue("make_pieces", key="b", payload={"batch": "b", "pieces": 3, "seconds": 0})
    assert jobs.silent_until > 0
    background.redis.start()
    background.until_done(job, while_it_is_gone)

    assert {(j.key, j.state, j.progress_done) for j in Job.objects.exclude(key__startswith="daily")} == {
        ("a", JobState.DONE, 60),
        ("b", JobState.DONE, 3),
    }
    assert Counter.objects.filter(key__startswith="piece:").count() == 63


def test_worker_and_broker_killed_together(background):
    worker = background.worker()
    background.beat()
    job = jobs.enqueue("make_pieces", key="a", payload={"batch": "a", "pieces": 60, "seconds": 0.05})
    background.until(lambda: Job.objects.get(key="a").progress_done >= 15)

    worker.kill()
    background.redis.kill()
    background.redis.start()
    background.worker()
    background.until_done(job)

    assert Job.objects.get(key="a").state == JobState.DONE
    assert Counter.objects.filter(key__startswith="piece:a:").count() == 60
