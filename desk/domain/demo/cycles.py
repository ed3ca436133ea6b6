"""Cycles of the demo: the program file's own cycle, moved to where a stage of the story needs it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from desk.domain.submissions import submissions_of
from operations import clock
from programs.domain.loading import apply
from programs.domain.moments import as_written
from programs.domain.reading import read
from programs.models import Cycle

PROGRAM_FILE = settings.BASE_DIR / "fixtures" / "programs" / "icmi-awards.yaml"
STEPS = ("opens", "closes", "judging_opens", "judging_closes", "announce")


@dataclass(frozen=True)
class Dates:
    """The steps of a cycle in days from today; negative is past."""

    opens: int
    closes: int
    judging_opens: int
    judging_closes: int
    announce: int

    def moment(self, step: str) -> datetime:
        return clock.now() + timedelta(days=getattr(self, step))


STAGES = {
    "open": Dates(-45, 5, 7, 40, 75),
    "judging": Dates(-60, -9, -8, 12, 45),
    "decided": Dates(-90, -40, -38, -4, 10),
    "announced": Dates(-110, -60, -58, -20, -2),
}
LAST_YEAR = Dates(-420, -370, -367, -330, -300)
REHEARSAL = Dates(-30, -12, -10, 30, 60)


@cache
def file_plan() -> dict:
    """The program file; whoever changes the plan copies it first."""
    return read(PROGRAM_FILE.read_text(encoding="utf-8"), name=str(PROGRAM_FILE))


def this_year(stage: str) -> Cycle:
    return load(dated(file_plan(), STAGES[stage]))


def last_year() -> Cycle:
    """The cycle before, without the awards that are new this year."""
    plan = dated(file_plan(), LAST_YEAR)
    year = plan["cycle"]["award_year"] - 1
    plan["cycle"] |= {
        "slug": str(year),
        "name": f"{year} Awards",
        "award_year": year,
        "introduction": "Nine awards in two groups, decided and celebrated.",
    }
    plan["categories"] = [category for category in plan["categories"] if not category["is_new"]]
    return load(plan)


def rehearsal() -> Cycle:
    """A small cycle in judging, with entries written for new judges to practise on. Not on public pages."""
    plan = dated(file_plan(), REHEARSAL)
    plan["cycle"] |= {
        "slug": "rehearsal",
        "name": "Judges’ Rehearsal",
        "award_year": plan["cycle"]["award_year"] - 1,
        "introduction": "Invented entries for judges to practice on. Nothing is awarded here.",
        "notes": [],
    }
    plan["rules"] = []
    wanted = {"agent", "small", "culture", "ai"}
    plan["categories"] = [category for category in plan["categories"] if category["slug"] in wanted]
    for category in plan["categories"]:
        category["rules"] = [rule for rule in category["rules"] if rule["kind"] != "repeat_bar"]
    return load(plan)


def dated(plan: dict, dates: Dates) -> dict:
    """The same plan with its steps moved. Closing steps are whole days, the others keep the file's hour."""
    plan = copy.deepcopy(plan)
    zone = plan["program"]["time_zone"]
    for step in STEPS:
        day = as_written(dates.moment(step), zone=zone)[:10]
        hour = plan["cycle"][step][10:]
        plan["cycle"][step] = f"{day}{hour}"
    return plan


def load(plan: dict) -> Cycle:
    return apply(plan, submissions_of=submissions_of).cycle or Cycle.objects.get(
        program__slug=plan["program"]["slug"], slug=plan["cycle"]["slug"]
    )
