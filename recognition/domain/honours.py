"""From a sealed decision to honours, and what may happen to an honour afterwards."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from judging.enums import DecisionState
from judging.models import Decision, DecisionPlacing
from operations import clock
from operations.domain import audit
from programs.enums import Subject

from ..errors import RecognitionError
from ..models import Correction, Disclosure, Honour
from . import announcements, documents, moments

NAMED_BY_ITSELF = {Subject.ORGANISATION, Subject.CONTACT_CENTER}
UNSEEN = {"published_at": None, "revealed_at": None}


@transaction.atomic
def make(decision: Decision) -> list[Honour]:
    """Bring the honours of a category in line with its sealed decision; asked twice, nothing changes.

    After a reopened decision is sealed again: who stays keeps the code, who is new gets one, who is
    gone is revoked. A draft decision makes nothing, and its unannounced honours stay hidden.
    """
    decision = Decision.objects.select_for_update().select_related("category__cycle__program").get(pk=decision.pk)
    if decision.state != DecisionState.SEALED:
        return []
    decided = list(decision.placings.select_related("placing", "candidate__organisation"))
    kept = [honour for row in decided if (honour := _honour_of(row, decision))]
    gone = Honour.objects.standing().filter(category=decision.category).exclude(pk__in=[h.pk for h in kept])
    for honour in gone:
        revoke(honour, reason=_("The decision was changed."), by=None)
    moments.apply(decision.category_id)
    announcements.wake_at_reveals(decision.category)
    announcements.wake(
        decision.category, clock.now(), key=f"announce:decision:{decision.pk}:{decision.version}:{decision.sealed_at}"
    )
    return list(Honour.objects.filter(pk__in=[h.pk for h in kept]))


@transaction.atomic
def correct(honour: Honour, *, name: str, organisation: str | None = None, reason: str, by: User | None) -> Honour:
    """Put a printed name right: the code and every printed QR stay, the documents are made anew."""
    organisation = honour.organisation_as_printed if organisation is None else organisation.strip()
    name = " ".join(name.split())
    if not name:
        raise RecognitionError(_("A certificate needs a name."))
    if not reason.strip():
        raise RecognitionError(_("Say why the printed name changes."))
    if honour.revoked_at:
        raise RecognitionError(_("This honor was revoked."))
    before = (honour.name_as_printed, honour.organisation_as_printed)
    if before == (name, organisation):
        return honour
    if name != before[0] and not honour.is_named:
        raise RecognitionError(
            _("Nobody has confirmed this person's name yet. Write and confirm it under “Agents and names”.")
        )
    claimed = Honour.objects.filter(pk=honour.pk, version=honour.version, revoked_at=None)
    if not claimed.update(name_as_printed=name, organisation_as_printed=organisation, version=honour.version + 1):
        raise RecognitionError(_("Somebody else changed this honor meanwhile. Look again before you correct it."))
    honour.refresh_from_db()
    Correction.objects.create(
        honour=honour, version=honour.version, name_before=before[0], organisation_before=before[1],
        reason=reason.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    moments.apply(honour.category_id)
    _record("honor corrected", honour, by, version=honour.version, reason=reason.strip())
    documents.renew(honour, by=by)
    return honour


@transaction.atomic
def revoke(honour: Honour, *, reason: str, by: User | None) -> None:
    """Take an honour back. Its code says so from now on, or stays unknown if it was never announced."""
    if not reason.strip():
        raise RecognitionError(_("Say why the honor is revoked."))
    unseen = {} if Honour.objects.announced(clock.now()).filter(pk=honour.pk).exists() else UNSEEN
    claimed = Honour.objects.filter(pk=honour.pk, revoked_at=None)
    if not claimed.update(revoked_at=clock.now(), revoked_reason=reason.strip(), **unseen):
        return
    honour.refresh_from_db()
    moments.apply(honour.category_id)
    _record("honor revoked", honour, by, reason=reason.strip())


@transaction.atomic
def disclose(honour: Honour, *, to: str, by: User, reason: str) -> Disclosure:
    """Note that somebody outside was told before the moment: an engraver, or a winner who must travel."""
    if not to.strip() or not reason.strip():
        raise RecognitionError(_("Say who is told, and why."))
    told = Disclosure.objects.create(honour=honour, to=to.strip(), reason=reason.strip(), by=by, at=clock.now())
    _record("honor disclosed under embargo", honour, by, to=told.to, reason=told.reason)
    return told


def _honour_of(row: DecisionPlacing, decision: Decision) -> Honour | None:
    """The honour of one decided placing: the one this candidate has, or a new one.

    None where a person revoked the honour of this very placing: running again does not bring it back.
    """
    if Honour.objects.filter(decided=row, candidate=row.candidate).exclude(revoked_at=None).exists():
        return None
    Honour.objects.filter(decided=row).exclude(candidate=row.candidate).update(decided=None)
    honour = Honour.objects.standing().filter(category=decision.category, candidate=row.candidate).first()
    fields = {
        "decided": row, "placing": row.placing, "nomination": row.nomination, "citation": row.citation,
    }  # fmt: skip
    if honour is None:
        printed = {
            "name_as_printed": row.candidate.name,
            "organisation_as_printed": _organisation(row),
        }
        honour = Honour.objects.create(category=decision.category, candidate=row.candidate, **printed, **fields)
        _record("honor made", honour, None, placing=row.placing.slug, decision=decision.pk)
        return honour
    changed = {name: value for name, value in fields.items() if getattr(honour, name) != value}
    if changed:
        printed_anew = {"placing", "citation"} & changed.keys()
        if printed_anew:
            changed["version"] = honour.version + 1
        Honour.objects.filter(pk=honour.pk).update(**changed)
        honour.refresh_from_db()
        if printed_anew:
            _record("honor changed", honour, None, placing=row.placing.slug, decision=decision.pk)
            documents.renew(honour, by=None)
    return honour


def _organisation(row: DecisionPlacing) -> str:
    """What is printed below the name: nothing where the organisation itself is the recipient."""
    candidate = row.candidate
    if candidate.organisation is None or candidate.subject in NAMED_BY_ITSELF:
        return ""
    return candidate.organisation.name


def _record(action: str, honour: Honour, by: User | None, **change) -> None:
    audit.record(action, honour.key, by=by, program=honour.category.cycle.program.slug, change=change)
