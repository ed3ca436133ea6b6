"""Loading a program file: read it whole, say what would change, then write it in one transaction.

Running it again writes nothing. A cycle that has submissions changes only when the caller insists, and
then everything that rests on its rules is checked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock
from operations.domain import audit, jobs

from ..models import Category, Cycle, Program, Terms
from . import instruments
from .coherence import moment_of
from .comparing import differences, rules_differ
from .plans import Plan, plan_of, plan_of_program
from .reading import read
from .shape import CATEGORY, CRITERION, CYCLE, PLACING, PROGRAM, QUESTION, RULE, Noun, key_of

Submissions = Callable[[Cycle], int]


@dataclass(frozen=True)
class Loaded:
    """What a load did, or would do: the lines of what changed, whether everything is checked again, and

    for a dry run how many submissions a live cycle has.
    """

    cycle: Cycle | None
    changes: list[str] = field(default_factory=list)
    is_new: bool = False
    checks_again: bool = False
    submissions: int = 0


class ChangesLiveCycle(Exception):
    """The file would change a cycle that has submissions, and nobody said that it should."""

    def __init__(self, cycle: Cycle, submissions: int, changes: list[str]):
        self.cycle, self.submissions, self.changes = cycle, submissions, changes
        super().__init__(
            _("%(cycle)s has %(n)d submissions; the file would change it.") % {"cycle": cycle, "n": submissions}
        )


class StillUsed(Exception):
    """The file leaves something out that answers, marks or decisions rest on."""


def load(
    text: str,
    *,
    name: str,
    submissions_of: Submissions,
    change_live: bool = False,
    dry_run: bool = False,
    by=None,
) -> Loaded:
    """Make program and cycle as the file says. Raises NotReadable, ChangesLiveCycle or StillUsed."""
    return apply(read(text, name=name), submissions_of=submissions_of, change_live=change_live, dry_run=dry_run, by=by)


@transaction.atomic
def apply(
    plan: Plan, *, submissions_of: Submissions, change_live: bool = False, dry_run: bool = False, by=None
) -> Loaded:
    """Write a plan that was read without problems; the caller's word is needed to change a live cycle."""
    cycle = cycle_of(plan)
    before = plan_of(cycle) if cycle else beside(plan)
    changes = list(differences(before, plan)) if cycle else list(additions(before, plan))
    if not changes:
        return Loaded(cycle)
    live = live_cycle(cycle, plan, before, submissions_of)
    checks_again = cycle is not None and rules_differ(before, plan)
    if dry_run:
        return Loaded(
            cycle, changes, is_new=cycle is None, checks_again=checks_again, submissions=live[1] if live else 0
        )
    if live and not change_live:
        raise ChangesLiveCycle(*live, changes)
    written = write(plan, cycle)
    if checks_again:
        check_again(written, by)
    audit.record(
        "program loaded", f"cycle:{written.pk}", by=by, program=plan["program"]["slug"], change={"lines": changes}
    )
    return Loaded(written, changes, is_new=cycle is None, checks_again=checks_again)


def cycle_of(plan: Plan) -> Cycle | None:
    """The cycle the plan speaks about, locked, if there is one already."""
    return (
        Cycle.objects.select_for_update(of=("self",))
        .select_related("program")
        .filter(program__slug=plan["program"]["slug"], slug=plan["cycle"]["slug"])
        .first()
    )


def beside(plan: Plan) -> Plan:
    """What is there before a new cycle: its program, if that is known, and nothing of the cycle."""
    program = Program.objects.filter(slug=plan["program"]["slug"]).first()
    return {"program": plan_of_program(program) if program else {}, "cycle": {}, "rules": [], "categories": []}


def additions(before: Plan, plan: Plan) -> Iterator[str]:
    """The changes that a new cycle brings: itself, in one line, and what is new about its program."""
    if before["program"]:
        yield from differences(before["program"], plan["program"], ("program",))
    else:
        yield _("program %(name)s: added") % {"name": plan["program"]["name"]}
    n = len(plan["categories"])
    yield ngettext("cycle %(name)s: added, with one category", "cycle %(name)s: added, with %(n)d categories", n) % {
        "name": plan["cycle"]["name"],
        "n": n,
    }


