from .category import Category, Criterion, Placing
from .cycle import Cycle
from .program import Program, ProgramRole, Terms
from .question import Question
from .rule import EligibilityRule

__all__ = [
    "Category",
    "Criterion",
    "Cycle",
    "EligibilityRule",
    "Placing",
    "Program",
    "ProgramRole",
    "Question",
    "Terms",
]
