"""CSRs and supervisors: who they are, in which team when, and whether their names may be published.

Teams come from the files in force alone. A name is what the files say until a person confirms or corrects it; from
then on it stands, and what the files say is kept beside it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from operations import clock
from operations.codes import new_code
from operations.domain import audit, jobs
from operations.refusal import Refused
from programs.models import Program

from ..enums import AgentRole, FileKind
from ..models import Agent, Stint
from . import accepted, studies

Key = tuple[int, str, str]


def renew(program: Program) -> None:
    """Agents and their teams anew from the files in force, inside the caller's transaction."""
    told: dict[Key, dict] = {}
    stints: dict[tuple[Key, object], tuple[dict, object]] = {}
    for source, row in accepted.in_force(program, FileKind.AGENTS):
        key = row["organization"], row.get("role") or AgentRole.CSR, row["csr_id"]
        told.setdefault(key, {"name": "", "email": ""})
        told[key] |= {name: row[name] for name in ("name", "email") if row.get(name)}
        stints[key, row["from"]] = row, source
    there = {(one.organisation_id, one.role, one.number): one for one in Agent.objects.filter(program=program)}
    Agent.objects.bulk_create(
        [_agent(program, key, said, there.get(key)) for key, said in told.items()],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["program", "organisation", "role", "number"],
        update_fields=["name", "name_in_files", "email"],
    )
    Stint.objects.filter(agent__program=program).exclude(source=None).delete()
    _forget(program, set(there) - set(told))
    pks = {
        (organisation, role, number): pk
        for pk, organisation, role, number in Agent.objects.filter(program=program).values_list(
            "pk", "organisation_id", "role", "number"
        )
    }
    by_hand = set(Stint.objects.filter(agent__program=program).values_list("agent_id", "since"))
    Stint.objects.bulk_create(
        [
            Stint(
                agent_id=pks[key],
                supervisor=row.get("supervisor_id") or "",
                site=row.get("site") or "",
                since=since,
                until=row["to"],
                source=source,
            )
            for (key, since), (row, source) in stints.items()
            if (pks[key], since) not in by_hand
        ],
        batch_size=500,
    )


def _agent(program: Program, key: Key, said: dict, there: Agent | None) -> Agent:
    stands = there is not None and there.confirmed_at is not None
    return Agent(
        program=program,
        organisation_id=key[0],
        role=key[1],
        number=key[2],
        name=there.name if stands else said["name"],
        name_in_files=said["name"],
        email=said["email"] or (there.email if there else ""),
    )


def _forget(program: Program, gone: set[Key]) -> None:
    """Agents that no file in force names: those a person vouched for stay, without what the files said of them."""
    rows = Agent.objects.filter(program=program)
    lost = [
        pk
        for pk, organisation, role, number in rows.values_list("pk", "organisation_id", "role", "number")
        if (organisation, role, number) in gone
    ]
    for start in range(0, len(lost), 500):
        some = rows.filter(pk__in=lost[start : start + 500])
        some.filter(confirmed_at=None, stints=None).delete()
        some.update(name_in_files="")


@transaction.atomic
def confirm(found: QuerySet[Agent], *, by) -> int:
    """These names are right as they stand and may be published."""
    some = found.select_related("program").first()
    if some is None:
        return 0
    studies.wait(some.program)
    rows = list(found.filter(confirmed_at=None).exclude(name="").select_related("organisation", "program"))
    if not rows:
        return 0
    Agent.objects.filter(pk__in=[row.pk for row in rows], confirmed_at=None).update(
        confirmed_at=clock.now(), confirmed_by=by
    )
    told([row.pk for row in rows], rows[0].program, by=by)
    change = {"agents": len(rows), "numbers": [row.number for row in rows[:50]]}
    key = rows[0].organisation.key if len({row.organisation_id for row in rows}) == 1 else "agents"
    audit.record("agent names confirmed", key, by=by, program=rows[0].program.slug, change=change)
    return len(rows)


@transaction.atomic
def correct(agent: Agent, *, name: str, email: str, by) -> Agent:
    """A person says how the name is written; that confirms it."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Please write the name as it shall stand on a certificate."))
    _alone(agent)
    # The trail is for ever, and a person may ask to be forgotten: it says what changed, not to what.
    change = {"number": agent.number, "name changed": agent.name != name, "email changed": agent.email != email}
    agent.name, agent.email, agent.confirmed_at, agent.confirmed_by = name, email, clock.now(), by
    agent.save(update_fields=["name", "email", "confirmed_at", "confirmed_by"])
    told([agent.pk], agent.program, by=by)
    audit.record("agent name corrected", agent.organisation.key, by=by, program=agent.program.slug, change=change)
    return agent


@transaction.atomic
def take_back(agent: Agent, *, by) -> Agent:
    """The name is not published after all, and the files say it again."""
    _alone(agent)
    if agent.confirmed_at is None:
        raise Refused(_("This name is not confirmed."))
    agent.name, agent.confirmed_at, agent.confirmed_by = agent.name_in_files or agent.name, None, None
    agent.save(update_fields=["name", "confirmed_at", "confirmed_by"])
    told([agent.pk], agent.program, by=by)
    change = {"number": agent.number}
    audit.record("agent name taken back", agent.organisation.key, by=by, program=agent.program.slug, change=change)
    return agent


def _alone(agent: Agent) -> None:
    """Until the end of the caller's transaction no file writes this name; what the last one wrote is known."""
    studies.wait(agent.program)
    there = Agent.objects.filter(pk=agent.pk).first()
    if there is None:
        raise Refused(_("No file names this person any more."))
    for name in ("name", "name_in_files", "email", "confirmed_at"):
        setattr(agent, name, getattr(there, name))


def told(agents: list[int], program: Program, *, by) -> None:
    """What was won under these names follows what is said of them now."""
    jobs.enqueue(
        "follow_names", key=f"follow_names:{new_code()}", payload={"agents": agents}, program=program.slug, by=by
    )
