"""Which kinds there are, and a rule from its kind and parameters."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .application import PageLimit, Promise
from .base import Rule
from .caps import CandidateCap, Cap, CategoryCap
from .headcount import CsrHeadcount
from .improvement import Improvement
from .lifetime import AppointedOnly, OnceOnly
from .months import ConsecutiveMonths
from .reached import ReachesAward
from .recency import Recency
from .relation import NominatorRelation
from .repeat import RepeatBar
from .samples import EmployeeSample, MinimumSample
from .sector import PublicSector, TechnologyProvider
from .size import HeadcountBand
from .solution import SingleDeployment
from .statement import Statement
from .stories import Stories
from .study import InSector, OperatesChannels, TakesPart

KINDS: tuple[type[Rule], ...] = (
    NominatorRelation,
    RepeatBar,
    HeadcountBand,
    Recency,
    Statement,
    PublicSector,
    TechnologyProvider,
    SingleDeployment,
    OnceOnly,
    AppointedOnly,
    TakesPart,
    CsrHeadcount,
    InSector,
    OperatesChannels,
    MinimumSample,
    EmployeeSample,
    ConsecutiveMonths,
    Improvement,
    ReachesAward,
    PageLimit,
    Promise,
    Stories,
    CategoryCap,
    CandidateCap,
)


def kinds() -> dict[str, type[Rule]]:
    """Every kind by its name, in the order of the manual."""
    return {one.kind: one for one in KINDS}


def validate(kind: str, params: Any) -> list[str]:
    """What is wrong with a rule as it is written, as sentences; nothing when it can be used."""
    if kind not in kinds():
        return [_("“%(kind)s” is no kind of rule. There are: %(kinds)s.") % {"kind": kind, "kinds": ", ".join(kinds())}]
    return kinds()[kind].validate(params)


def rule_from(kind: str, params: dict[str, Any]) -> Rule:
    """The rule of a row. Raises ValueError with all sentences of `validate` when it is not right."""
    return _parsed(kind, json.dumps(params, sort_keys=True))


@lru_cache(maxsize=4096)
def _parsed(kind: str, params_text: str) -> Rule:
    params = json.loads(params_text)
    if errors := validate(kind, params):
        raise ValueError(" ".join(errors))
    return kinds()[kind].made_from(params)


def caps_among(rules: Iterable[Rule]) -> list[Cap]:
    return [one for one in rules if isinstance(one, Cap)]
