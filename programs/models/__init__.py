from .category import Category, Criterion, Placing
from .cycle import Cycle
from .instrument import Instrument
from .program import Program, ProgramRole, Terms
from .question import Question
from .rule import EligibilityRule

__all__ = [
    "Category",
    "Criterion",
    "Cycle",
    "EligibilityRule",
    "Instrument",
    "Placing",
    "Program",
    "ProgramRole",
    "Question",
    "Terms",
]
