"""Who stands in a category, matched so that two entries of one candidate are one candidate (I07, I08)."""

from __future__ import annotations

from accounts.domain.names import normalised
from programs.models import Category

from ..models import Candidate, Nomination

MATCH_KEY_LENGTH = 300


def match_key(subject: str, organisation_id: int | None, name: str) -> str:
    """What makes two candidates one and the same: subject, organisation and normalised name."""
    return comparable_key(subject, organisation_id, normalised(name))


def comparable_key(subject: str, organisation_id: int | None, comparable: str) -> str:
    """The same of a name that is normalised already."""
    return f"{subject}|{organisation_id or ''}|{comparable}"[:MATCH_KEY_LENGTH]


def candidate_for(nomination: Nomination) -> Candidate:
    """The candidate that this nomination names, found or made. Only blanks of a found one are filled."""
    from .facts import facts_of

    category: Category = nomination.category
    facts = facts_of([nomination])[nomination.pk]
    organisation = nomination.organisation
    name = (facts.entrant_name or (organisation.name if organisation else "") or nomination.title)[:200]
    candidate, _made = Candidate.objects.get_or_create(
        program=nomination.cycle.program,
        match_key=match_key(category.subject, nomination.organisation_id, name),
        defaults={"subject": category.subject, "name": name, "organisation": organisation},
    )
    told = {"email": facts.entrant_email or "", "title": (facts.entrant_title or "")[:200]}
    news = {field: value for field, value in told.items() if value and not getattr(candidate, field)}
    if news:
        Candidate.objects.filter(pk=candidate.pk).update(**news)
        for field, value in news.items():
            setattr(candidate, field, value)
    return candidate
