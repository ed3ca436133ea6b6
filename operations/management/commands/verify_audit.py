"""Read the whole audit trail and say whether it is as it was written."""

from django.core.management.base import BaseCommand, CommandError

from operations.domain import audit


class Command(BaseCommand):
    help = "Checks the hash chain of the audit trail; fails when an event was changed, removed or put in."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--head", default="", help="a head that was mailed or printed earlier")

    def handle(self, *args, head: str = "", **options) -> None:
        found = audit.verify(head)
        if not found.is_whole:
            raise CommandError("\n".join(["The audit trail is NOT whole:", *found.faults]))
        self.stdout.write(f"The audit trail is whole: {found.events} events, head {found.head}")
