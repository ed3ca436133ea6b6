"""Every sentence of the SQM text in tests/data/, by what it sets; with the awards it is about, by number."""

from .around import CONTEXT, NAMES
from .decided import DATES, JUDGES, MEASURES, OPEN, PRIZES
from .numbers import span
from .rules import RULES
from .told import FORM, TEXT

__all__ = ["CONTEXT", "DATES", "FORM", "JUDGES", "MEASURES", "NAMES", "OPEN", "PRIZES", "RULES", "TEXT", "span"]
