from .assignment import Assignment, Recusal
from .decision import Decision, DecisionPlacing
from .panel import JudgeInvitation, Panel, PanelMember, TermsAcceptance
from .proposal import Proposal
from .scorecard import Mark, MarkVersion, Scorecard

__all__ = [
    "Assignment",
    "Decision",
    "DecisionPlacing",
    "JudgeInvitation",
    "Mark",
    "MarkVersion",
    "Panel",
    "PanelMember",
    "Proposal",
    "Recusal",
    "Scorecard",
    "TermsAcceptance",
]