def live_cycle(cycle: Cycle | None, plan: Plan, before: Plan, submissions_of: Submissions) -> tuple[Cycle, int] | None:
    """A cycle with submissions that the change touches; a change of the program touches all its cycles."""
    touched = [cycle] if cycle else []
    if before["program"] and before["program"] != plan["program"]:
        touched = list(Cycle.objects.filter(program__slug=plan["program"]["slug"]).select_related("program"))
    counted = ((one, submissions_of(one)) for one in touched)
    return next(((one, count) for one, count in counted if count), None)


def check_again(cycle: Cycle, by) -> None:
    """Rules changed: count the configuration up and have every nomination of the cycle checked."""
    Cycle.objects.filter(pk=cycle.pk).update(config_version=models.F("config_version") + 1)
    cycle.refresh_from_db(fields=["config_version"])
    jobs.enqueue(
        "check_cycle",
        key=f"check_cycle:{cycle.pk}:{cycle.config_version}",
        payload={"cycle": cycle.pk},
        program=cycle.program.slug,
        by=by,
    )


def write(plan: Plan, cycle: Cycle | None) -> Cycle:
    program, _created = Program.objects.update_or_create(
        slug=plan["program"]["slug"], defaults=columns(plan["program"], PROGRAM, plan["program"])
    )
    add_terms(program, plan["program"]["terms"])
    values = columns(plan["cycle"], CYCLE, plan["program"])
    cycle, _created = Cycle.objects.update_or_create(program=program, slug=values.pop("slug"), defaults=values)
    listed(cycle.rules.filter(category=None), plan["rules"], RULE, plan, cycle=cycle)
    rows = listed(cycle.categories.all(), plan["categories"], CATEGORY, plan, cycle=cycle)
    for entry in plan["categories"]:
        write_category(rows[entry["slug"]], entry, plan)
    return cycle


def write_category(category: Category, entry: Plan, plan: Plan) -> None:
    criteria = listed(category.criteria.all(), entry["criteria"], CRITERION, plan, category=category)
    questions = [{**question, "criterion": criteria.get(question["criterion"])} for question in entry["questions"]]
    listed(category.rules.all(), entry["rules"], RULE, plan, cycle=category.cycle, category=category)
    listed(category.questions.all(), questions, QUESTION, plan, category=category)
    listed(category.placings.all(), entry["placings"], PLACING, plan, category=category)
    if entry["instrument"]:
        instruments.publish(category, entry["instrument"])


def add_terms(program: Program, texts: dict[str, str]) -> None:
    """A changed text becomes a new version; what was published stays as it was accepted."""
    for kind, text in texts.items():
        newest = program.terms.filter(kind=kind).order_by("-version").first()
        if newest is None or newest.text != text:
            version = newest.version + 1 if newest else 1
            Terms.objects.create(program=program, kind=kind, version=version, text=text, published_at=clock.now())


def listed(rows: models.QuerySet, entries: list[Plan], noun: Noun, plan: Plan, **belongs_to) -> dict[str, Any]:
    """Rows made as a list says, by slug: what is missing is deleted, the order is the list's."""
    there = {row.slug: row for row in rows}
    leave_out([row for slug, row in there.items() if slug not in {entry["slug"] for entry in entries}])
    for place, entry in enumerate(entries, start=1):
        values = {**columns(entry, noun, plan["program"]), "position": place * 10}
        row = there.get(entry["slug"]) or noun.model(**belongs_to)
        if row.pk is None or any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save()
        there[entry["slug"]] = row
    return there


def leave_out(rows: list[models.Model]) -> None:
    for row in rows:
        try:
            row.delete()
        except ProtectedError as error:
            kept = {str(used._meta.verbose_name_plural) for used in error.protected_objects}
            raise StillUsed(
                _(
                    "The file leaves out “%(row)s”, but %(kept)s rest on it. Put it back; a question can be made optional."
                )
                % {"row": row, "kept": ", ".join(sorted(kept))}
            ) from error


def columns(entry: Plan, noun: Noun, program: Plan) -> dict[str, Any]:
    """An entry of a plan as the values of a row's columns."""
    return {name: column(noun.model._meta.get_field(name), entry[key_of(name)], program) for name in noun.names}


def column(model_field: models.Field, value: Any, program: Plan) -> Any:
    if value is None or model_field.is_relation:
        return value or None
    if isinstance(model_field, models.DateTimeField):
        return moment_of(program, key_of(model_field.name), value)
    if isinstance(model_field, models.DateField):
        return date.fromisoformat(value)
    if isinstance(model_field, models.TimeField):
        return time.fromisoformat(value)
    return value
