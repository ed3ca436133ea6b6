"""Setting up a designation: how its assessments run, and what experts evaluate them with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

from nominations.enums import OPEN_ATTEMPTS
from nominations.models import Attempt
from operations.domain import audit
from operations.refusal import Refused
from programs.domain import assessment, instruments
from programs.models import Category, Instrument
from recognition.domain import certification


@dataclass(frozen=True)
class Version:
    """One version of an instrument, and how many attempts are evaluated with it."""

    instrument: Instrument
    attempts: int
    is_in_force: bool


@transaction.atomic
def save_settings(category: Category, written: dict[str, Any], *, by) -> Category:
    """How assessments run from now on. Clocks that run, and days that were told, stay as they are."""
    if wrong := assessment.problems(written):
        raise Refused(*wrong)
    before, category = category.assessment, Category.objects.select_for_update().get(pk=category.pk)
    category.assessment = written
    category.save(update_fields=["assessment"])
    names = [name for name in {**before, **written} if before.get(name) != written.get(name)]
    change = {name: {"from": str(before.get(name)), "to": str(written.get(name))} for name in sorted(names)}
    program = category.cycle.program.slug
    audit.record("assessment settings changed", f"category:{category.pk}", by=by, program=program, change=change)
    certification.look_again(category)
    return category


def running(category: Category) -> int:
    """How many candidates' clocks run now: a change of settings does not move them."""
    return Attempt.objects.filter(enrolment__category=category, state__in=OPEN_ATTEMPTS, received_at=None).count()


def versions(category: Category) -> list[Version]:
    """All versions of an instrument, the one in force first."""
    rows = category.instruments.annotate(used=Count("attempts")).order_by("-version")
    return [Version(row, row.used, place == 0) for place, row in enumerate(rows)]


def publish(category: Category, sections: list[dict], *, base: int, by) -> Instrument:
    """The next version, unless somebody else published one since `base` was looked at."""
    with transaction.atomic():
        Category.objects.select_for_update().get(pk=category.pk)
        newest = instruments.newest(category)
        if newest and newest.version != base:
            raise Refused(
                _(
                    "Somebody published version %(n)d meanwhile. What you wrote stands below; look at that version first."
                )
                % {"n": newest.version}
            )
        made = instruments.publish(category, sections, by=by)
        if newest is None:
            waiting = Attempt.objects.filter(enrolment__category=category, instrument=None)
            waiting.update(instrument=made)
        return made


def as_yaml(sections: list[dict]) -> str:
    """An instrument as the file that is read again."""
    writer, stream = YAML(), StringIO()
    writer.width = 108
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump({"sections": sections}, stream)
    return stream.getvalue()
