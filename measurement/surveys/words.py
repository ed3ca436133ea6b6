"""Words that files use for what we know under one name. Compared as `formats.plain` makes them."""

from __future__ import annotations

from programs.enums import Channel, Participation, Sector, SurveyMethod

from ..enums import AgentRole
from .formats import plain

YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "t", "1", "1.0", "1,0", "x"), True),
    **dict.fromkeys(("no", "n", "false", "f", "0", "0.0", "0,0"), False),
}


def table(choices: list[tuple[str, str]], others: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """{word: value}: each value itself and the other words for it."""
    found = {}
    for value, _label in choices:
        for word in (value, *others.get(value, ())):
            found[plain(word)] = value
    return found


METHODS = table(
    SurveyMethod.choices,
    {
        SurveyMethod.LIVE: ("live telephone", "live phone", "live call", "interviewer", "live interview", "cati", "live agent"),
        SurveyMethod.AUTOMATED: ("automated telephone", "automated phone", "automated call", "ivr", "ivr survey", "robot", "automated telephone ivr"),
        SurveyMethod.ONLINE: ("web", "website", "internet", "online survey", "email", "web survey"),
        SurveyMethod.OTHER: ("mail", "paper", "sms", "text", "in person", "face to face", "kiosk", "chat"),
    },
)  # fmt: skip

CHANNELS = table(
    Channel.choices,
    {
        Channel.CALL_CENTER: ("call centre", "contact center", "contact centre", "phone", "telephone", "call", "agent", "voice"),
        Channel.IVR: ("ivr self service", "interactive voice response"),
        Channel.WEBSITE: ("web", "web self service", "website self service", "online", "internet"),
        Channel.EMAIL: ("e mail", "mail"),
        Channel.CHAT: ("web chat", "live chat", "video chat", "chatbot"),
        Channel.BRANCH: ("store", "branch or store", "retail", "retail branch", "in person", "shop"),
        Channel.OTHER: ("app", "mobile app", "mobile application", "social media", "social", "sms", "text", "letter"),
    },
)  # fmt: skip

SECTORS = table(
    Sector.choices,
    {
        Sector.TELECOM_TV: (
            "telecom",
            "telco",
            "tv",
            "telecom tv consumer",
            "telecom tv business",
            "telecommunications",
        ),
        Sector.CREDIT_CARD: ("credit cards", "card"),
        Sector.FINANCIAL: ("finance", "financial services"),
        Sector.BANKING: ("bank",),
        Sector.ENERGY: ("utility", "utilities"),
        Sector.RETAIL_BRANCH: ("retail", "branch"),
        Sector.HEALTH_CARE: ("healthcare", "health"),
        Sector.GOVERNMENT: ("public", "public sector"),
        Sector.HELPDESK: ("help desk", "service desk"),
        Sector.B2B: ("business to business",),
        Sector.OUTSOURCER: ("outsourcing", "bpo"),
    },
)

PARTICIPATIONS = table(
    Participation.choices,
    {
        Participation.BENCHMARKING: ("benchmark", "benchmarking study", "study"),
        Participation.TRACKING: ("tracking program", "tracking study", "program"),
    },
)

AGENT_ROLES = table(
    AgentRole.choices,
    {
        AgentRole.CSR: ("agent", "representative", "customer representative", "customer service representative"),
        AgentRole.SUPERVISOR: ("team leader", "team lead", "manager"),
    },
)
ROLES = AGENT_ROLES
