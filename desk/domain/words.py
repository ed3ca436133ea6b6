"""The ledger and the trail in words: what an action is called, what an object is, and where it can be seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from judging.models import Decision, Scorecard
from measurement.models import SurveyImport
from nominations.models import Nomination
from operations import clock
from operations.models import AuditEvent, AuditPerson, Job
from programs.models import Category, Cycle
from recognition.models import Honour

A_MINUTE = timedelta(minutes=1)


def spoken(name: str) -> str:
    """ "nomination.first_submitted" as people say it: "Nomination first submitted"."""
    return name.replace("_", " ").replace(".", " ").strip().capitalize()


def is_soon(job: Job) -> bool:
    """Work that waits for a far moment is no reason to look again every few seconds."""
    return job.due_at <= clock.now() + A_MINUTE


def in_line(change: Any) -> str:
    """A change as one line of words: "from: draft; to: submitted"."""
    if isinstance(change, dict):
        return "; ".join(f"{spoken(str(name)).lower()}: {in_line(value)}" for name, value in change.items())
    if isinstance(change, list):
        return ", ".join(map(in_line, change))
    if isinstance(change, bool):
        return _("yes") if change else _("no")
    return "–" if change in (None, "") else str(change)


def of_events(cycle: Cycle, events: list[AuditEvent]) -> list[AuditEvent]:
    """Events with who, what, and the page of what they are about. A fixed number of queries."""
    people = dict(
        AuditPerson.objects.filter(pseudonym__in={event.actor for event in events}).values_list("pseudonym", "label")
    )
    found = Objects.of(cycle, {event.object_key for event in events})
    for event in events:
        event.who = people.get(event.actor, event.actor) or _("the portal")
        event.what = spoken(event.action)
        event.lines = [(spoken(name), in_line(value)) for name, value in event.change.items()]
        event.about, event.url = found.named(event.object_key)
    return events


class Objects:
    """Names and pages of the objects that events speak of, read kind by kind."""

    def __init__(self, cycle: Cycle, names: dict[str, tuple[str, str]]) -> None:
        self.cycle, self.names = cycle, names

    @classmethod
    def of(cls, cycle: Cycle, keys: set[str]) -> Objects:
        by_kind: dict[str, set[str]] = {}
        for key in keys:
            kind, _colon, rest = key.partition(":")
            by_kind.setdefault(kind, set()).add(rest)
        names: dict[str, tuple[str, str]] = {}
        numbers = {kind: {int(one) for one in rest if one.isdecimal()} for kind, rest in by_kind.items()}
        for user in User.objects.filter(pk__in=numbers.get("user", ())):
            names[user.key] = (str(user), "")
        for one in Cycle.objects.filter(pk__in=numbers.get("cycle", ()), program=cycle.program).select_related(
            "program"
        ):
            names[f"cycle:{one.pk}"] = (one.name, page(one, "dashboard"))
        categories = numbers.get("category", set()) | numbers.get("panel", set()) | numbers.get("proposals", set())
        found = Category.objects.filter(pk__in=categories, cycle__program=cycle.program)
        for category in found.select_related("cycle__program"):
            for kind, where in (("category", "category"), ("panel", "panel"), ("proposals", "result")):
                names[f"{kind}:{category.pk}"] = (category.name, page(category.cycle, where, category.slug))
        decisions = Decision.objects.filter(
            pk__in=numbers.get("decision", ()), category__cycle__program=cycle.program
        ).select_related("category__cycle__program")
        for decision in decisions:
            category = decision.category
            names[decision.key] = (category.name, page(category.cycle, "result", category.slug))
        scorecards = Scorecard.objects.filter(
            code__in=by_kind.get("scorecard", ()), assignment__nomination__cycle__program=cycle.program
        ).select_related("assignment__nomination__cycle__program")
        for scorecard in scorecards:
            one = scorecard.assignment.nomination
            names[scorecard.key] = (one.title or one.code, page(one.cycle, "nomination", one.code))
        names |= of_nominations(cycle, by_kind.get("nomination", set()))
        names |= of_honours(cycle, by_kind.get("honour", set()))
        names |= of_survey_files(cycle, by_kind.get("import", set()))
        return cls(cycle, names)

    def named(self, key: str) -> tuple[str, str]:
        return self.names.get(key, (key, ""))


def of_nominations(cycle: Cycle, codes: set[str]) -> dict[str, tuple[str, str]]:
    rows = Nomination.objects.filter(code__in=codes, cycle__program=cycle.program).order_by()
    found = rows.select_related("cycle__program").only("code", "title", "cycle__slug", "cycle__program__slug")
    return {f"nomination:{one.code}": (one.title or one.code, page(one.cycle, "nomination", one.code)) for one in found}


def of_honours(cycle: Cycle, codes: set[str]) -> dict[str, tuple[str, str]]:
    rows = Honour.objects.filter(code__in=codes, category__cycle__program=cycle.program).order_by()
    found = rows.select_related("category__cycle__program")
    return {f"honour:{one.code}": (one.name_as_printed, page(one.category.cycle, "honour", one.code)) for one in found}


def of_survey_files(cycle: Cycle, codes: set[str]) -> dict[str, tuple[str, str]]:
    if not codes:
        return {}
    rows = SurveyImport.objects.filter(code__in=codes, program=cycle.program).values_list("code", "file_name")
    return {f"import:{code}": (name, page(cycle, "survey", code)) for code, name in rows}


def page(cycle: Cycle, name: str, *more: str) -> str:
    return reverse(f"desk:{name}", args=[cycle.program.slug, cycle.slug, *more])
