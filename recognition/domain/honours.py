"""From a sealed decision to honours, and what may happen to an honour afterwards."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q, QuerySet
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
    _bring_in_line(decision)
    elsewhere = Q(decided=None) | ~Q(decided__decision=decision)
    gone = Honour.objects.standing().filter(elsewhere, category=decision.category)
    _revoke(gone, reason=_("The decision was changed."), by=None, program=decision.category.cycle.program.slug)
    moments.apply(decision.category_id)
    announcements.wake_at_reveals(decision.category)
    announcements.wake(
        decision.category, clock.now(), key=f"announce:decision:{decision.pk}:{decision.version}:{decision.sealed_at}"
    )
    return list(Honour.objects.standing().filter(decided__decision=decision))


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
    mine = Honour.objects.filter(pk=honour.pk)
    if not _revoke(mine, reason=reason.strip(), by=by, program=honour.category.cycle.program.slug):
        return
    honour.refresh_from_db()
    moments.apply(honour.category_id)


@transaction.atomic
def disclose(honour: Honour, *, to: str, by: User, reason: str) -> Disclosure:
    """Note that somebody outside was told before the moment: an engraver, or a winner who must travel."""
    if not to.strip() or not reason.strip():
        raise RecognitionError(_("Say who is told, and why."))
    told = Disclosure.objects.create(honour=honour, to=to.strip(), reason=reason.strip(), by=by, at=clock.now())
    _record("honor disclosed under embargo", honour, by, to=told.to, reason=told.reason)
    return told


def _bring_in_line(decision: Decision) -> None:
    """Each decided placing has its honour: the one this candidate has, or a new one. Constant queries.

    Left out is whose honour of this very placing a person revoked: running again does not bring it back.
    """
    decided = list(decision.placings.select_related("placing", "candidate__organisation"))
    theirs = Honour.objects.filter(decided__decision=decision)
    theirs.exclude(candidate=F("decided__candidate")).update(decided=None)
    revoked = set(theirs.exclude(revoked_at=None).values_list("decided", flat=True))
    kept = [row for row in decided if row.pk not in revoked]
    standing = Honour.objects.standing().filter(category=decision.category)
    known = {honour.candidate_id: honour for honour in standing}
    program = decision.category.cycle.program.slug
    made = [_new(row, decision) for row in kept if row.candidate_id not in known]
    Honour.objects.bulk_create(made)
    _record_all("honor made", made, program, decision)
    _change([(known[row.candidate_id], row) for row in kept if row.candidate_id in known], decision)


def _told(row: DecisionPlacing) -> dict:
    """What an honour takes over from the decision."""
    return {"decided": row, "placing": row.placing, "nomination_id": row.nomination_id, "citation": row.citation}


def _new(row: DecisionPlacing, decision: Decision) -> Honour:
    return Honour(
        category=decision.category,
        candidate=row.candidate,
        name_as_printed=row.candidate.name,
        organisation_as_printed=_organisation(row),
        **_told(row),
    )


def _change(rows: list[tuple[Honour, DecisionPlacing]], decision: Decision) -> None:
    """What was decided otherwise; who is placed or praised otherwise gets a new version, printed anew."""
    changed, anew = [], []
    for honour, row in rows:
        is_printed_so = (honour.placing_id, honour.citation) == (row.placing_id, row.citation)
        if is_printed_so and (honour.decided_id, honour.nomination_id) == (row.pk, row.nomination_id):
            continue
        changed.append(honour)
        if not is_printed_so:
            honour.version += 1
            anew.append(honour)
        for name, value in _told(row).items():
            setattr(honour, name, value)
    Honour.objects.bulk_update(changed, ["decided", "placing", "nomination", "citation", "version"])
    program = decision.category.cycle.program.slug
    _record_all("honor changed", anew, program, decision)
    documents.renew_all(anew, program=program)


def _revoke(honours: QuerySet[Honour], *, reason: str, by: User | None, program: str) -> list[Honour]:
    """Take back those of them that stand; the moments are laid anew by whoever asks."""
    standing = list(honours.standing().select_for_update(of=("self",)))
    if not standing:
        return []
    rows = Honour.objects.filter(pk__in=[honour.pk for honour in standing])
    rows.exclude(pk__in=Honour.objects.announced(clock.now()).values("pk")).update(**UNSEEN)
    rows.update(revoked_at=clock.now(), revoked_reason=reason)
    audit.record_all("honor revoked", [(honour.key, {"reason": reason}) for honour in standing], by=by, program=program)
    return standing


def _record_all(action: str, honours: list[Honour], program: str, decision: Decision) -> None:
    changes = [(honour.key, {"placing": honour.placing.slug, "decision": decision.pk}) for honour in honours]
    audit.record_all(action, changes, program=program)


def _organisation(row: DecisionPlacing) -> str:
    """What is printed below the name: nothing where the organisation itself is the recipient."""
    candidate = row.candidate
    if candidate.organisation is None or candidate.subject in NAMED_BY_ITSELF:
        return ""
    return candidate.organisation.name


def _record(action: str, honour: Honour, by: User | None, **change) -> None:
    audit.record(action, honour.key, by=by, program=honour.category.cycle.program.slug, change=change)
