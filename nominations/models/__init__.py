from .answer import Answer, AnswerVersion
from .attachment import Attachment
from .candidate import Candidate
from .collaborator import Collaborator
from .event import NominationEvent
from .nomination import Nomination
from .register import PastHonour
from .report import EligibilityReport, Override

__all__ = [
    "Answer",
    "AnswerVersion",
    "Attachment",
    "Candidate",
    "Collaborator",
    "EligibilityReport",
    "Nomination",
    "NominationEvent",
    "Override",
    "PastHonour",
]
