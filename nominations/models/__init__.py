from .answer import Answer, AnswerVersion
from .attachment import Attachment
from .attempt import Attempt, Extension
from .candidate import Candidate
from .collaborator import Collaborator
from .enrolment import Enrolment, RequirementTick
from .event import NominationEvent
from .nomination import Nomination
from .private_link import PrivateLink, SectionComment, SignOff
from .register import PastHonour
from .report import EligibilityReport, Override
from .story import Story

__all__ = [
    "Answer",
    "AnswerVersion",
    "Attachment",
    "Attempt",
    "Candidate",
    "Collaborator",
    "EligibilityReport",
    "Enrolment",
    "Extension",
    "Nomination",
    "NominationEvent",
    "Override",
    "PastHonour",
    "PrivateLink",
    "RequirementTick",
    "SectionComment",
    "SignOff",
    "Story",
]
