"""manage.py rules_table SLUG: the page in docs/ that shows each rule beside the organiser's words."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.domain.manual import rules_page
from programs.domain.plans import plan_of
from programs.models import Cycle


class Command(BaseCommand):
    help = "Writes docs/NAME-rules.md from the rules of a program's newest cycle."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", help="the program, e.g. icmi-awards")
        parser.add_argument("--cycle", default="", help="the cycle; left out: the newest")
        parser.add_argument("--to", type=Path, help="the file to write")

    def handle(self, *, slug: str, cycle: str, to: Path | None, **options) -> None:
        cycles = Cycle.objects.filter(program__slug=slug).select_related("program")
        found = cycles.filter(slug=cycle).first() if cycle else cycles.first()
        if found is None:
            raise CommandError(f"There is no cycle {cycle or 'at all'} of a program {slug}. Load the program first.")
        to = to or settings.BASE_DIR / "docs" / f"{slug.removesuffix('-awards')}-rules.md"
        to.write_text(rules_page(plan_of(found)), encoding="utf-8")
        self.stdout.write(f"{to}: written.")
