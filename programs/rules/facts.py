"""Everything that rules look at, as plain data. Dates are days in the program's own zone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from decimal import Decimal
from operator import add
from typing import Any


@dataclass(frozen=True)
class PastWin:
    """One row of the register of honours that may concern this candidate or organisation."""

    category_key: str
    family: str
    year: int
    kind: str
    recipient: str
    recipient_key: str
    email: str = ""
    organisation_key: str = ""


@dataclass(frozen=True)
class Sibling:
    """A category of the same family with its band of agents, to propose the right one."""

    slug: str
    name: str
    minimum: int | None = None
    maximum: int | None = None
    key: str = ""


Months = tuple[int, ...]
NO_MONTHS: Months = (0,) * 12
_from_json = json.JSONDecoder().decode


class Sample:
    """Counting surveys of one metric in one calendar year, January first: how many, and how many of them said yes.

    `n` and `top` are the year's sums. By month hardly anybody is asked: months may come as they are stored, and are
    read when they are looked at. Never changed once made.
    """

    __slots__ = ("_counts", "_hits", "n", "top")

    def __init__(
        self,
        counts: Months | str = NO_MONTHS,
        hits: Months | str = NO_MONTHS,
        n: int | None = None,
        top: int | None = None,
    ) -> None:
        """`counts` and `hits` may be lists of numbers in JSON, to be added up; then the sums are told."""
        self.n = sum(counts) if n is None else n
        self.top = sum(hits) if top is None else top
        self._counts = counts
        self._hits = hits

    @property
    def counts(self) -> Months:
        self._counts = _read(self._counts)
        return self._counts

    @property
    def hits(self) -> Months:
        self._hits = _read(self._hits)
        return self._hits

    def __add__(self, other: Sample) -> Sample:
        counts, hits = _together(self._counts, other._counts), _together(self._hits, other._hits)
        return Sample(counts, hits, self.n + other.n, self.top + other.top)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sample) and self.counts == other.counts and self.hits == other.hits

    def __hash__(self) -> int:
        return hash((self.counts, self.hits))

    def __repr__(self) -> str:
        return f"Sample({self.counts}, {self.hits})"


def _read(months: Months | str) -> Months:
    if not isinstance(months, str):
        return months
    return tuple(map(sum, zip(*_from_json(f"[{months}]"), strict=True)))


def _together(months: Months | str, more: Months | str) -> Months | str:
    """Month by month, unread as long as both are."""
    if isinstance(months, str) and isinstance(more, str):
        return f"{months},{more}"
    return tuple(map(add, _read(months), _read(more)))


def sample_key(metric: str, surveys: str, years_back: int = 0) -> str:
    """Where facts hold the sample of a metric: `fcr:live:0` is this survey year's, `fcr:live:1` last year's."""
    return f"{metric}:{surveys}:{years_back}"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one nomination, or of somebody who asks whether they could enter.

    None and "" mean "not known yet". `submitted_on` is the day of the first submission, or today before
    it. `organisation_keys` are the comparable names that count as this organisation: its own, and with
    `organisation_scope: parent` those of the whole group.
    """

    subject: str
    category_key: str
    award_year: int
    submitted_on: date
    opens_on: date
    closes_on: date
    ceremony_on: date | None = None
    family: str = ""
    last_cycle_year: int | None = None

    relation: str = ""
    nominator_name_key: str = ""
    nominator_email: str = ""
    organisation: str = ""
    organisation_keys: tuple[str, ...] = ()

    entrant_name: str = ""
    entrant_key: str = ""
    entrant_email: str = ""
    entrant_title: str = ""
    agents: Decimal | None = None
    agents_on: date | None = None
    first_used_on: date | None = None
    deployment: str = ""
    is_provider: bool | None = None
    public_body: str = ""
    statements: Mapping[str, bool | None] = field(default_factory=dict)

    past_wins: tuple[PastWin, ...] = ()
    siblings: tuple[Sibling, ...] = ()

    # What was measured, and what the study knows of the organisation. `..._by_year` hold this survey year's
    # number first and last year's second. `samples` is None before anybody looked at the surveys, for one because
    # nobody said yet whose they are; a sample that is missing from it is an empty one. `reached` names awards (by
    # key) whose rules and bar this candidate meets, with the survey years in which it does; None is not known yet.
    survey_year: int | None = None
    agent_number: str = ""
    samples: Mapping[str, Sample] | None = None
    csrs_by_year: tuple[int | None, ...] = ()
    employees_by_year: tuple[int | None, ...] = ()
    home_csrs_by_year: tuple[int | None, ...] = ()
    sectors: tuple[str, ...] | None = None
    channels_operated: tuple[str, ...] | None = None
    participation: tuple[str, ...] | None = None
    chosen_awards: tuple[str, ...] = ()
    reached: Mapping[str, tuple[int, ...]] | None = None
    pages: int | None = None
    stories: int | None = None

    def sample(self, metric: str, surveys: str, years_back: int = 0) -> Sample:
        """The sample of a metric; an empty one where nothing was surveyed."""
        return (self.samples or {}).get(sample_key(metric, surveys, years_back), NOTHING)

    def but(self, *changes: Mapping[str, Any]) -> Facts:
        """The same facts with others in place of some; quick, because every subject of a study has its own."""
        known = self.__dict__.copy()
        for one in changes:
            known.update(one)
        made = object.__new__(Facts)
        object.__setattr__(made, "__dict__", known)
        return made

    def to_json(self) -> dict[str, Any]:
        """Plain data that a JSON column takes, and that `from_json` reads back as the same facts."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Facts:
        known = {one.name for one in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("submitted_on", "opens_on", "closes_on", "ceremony_on", "agents_on", "first_used_on"):
            if values.get(name):
                values[name] = date.fromisoformat(values[name])
        if values.get("agents") is not None:
            values["agents"] = Decimal(values["agents"])
        values["organisation_keys"] = tuple(values.get("organisation_keys", ()))
        values["past_wins"] = tuple(PastWin(**one) for one in values.get("past_wins", ()))
        values["siblings"] = tuple(Sibling(**one) for one in values.get("siblings", ()))
        if values.get("samples") is not None:
            values["samples"] = {
                key: Sample(tuple(one["counts"]), tuple(one["hits"])) for key, one in values["samples"].items()
            }
        if values.get("reached") is not None:
            values["reached"] = {key: tuple(years) for key, years in values["reached"].items()}
        for name in TUPLES:
            if values.get(name) is not None:
                values[name] = tuple(values[name])
        return cls(**values)


NOTHING = Sample()
TUPLES = (
    "csrs_by_year",
    "employees_by_year",
    "home_csrs_by_year",
    "sectors",
    "channels_operated",
    "participation",
    "chosen_awards",
)


def _plain(value: Any) -> Any:
    if isinstance(value, Sample):
        return {"counts": list(value.counts), "hits": list(value.hits)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
