from .agent import Agent, Stint
from .organisation import EntryChoice, OrganisationName, OrganisationYear, Participation
from .study import Study
from .survey_import import ColumnMapping, ImportEvent, SurveyImport
from .tally import Tally

__all__ = [
    "Agent",
    "ColumnMapping",
    "EntryChoice",
    "ImportEvent",
    "OrganisationName",
    "OrganisationYear",
    "Participation",
    "Stint",
    "Study",
    "SurveyImport",
    "Tally",
]
