"""Do the due background work here and now, where no worker runs."""

from django.core.management.base import BaseCommand

from operations.domain import jobs


class Command(BaseCommand):
    help = "Runs every due job of the ledger in this process, then ends."

    def handle(self, *args, **options) -> None:
        ran = jobs.run_due()
        for job in ran:
            self.stdout.write(f"{job.get_state_display()}: {job}")
        self.stdout.write(f"{len(ran)} jobs")
