"""The end of the measured demo: a few best practices are decided and public, and their winners say who comes.

One comes, one does not, and one has not answered and is asked again, so that the gala's page has something of each.
"""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from judging.domain import visits
from judging.domain.standings import standings
from judging.enums import VisitKind
from nominations.models import Nomination
from operations import clock
from programs.models import Category, Cycle
from recognition.domain import announcements, attendance, documents, honours
from recognition.enums import AttendanceState
from recognition.models import Honour

from . import judging
from .cast import texts

ANSWERS = (AttendanceState.CONFIRMED, AttendanceState.DECLINED, None)


def tell(cycle: Cycle, told: dict[str, dict], *, by: User) -> int:
    """Decide the first awards with a promise, one for each answer. Says how many winners there are."""
    promised = attendance.promises([cycle])
    categories = [one for one in judging.judged(cycle) if one.pk in promised]
    said = texts("measured-stories")
    for category in categories[: len(ANSWERS) + 1]:
        visit(category, said, by)
    winners = [celebrate(one, told, said, by) for one in categories[: len(ANSWERS)]]
    for honour, answer in zip(winners, ANSWERS, strict=False):
        if answer is not None:
            say(honour, answer)
    if winners:
        chase(cycle)
        documents.request(cycle, by=by)
    return len(winners)


def visit(category: Category, said: dict, by: User) -> None:
    """The experts call the first applicant and go to see the second, before they mark."""
    moment = category.cycle.judging_closes_at - timedelta(days=14)
    entries = Nomination.objects.filter(category=category).to_be_judged().order_by("receipt_number")[:2]
    for entry, kind in zip(entries, (VisitKind.PHONE, VisitKind.SITE), strict=False):
        with clock.standing_at(moment):
            planned_at = moment + timedelta(days=2)
            one = visits.plan(entry, kind=kind, who=said["visitors"], planned_at=planned_at, by=by)
        with clock.standing_at(moment + timedelta(days=3)):
            notes = said["visits"][kind].format(name=entry.title, award=category.name)
            visits.record(one, held_at=planned_at, notes=notes, by=by)


def celebrate(category: Category, told: dict[str, dict], said: dict, by: User) -> Honour:
    """Decided when judging is over, and public at the planned moment."""
    with clock.standing_at(category.cycle.judging_closes_at + timedelta(hours=1)):
        rows = standings(category)
        first = rows[0].nomination.code
        cited = {first: {**told.get(first, {}), "citation": said["citation"]}}
        honours.make(judging.decide_one(category, rows, cited, by))
        announcements.schedule(category, None, category.announced_from, by=by)
    with clock.standing_at(category.announced_from + timedelta(minutes=1)):
        announcements.open_doors(category)
    return attendance.bound(category.cycle).get(category=category)


def say(honour: Honour, answer: AttendanceState) -> None:
    """By whoever entered it, a few days later."""
    nominator = honour.nomination.nominator
    with clock.standing_at(honour.category.announced_from + timedelta(days=3)):
        attendance.say(honour, state=answer, who=nominator.name, by=nominator)


def chase(cycle: Cycle) -> None:
    """The letter to whoever has not answered a month before."""
    with clock.standing_at(cycle.announce_at + timedelta(days=30)):
        attendance.write(cycle, lambda _total: None, lambda: None)
