"""Which samples an award looks at, so that no more is read than is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from programs.enums import Surveys
from programs.measure import Measure
from programs.rules.report import InForce

from ..enums import TallyLevel
from . import rating


class Need(NamedTuple):
    metric: str
    surveys: str
    years_back: int


def of(measure: Measure, rules: Iterable[InForce]) -> tuple[Need, ...]:
    """The samples of a measure and of the rules beside it, each once, in a steady order."""
    backs = (0, 1) if measure.compare == "improvement" else (0,)
    found = [Need(metric, surveys, back) for metric, surveys in measure.asked for back in backs]
    for one in rules:
        found += of_rule(one)
    parts = [Need(part, need.surveys, need.years_back) for need in found for part in rating.counted(need.metric)]
    return tuple(dict.fromkeys([*found, *parts]))


def of_rule(one: InForce) -> list[Need]:
    """What a rule that names a metric looks at: this year, and last year where it compares or asks both."""
    metric = getattr(one.rule, "metric", "")
    if not metric:
        return []
    surveys = getattr(one.rule, "surveys", Surveys.ONLINE.value)
    both = one.kind == "improvement" or getattr(one.rule, "years", "") == "both"
    return [Need(metric, surveys, back) for back in ((0, 1) if both else (0,))]


def level(measure: Measure) -> str:
    """For whom the surveys of an award are counted together (S12)."""
    if measure.person == "csr":
        return TallyLevel.CSR
    if measure.person == "supervisor":
        return TallyLevel.SUPERVISOR_YEAR_END if measure.attribution == "year_end" else TallyLevel.SUPERVISOR
    return TallyLevel.SITE
