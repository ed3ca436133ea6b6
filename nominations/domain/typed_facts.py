"""Facts as somebody types them: in the quick check, through the API, in the answers of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ..enums import Relation

DEPLOYMENTS = ("single", "suite_one_project", "suite_several_projects")
PUBLIC_BODIES = ("government", "outsourcer", "no")
STATEMENT = "statement:"
LONGEST_NAME = 200
MOST_AGENTS = 10_000_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field of the data, as a sentence."""

    field: str
    sentence: str


class UnreadableFacts(ValueError):
    """Plain data that cannot be read as facts; `problems` says why, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(problem.sentence for problem in problems))


def read(data: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Fields of `Facts` from plain data, and what could not be read. Blank means not known yet."""
    if not isinstance(data, Mapping):
        return {}, [Problem("", _("The facts must be an object of names with values."))]
    fields: dict[str, Any] = {"statements": {}}
    problems: list[Problem] = []
    for name, value in data.items():
        try:
            _read_one(str(name), value, fields)
        except ValueError as wrong:
            problems.append(Problem(str(name)[:80], str(wrong)))
    return fields, problems


def _read_one(name: str, value: Any, fields: dict[str, Any]) -> None:
    if name.startswith(STATEMENT) and name != STATEMENT:
        fields["statements"][name.removeprefix(STATEMENT)[:80]] = _yes_no(name, value)
        return
    if name not in READERS:
        known = ", ".join([*READERS, STATEMENT + "…"])
        raise ValueError(_("“%(name)s” is no fact. There are: %(known)s.") % {"name": name[:80], "known": known})
    if isinstance(value, str) and not value.strip():
        value = None
    if value is not None:
        fields[name] = READERS[name](name, value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(_("“%(name)s” must be a text.") % {"name": name})
    value = re.sub(r"\s+", " ", value).strip()
    if len(value) > LONGEST_NAME:
        raise ValueError(_("“%(name)s” must not be longer than %(n)d letters.") % {"name": name, "n": LONGEST_NAME})
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise ValueError(_("“%(name)s” holds signs that cannot be read.") % {"name": name})
    return value


def _email(name: str, value: Any) -> str:
    value = _text(name, value)
    try:
        validate_email(value)
    except ValidationError:
        raise ValueError(_("“%(name)s” must be an e-mail address.") % {"name": name}) from None
    return value


def _agents(name: str, value: Any) -> Decimal:
    wrong = ValueError(_("“%(name)s” must be a number, e.g. 80.") % {"name": name})
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise wrong
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise wrong from None
    if not number.is_finite():
        raise wrong
    if not 0 <= number <= MOST_AGENTS:
        raise ValueError(_("“%(name)s” must lie between 0 and %(most)d.") % {"name": name, "most": MOST_AGENTS})
    if number != round(number, 3):
        raise ValueError(_("“%(name)s” has too many places after the point.") % {"name": name})
    return number


def _day(name: str, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip(), re.ASCII):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    raise ValueError(_("“%(name)s” must be a date as year-month-day, e.g. 2026-03-31.") % {"name": name})


def _yes_no(name: str, value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else "?"
    if word in ("", "yes", "true", "on", "no", "false", "off"):
        return None if not word else word in ("yes", "true", "on")
    raise ValueError(_("“%(name)s” must be yes or no (true or false).") % {"name": name})


def _one_of(*known: str):
    def read(name: str, value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise ValueError(_("“%(name)s” must be one of: %(known)s.") % {"name": name, "known": ", ".join(known)})

    return read


READERS = {
    "relation": _one_of(*Relation.values),
    "organisation": _text,
    "entrant_name": _text,
    "entrant_email": _email,
    "entrant_title": _text,
    "agent_number": _text,
    "agents": _agents,
    "agents_on": _day,
    "first_used_on": _day,
    "deployment": _one_of(*DEPLOYMENTS),
    "is_provider": _yes_no,
    "public_body": _one_of(*PUBLIC_BODIES),
}
