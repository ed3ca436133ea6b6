from .assignment import Assignment, Recusal
from .decision import Decision, DecisionPlacing
from .evaluation import AttemptDecision, Evaluation, EvaluationRecusal, Finding, FindingVersion
from .panel import JudgeInvitation, Panel, PanelMember, TermsAcceptance
from .proposal import Proposal
from .scorecard import Mark, MarkVersion, Scorecard
from .visit import Visit

__all__ = [
    "Assignment",
    "AttemptDecision",
    "Decision",
    "DecisionPlacing",
    "Evaluation",
    "EvaluationRecusal",
    "Finding",
    "FindingVersion",
    "JudgeInvitation",
    "Mark",
    "MarkVersion",
    "Panel",
    "PanelMember",
    "Proposal",
    "Recusal",
    "Scorecard",
    "TermsAcceptance",
    "Visit",
]
