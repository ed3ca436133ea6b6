"""Names of measured people, as the agents' page says them now: honours, the register and documents follow."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from measurement.models import Agent
from nominations.domain.candidates import MATCH_KEY_LENGTH
from nominations.models import Candidate
from programs.enums import Subject
from programs.models import Category

from ..enums import DocumentState
from ..models import Honour
from . import announcements, documents, honours

AT_ONCE = 500


def follow(agents: list[Agent]) -> dict[str, int]:
    """Names that were confirmed, corrected or taken back; asked twice, nothing changes.

    What was printed under another name is a correction; what never was simply gets its name, and its documents
    become due.
    """
    for start in range(0, len(agents), AT_ONCE):
        _know(agents[start : start + AT_ONCE])
    touched = Honour.objects.standing().filter(candidate__agent__in=[agent.pk for agent in agents])
    categories = list(
        Category.objects.filter(pk__in=touched.order_by().values("category")).select_related("cycle__program")
    )
    return {"honours": sum(_follow_in(category, touched.filter(category=category)) for category in categories)}


def _know(agents: list[Agent]) -> None:
    """Candidates carry the name that is confirmed; who was decided before any file named them is linked now."""
    by_key = {(agent.program_id, key_of(agent)): agent for agent in agents}
    found = Candidate.objects.filter(
        program__in={program for program, _key in by_key}, match_key__in={key for _program, key in by_key}
    )
    changed = []
    for candidate in found:
        agent = by_key.get((candidate.program_id, candidate.match_key))
        if agent is None:
            continue
        name = agent.name if agent.confirmed_at else candidate.name
        if (candidate.agent_id, candidate.name) != (agent.pk, name):
            candidate.agent, candidate.name = agent, name
            changed.append(candidate)
    Candidate.objects.bulk_update(changed, ["agent", "name"], batch_size=AT_ONCE)


def key_of(agent: Agent) -> str:
    """The match key of the candidate that this agent is."""
    return f"{Subject.PERSON.value}|{agent.organisation_id}|{agent.role}:{agent.number}"[:MATCH_KEY_LENGTH]


@transaction.atomic
def _follow_in(category: Category, touched: QuerySet[Honour]) -> int:
    Category.objects.select_for_update().get(pk=category.pk)
    named = list(
        touched.named().select_related("candidate__agent", "category__cycle__program", "placing", "appears_as")
    )
    printed = set(touched.filter(documents__state=DocumentState.READY).values_list("pk", flat=True))
    fresh = []
    for honour in named:
        name = honour.candidate.agent.name
        if honour.pk in printed:
            reason = _("The name was confirmed as it is written now.")
            honours.correct(honour, name=name, reason=reason, by=None)
        elif honour.name_as_printed != name:
            honour.name_as_printed = name
            fresh.append(honour)
    Honour.objects.bulk_update(fresh, ["name_as_printed"], batch_size=AT_ONCE)
    documents.name_known(category, [honour for honour in named if honour.pk not in printed])
    announcements.open_doors(category)
    return len(named)
