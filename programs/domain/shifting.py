"""A cycle's plan some years on: its dates and the years that stand in its texts (X07)."""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

from .plans import Plan

TEXTS = ("summary", "description", "how_judged")


def shifted(plan: Plan, years: int) -> Plan:
    """Survey year, days and the years named in texts move on; rules and everything else stay as they are.

    The steps of the cycle itself (opens, closes, …) are for the caller, who knows the days of the week.
    """
    plan = copy.deepcopy(plan)
    cycle = plan["cycle"]
    moved = Texts(cycle, years)
    if cycle["survey_year"] is not None:
        cycle["survey_year"] += years
    cycle["ceremony_on"] = later(cycle["ceremony_on"], years)
    cycle["event"] = {name: later(value, years) for name, value in cycle["event"].items()}
    cycle["introduction"] = moved.text(cycle["introduction"])
    cycle["notes"] = [moved.text(note) for note in cycle["notes"]]
    for rule in plan["rules"]:
        rule["source"] = moved.text(rule["source"])
    for category in plan["categories"]:
        category |= {name: moved.text(category[name]) for name in TEXTS}
        category |= {name: later(category[name], years) for name in ("closes", "announce")}
        for rule in category["rules"]:
            rule["source"] = moved.text(rule["source"])
        for placing in category["placings"]:
            placing["announce"] = later(placing["announce"], years)
    return plan


class Texts:
    """The years that a text of this cycle may name: the award year, the survey year and the one before it.

    Where nothing is surveyed no year is touched: what it says may be history.
    """

    def __init__(self, cycle: Plan, years: int) -> None:
        survey = cycle["survey_year"]
        known = {survey - 1, survey, cycle["award_year"]} if survey is not None else set()
        self.becomes = {str(year): str(year + years) for year in known}

    def text(self, text: str) -> str:
        return re.sub(r"\b\d{4}\b", lambda found: self.becomes.get(found[0], found[0]), text)


def later(value: Any, years: int) -> Any:
    """A written day or moment so many years on; 29 February becomes the 28th. Anything else is left as it is."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}", value):
        return value
    day = date.fromisoformat(value[:10])
    is_leap_day = (day.month, day.day) == (2, 29)
    moved = day.replace(day=28, year=day.year + years) if is_leap_day else day.replace(year=day.year + years)
    return f"{moved.isoformat()}{value[10:]}"
