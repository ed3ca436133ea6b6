from .assignment import Assignment, Recusal
from .decision import Decision, DecisionPlacing
from .panel import JudgeInvitation, Panel, PanelMember, TermsAcceptance
from .scorecard import Mark, Scorecard

__all__ = [
    "Assignment",
    "Decision",
    "DecisionPlacing",
    "JudgeInvitation",
    "Mark",
    "Panel",
    "PanelMember",
    "Recusal",
    "Scorecard",
    "TermsAcceptance",
]
