"""manage.py dump_program SLUG: a program and one of its cycles as the YAML file that load_program reads."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs.domain.plans import plan_of
from programs.domain.writing import text_of
from programs.models import Cycle


class Command(BaseCommand):
    help = "Writes a program and one cycle as YAML: to a file, or to the screen."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", help="the program, e.g. icmi-awards")
        parser.add_argument("--cycle", default="", help="the cycle; left out: the newest")
        parser.add_argument("--to", type=Path, help="the file to write; left out: the screen")

    def handle(self, *, slug: str, cycle: str, to: Path | None, **options) -> None:
        cycles = Cycle.objects.filter(program__slug=slug).select_related("program")
        found = cycles.filter(slug=cycle).first() if cycle else cycles.first()
        if found is None:
            raise CommandError(f"There is no cycle {cycle or 'at all'} of a program {slug}.")
        text = text_of(plan_of(found))
        if to is None:
            self.stdout.write(text, ending="")
        else:
            to.write_text(text, encoding="utf-8")
            self.stdout.write(f"{to}: written.")
