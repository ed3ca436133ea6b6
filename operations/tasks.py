"""The doors for Celery. There is one task for all work; what differs is registered with `@job`."""

from celery import shared_task


@shared_task(name="operations.run_job")
def run_job(pk: int) -> None:
    """A wake-up for one row of the ledger."""
    from .domain import health, jobs

    health.seen("worker", at_most_every=10)
    jobs.run(pk)


@shared_task(name="operations.tick", expires=60)
def tick() -> None:
    """Twice a minute: say that the worker lives, and wake it for what is due."""
    from .domain import health, jobs, schedule

    health.seen("worker")
    schedule.enqueue_daily()
    jobs.sweep()
