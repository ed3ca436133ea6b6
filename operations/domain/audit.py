"""The audit trail: who did what, each row chained to the one before it by hash.

Rows name people by pseudonym; who is behind one stands in `AuditPerson` alone, so a person can be erased and the
chain stays whole. Call `record` inside the transaction of the change and, because it holds the head of the chain
until the commit, as the last thing in it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from .. import clock
from ..models import AuditEvent, AuditHead, AuditPerson

NOTHING_BEFORE = "0" * 64


def record(action: str, object_key: str, *, by=None, program: str = "", change: dict | None = None) -> AuditEvent:
    """Add one event at the end of the chain, in the caller's transaction.

    The action is in plain words, what it happened to first: "judge seated". Administrators read it as it stands.
    """
    return record_all(action, [(object_key, change or {})], by=by, program=program)[0]


def record_all(action: str, changes: Iterable[tuple[str, dict]], *, by=None, program: str = "") -> list[AuditEvent]:
    """The same that happened to several things at once, as an event each: (what it happened to, the change).

    Constant queries for any number of them.
    """
    changes = list(changes)
    if not changes:
        return []
    with transaction.atomic():
        AuditHead.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": NOTHING_BEFORE})
        head = AuditHead.objects.select_for_update().get(pk=1)
        sequence, previous, actor, events = head.sequence, head.hash, pseudonym(by), []
        for object_key, change in changes:
            sequence += 1
            event = AuditEvent(
                sequence=sequence,
                at=clock.now(),
                actor=actor,
                program=program,
                action=action,
                object_key=str(object_key),
                change=plain(change),
                previous_hash=previous,
            )
            event.hash = previous = hash_of(event)
            events.append(event)
        AuditEvent.objects.bulk_create(events)
        AuditHead.objects.filter(pk=1).update(sequence=sequence, hash=previous)
    return events


def pseudonym(by) -> str:
    """The name in the trail of a user or of a text key; '' for the portal itself."""
    key = getattr(by, "key", by) or ""
    if not key:
        return ""
    label = "" if isinstance(by, str) else str(by)[:200]
    person, _made = AuditPerson.objects.get_or_create(
        key=key, defaults={"pseudonym": secrets.token_hex(8), "label": label}
    )
    return person.pseudonym


def plain(change: dict) -> dict:
    """The change as every database gives it back: no floats, no NUL, dates as text."""
    return exact(json.loads(json.dumps(change, cls=DjangoJSONEncoder)))


def exact(value):
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [exact(one) for one in value]
    if isinstance(value, dict):
        return {exact(name): exact(one) for name, one in value.items()}
    return value


def hash_of(event: AuditEvent) -> str:
    body = [
        event.sequence,
        event.at.isoformat(),
        event.actor,
        event.program,
        event.action,
        event.object_key,
        event.change,
        event.previous_hash,
    ]
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def erase_person(key: str) -> None:
    """Forget who was behind a pseudonym; what was done stays in the trail."""
    AuditPerson.objects.filter(key=key).update(key=f"erased:{secrets.token_hex(8)}", label="")


@dataclass(frozen=True)
class Verification:
    """What reading the whole chain found."""

    events: int
    head: str
    faults: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.faults


def verify(expected_head: str = "") -> Verification:
    """Read the chain from its beginning. `expected_head` is a head that was mailed or printed earlier."""
    faults: list[str] = []
    previous, sequence, seen = NOTHING_BEFORE, 0, set()
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != sequence + 1:
            faults.append(f"Events {sequence + 1} to {event.sequence - 1} are missing.")
        elif event.previous_hash != previous:
            faults.append(f"Event {event.sequence} does not follow the one before it.")
        if hash_of(event) != event.hash:
            faults.append(f"Event {event.sequence} was changed.")
        previous, sequence = event.hash, event.sequence
        seen.add(event.hash)
    head = AuditHead.objects.filter(pk=1).first()
    if head is not None and (head.sequence, head.hash) != (sequence, previous):
        faults.append(f"The trail ends at event {sequence}, but {head.sequence} were written.")
    elif head is None and sequence:
        faults.append("The head of the trail is missing.")
    if expected_head and expected_head not in seen:
        faults.append("The head that was noted earlier is not in the trail: it was cut or written anew.")
    return Verification(sequence, previous, tuple(faults))
