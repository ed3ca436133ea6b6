"""The kinds of eligibility rule: facts in, verdict out, and nothing else.

A kind is one small frozen dataclass. Its fields are its parameters, each with words for forms, for the
YAML loader and for the manual. Nothing here asks a database or a clock; whatever a rule looks at stands
in `Facts`, gathered by `nominations.domain.facts`. Quick check, form, submit, job and API ask the same.
"""

from .base import Param, Rule, Verdict
from .facts import Facts, PastWin, Sample, Sibling, sample_key
from .registry import caps_among, kinds, rule_from, validate

__all__ = [
    "Facts",
    "Param",
    "PastWin",
    "Rule",
    "Sample",
    "Sibling",
    "Verdict",
    "caps_among",
    "kinds",
    "rule_from",
    "sample_key",
    "validate",
]
