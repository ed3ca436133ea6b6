"""Forms of setting up: cycles and dates, categories, criteria, placings, questions, rules, people."""

from .assessments import AssessmentForm, InstrumentFileForm, section_forms
from .categories import CategoryForm, CriterionForm, NewCategoryForm, NewCriterionForm
from .cycles import CycleForm, LookForm, NextCycleForm
from .people import PastHonourForm, RegisterFileForm, RoleForm, TermsForm
from .placings import NewPlacingForm, PlacingForm
from .programs import NewProgramForm, ProgramFileForm
from .questions import QuestionForm
from .rules import MeasureForm, NewRuleForm, RuleForm

__all__ = [
    "AssessmentForm",
    "CategoryForm",
    "CriterionForm",
    "CycleForm",
    "InstrumentFileForm",
    "LookForm",
    "MeasureForm",
    "NewCategoryForm",
    "NewCriterionForm",
    "NewPlacingForm",
    "NewProgramForm",
    "NewRuleForm",
    "NextCycleForm",
    "PastHonourForm",
    "PlacingForm",
    "ProgramFileForm",
    "QuestionForm",
    "RegisterFileForm",
    "RoleForm",
    "RuleForm",
    "TermsForm",
    "section_forms",
]
