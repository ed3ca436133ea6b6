"""How one value of a survey file is read: text in, value out, or `Bad` with what was expected.

Each distinct text of a column is read once, however many rows have it; so this is plain Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from accounts.domain.names import normalised
from programs.enums import Channel, Participation, Sector, SurveyMethod

from ..enums import AgentRole
from .dates import EXCEL_DAY_ZERO, read_date
from .formats import Column, plain
from .words import AGENT_ROLES, CHANNELS, METHODS, PARTICIPATIONS, ROLES, SECTORS, YES_NO

UNKNOWN_ORGANISATION = "unknown organization"
LONGEST_NAME = 200
MOST = 2_000_000_000
EMPTY = {"", "n/a", "na", "null", "none", "nan", "-", "."}
CLAIMS = {"claim", "claims", "claim interaction", "claim call", "claims call"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
WHOLE = re.compile(r"[+]?(\d+|\d{1,3}(?:([, '’])\d{3})(?:\2\d{3})*)(?:[.,]0+)?")
AS_TEXT = re.compile(r'="([^"]*)"')
"""How exports keep a spreadsheet from making 7 of 007."""
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class Bad(Exception):
    """This value cannot be taken. Says what is expected, and under which reason rows are counted together."""

    def __init__(self, expected: str, reason: str = "") -> None:
        self.expected, self.reason = expected, reason
        super().__init__(expected)


Reader = Callable[[str], Any]


def reader_of(
    column: Column,
    *,
    organisations: Mapping[str, int],
    sites: dict[str, str],
    order: str = "",
    day_zero: date = EXCEL_DAY_ZERO,
    today: date,
) -> Reader:
    """The function that reads one text of this column.

    `order` is the order of day and month in the file, `day_zero` where its numbers of days begin.
    """
    match column.kind:
        case "text" | "identifier":
            return partial(text, longest=column.longest)
        case "site":
            return partial(site, longest=column.longest, known=sites)
        case "interaction":
            return partial(interaction, longest=column.longest)
        case "organisation":
            return partial(organisation, known=organisations)
        case "date":
            return partial(day, order=order, day_zero=day_zero)
        case "past_date":
            return partial(day, order=order, day_zero=day_zero, latest=today + timedelta(days=1))
        case "method":
            return partial(choice, words=METHODS, choices=SurveyMethod.choices)
        case "channel":
            return partial(choice, words=CHANNELS, choices=Channel.choices)
        case "participation":
            return partial(choice, words=PARTICIPATIONS, choices=Participation.choices)
        case "agent_role":
            return partial(choice, words=AGENT_ROLES, choices=AgentRole.choices)
        case "role":
            return role
        case "channels":
            return partial(several, words=CHANNELS, choices=Channel.choices)
        case "sectors":
            return partial(several, words=SECTORS, choices=Sector.choices)
        case kind:
            return {"yes_no": yes_no, "rating": rating, "number": number, "year": year, "email": email}[kind]


DTYPES: dict[str, Any] = {
    "identifier": pl.String,
    "organisation": pl.Int64,
    "date": pl.Date,
    "past_date": pl.Date,
    "yes_no": pl.Boolean,
    "rating": pl.UInt8,
    "number": pl.UInt32,
    "year": pl.UInt16,
    "method": pl.Enum(SurveyMethod.values),
    "channel": pl.Enum(Channel.values),
}


def dtype_of(column: Column) -> Any:
    """The type of a column among the accepted rows. Other texts recur, so they are kept as codes."""
    return DTYPES.get(column.kind, pl.Categorical)


def is_empty(value: str) -> bool:
    return value.strip().casefold() in EMPTY


def text(value: str, *, longest: int) -> str:
    if CONTROL.search(value):
        raise Bad(_("text without control characters (such as a NUL byte)"))
    found = " ".join(value.split())
    if written := AS_TEXT.fullmatch(found):
        found = written[1].strip()
    if len(found) > longest:
        raise Bad(_("at most %(n)d characters; this has %(is)d") % {"n": longest, "is": len(found)})
    return found


def site(value: str, *, longest: int, known: dict[str, str]) -> str:
    """“NORTH” is the site that was called “North” before: a capital makes no site of its own with a sample of its own."""
    found = text(value, longest=longest)
    return known.setdefault(found.casefold(), found)


def interaction(value: str, *, longest: int) -> str:
    """A kind of interaction in one spelling: “Claims” and “claim interaction” are claims."""
    found = plain(text(value, longest=longest))
    return "claim" if found in CLAIMS else found


def organisation(value: str, *, known: Mapping[str, int]) -> int:
    found = known.get(normalised(text(value, longest=LONGEST_NAME)))
    if found is None:
        raise Bad(_("an organization that the portal knows"), UNKNOWN_ORGANISATION)
    return found


def day(value: str, *, order: str, day_zero: date, latest: date | None = None) -> date:
    try:
        found = read_date(value.strip(), order, day_zero)
    except ValueError as error:
        raise Bad(str(error)) from error
    if not 1990 <= found.year <= 2100 or (latest and found > latest):
        raise Bad(_("a day from 1990 until today") if latest else _("a day from 1990 to 2100"))
    return found


def choice(value: str, *, words: Mapping[str, str], choices: list[tuple[str, str]]) -> str:
    found = words.get(plain(value))
    if found is None:
        raise Bad(_("one of: %(choices)s") % {"choices": ", ".join(one for one, _label in choices)})
    return found


def several(value: str, *, words: Mapping[str, str], choices: list[tuple[str, str]]) -> str:
    """Several of a list, in the list's own order and each once, separated by |."""
    parts = [part for part in re.split(r"[|;,]", value) if part.strip()]
    found = {choice(part, words=words, choices=choices) for part in parts}
    return "|".join(one for one, _label in choices if one in found)


def role(value: str) -> str:
    """Whoever is neither a CSR nor a supervisor is somebody else; that is no mistake."""
    return ROLES.get(plain(value), "other")


def yes_no(value: str) -> bool:
    found = YES_NO.get(value.strip().casefold())
    if found is None:
        raise Bad(_("yes or no, or empty"))
    return found


def rating(value: str) -> int:
    found = re.fullmatch(r"([1-5])(?:[.,]0+)?", value.strip())
    if not found:
        raise Bad(_("a whole number from 1 to 5, or empty"))
    return int(found[1])


def number(value: str) -> int:
    found = WHOLE.fullmatch(" ".join(value.split()))
    digits = re.sub(r"\D", "", found[1]) if found else ""
    if not found or len(digits) > 20 or int(digits) > MOST:
        raise Bad(_("a whole number, or empty"))
    return int(digits)


def year(value: str) -> int:
    found = re.fullmatch(r"(\d{4})(?:[.,]0+)?", value.strip())
    if not found or not 1990 <= int(found[1]) <= 2100:
        raise Bad(_("a year such as 2017"))
    return int(found[1])


def email(value: str) -> str:
    if len(value.strip()) > 254 or not EMAIL.fullmatch(value.strip()):
        raise Bad(_("an e-mail address"))
    return value.strip().lower()
