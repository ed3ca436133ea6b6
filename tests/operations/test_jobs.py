"""The ledger: work is asked for once, done once, tried three times, and shown to a person when it fails."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from operations.domain import jobs
from operations.enums import JobState
from operations.models import AuditEvent, Job

pytestmark = [pytest.mark.django_db, pytest.mark.engines]


@pytest.fixture
def kind(request):
    """Registers a handler for one test: `kind(handler)` gives the name of the kind."""
    made = []

    def register(handler):
        name = f"test_{request.node.name}_{len(made)}"
        jobs.job(name)(handler)
        made.append(name)
        return name

    yield register
    for name in made:
        del jobs.handlers[name]


def late(job: Job, **changes) -> None:
    Job.objects.filter(pk=job.pk).update(**changes)


def test_work_is_done_once_and_its_result_kept(kind):
    seen = []
    name = kind(lambda payload, progress: seen.append(payload) or {"made": 3})
    jobs.enqueue(name, key="a", payload={"n": 1})

    jobs.run_due()
    jobs.run_due()

    job = Job.objects.get(key="a")
    assert seen == [{"n": 1}]
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"made": 3}, 1)


def test_the_same_key_is_the_same_job(kind):
    name = kind(lambda payload, progress: None)

    first = jobs.enqueue(name, key="a", payload={"n": 1})
    second = jobs.enqueue(name, key="a", payload={"n": 2})

    assert first == second
    assert Job.objects.get().payload == {"n": 1}


def test_work_asked_for_in_a_transaction_that_fails_was_never_asked_for(kind):
    name = kind(lambda payload, progress: None)

    with pytest.raises(RuntimeError), transaction.atomic():
        jobs.enqueue(name, key="a")
        raise RuntimeError

    assert not Job.objects.exists()


def test_work_waits_for_its_time(kind):
    name = kind(lambda payload, progress: None)
    job = jobs.enqueue(name, key="a", due_at=timezone.now() + timedelta(hours=1))

    assert jobs.run_due() == []

    late(job, due_at=timezone.now())
    assert jobs.run_due() == [job]


def test_a_failing_job_is_tried_three_times_then_parked_with_its_error(kind):
    tries = []

    def fails(payload, progress):
        tries.append(1)
        raise ValueError("the printer is on fire")

    job = jobs.enqueue(kind(fails), key="a")
    for _again in range(5):
        jobs.run_due()
        late(job, due_at=timezone.now())

    job.refresh_from_db()
    assert len(tries) == 3
    assert job.state == JobState.PARKED
    assert job.last_error.startswith("ValueError: the printer is on fire\n")


def test_a_failing_job_waits_before_the_next_attempt(kind):
    def fails(payload, progress):
        raise ValueError

    job = jobs.enqueue(kind(fails), key="a")
    jobs.run_due()

    job.refresh_from_db()
    assert job.state == JobState.DUE
    assert job.due_at > timezone.now()


def test_a_job_that_cannot_succeed_is_parked_at_once(kind):
    def refuses(payload, progress):
        raise jobs.CannotSucceed("The file holds no surveys.")

    job = jobs.enqueue(kind(refuses), key="a")
    jobs.run_due()

    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.PARKED, 1, "The file holds no surveys.")


def test_an_unknown_kind_is_parked_and_says_so():
    job = jobs.enqueue("nobody_knows_this", key="a")
    jobs.run_due()

    job.refresh_from_db()
    assert job.state == JobState.PARKED
    assert "nobody_knows_this" in job.last_error


def test_a_person_can_retry_a_parked_job_and_the_trail_knows_it(kind, nominator):
    broken = [True]

    def mended(payload, progress):
        if broken:
            raise jobs.CannotSucceed("broken")

    job = jobs.enqueue(kind(mended), key="a")
    jobs.run_due()
    broken.clear()

    assert jobs.retry(Job.objects.get(), by=nominator)
    jobs.run_due()

    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == (JobState.DONE, 1, "")
    assert list(AuditEvent.objects.values_list("action", "object_key")) == [("job retried", f"job:{job.pk}")]


def test_a_finished_job_cannot_be_retried(kind, nominator):
    job = jobs.enqueue(kind(lambda payload, progress: None), key="a")
    jobs.run_due()

    assert not jobs.retry(job, by=nominator)
    assert not AuditEvent.objects.exists()


def test_a_cancelled_job_is_not_done(kind, nominator):
    seen = []
    job = jobs.enqueue(kind(lambda payload, progress: seen.append(1)), key="a")

    assert jobs.cancel(job, by=nominator)

    assert jobs.run_due() == []
    assert seen == []


def test_a_running_job_stops_at_its_next_step_when_cancelled(kind):
    steps = []

    def long(payload, progress):
        progress.start(10)
        for step in range(10):
            steps.append(step)
            if step == 3:
                jobs.cancel(progress.job)
            progress.write()

    job = jobs.enqueue(kind(long), key="a")
    jobs.run_due()

    job.refresh_from_db()
    assert steps == [0, 1, 2, 3]
    assert job.state == JobState.CANCELLED


def test_progress_stands_in_the_row(kind):
    def counts(payload, progress):
        progress.start(3, "Reading")
        progress.advance()
        progress.error(2, "no e-mail address")
        progress.advance(2)

    job = jobs.enqueue(kind(counts), key="a")
    jobs.run_due()

    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.progress_note) == (3, 3, "Reading")
    assert job.row_errors == [{"row": 2, "message": "no e-mail address"}]


def test_the_next_worker_takes_a_job_whose_worker_was_lost(kind):
    job = jobs.enqueue(kind(lambda payload, progress: {"by": "the second"}), key="a")
    lost = jobs.claim(job.pk)

    assert jobs.claim(job.pk) is None
    late(job, lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run_due()

    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"by": "the second"}, 2)
    with pytest.raises(jobs.Stopped):
        jobs.Progress(lost).write()


def test_a_job_that_kills_three_workers_is_parked(kind):
    job = jobs.enqueue(kind(lambda payload, progress: None), key="a")
    for _worker in range(3):
        assert jobs.claim(job.pk)
        late(job, lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.run_due() == []

    job.refresh_from_db()
    assert job.state == JobState.PARKED
    assert "lost 3 times" in job.last_error


def test_writing_progress_renews_the_lease(kind):
    job = jobs.enqueue(kind(lambda payload, progress: None), key="a")
    claimed = jobs.claim(job.pk)
    late(job, lease_until=timezone.now() + timedelta(seconds=1))

    jobs.Progress(claimed).write()

    job.refresh_from_db()
    assert job.lease_until > timezone.now() + timedelta(seconds=100)


def test_a_broker_that_is_down_does_not_break_the_request(
    kind, settings, monkeypatch, django_capture_on_commit_callbacks
):
    from awards_portal.celery import app

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(jobs, "silent_until", 0.0)
    monkeypatch.setattr(app.conf, "broker_url", settings.CELERY_BROKER_URL)

    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue(kind(lambda payload, progress: None), key="a")

    assert jobs.silent_until > 0
    assert jobs.run_due() == [job]
