"""Findings: saved one by one with versions, submitted whole, reopened by an administrator.

Every save takes the evaluation's row first, so two tabs are served one after the other. A save that was written on
an older version changes nothing: it is kept beside the saved one until the expert has chosen.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock
from operations.domain import audit
from operations.refusal import Refused

from ..enums import EVALUATION_MOVES, EvaluationState, FindingVerdict
from ..models import Evaluation, Finding, FindingVersion
from . import assessment, experts, terms

LIMIT = 5000
NOTE = ""
"""The section under which versions of the overall note stand."""


@dataclass(frozen=True)
class Saved:
    """The save stands; `version` is what the next save is to be written on."""

    version: int


@dataclass(frozen=True)
class Conflict:
    """Another tab saved in between: what stands, and what was kept beside it."""

    version: int
    saved: dict
    kept: FindingVersion


@dataclass(frozen=True)
class Typed:
    """What an expert typed for a section, and the version it was written on."""

    verdict: str
    evidence: str
    correction: str
    base_version: int

    @property
    def content(self) -> dict:
        return {"verdict": self.verdict, "evidence": self.evidence, "correction": self.correction}


class NotReady(Refused):
    """An evaluation cannot be submitted yet: a sentence for each section that lacks something."""

    def __init__(self, missing: dict[str, str], *reasons: str) -> None:
        self.missing = missing
        self.others = list(reasons)
        super().__init__(*(f"{slug}: {sentence}" for slug, sentence in missing.items()), *reasons)


def open_for(evaluation: Evaluation, *, by) -> Evaluation:
    """The expert states "no conflict": only now does the workbook open. The portal looks once more by itself."""
    if by.pk != evaluation.expert_id:
        raise Refused(_("Only the expert can state this."))
    if terms.outstanding(by, evaluation.attempt.enrolment.program):
        raise Refused(_("Please accept the confidentiality terms first."))
    if experts.find_for(evaluation):
        raise Refused(_("The portal found that you have a conflict here, so this workbook went to somebody else."))
    with transaction.atomic():
        asked = Evaluation.objects.filter(pk=evaluation.pk, state=EvaluationState.ASKED)
        if asked.update(state=EvaluationState.DRAFT, no_conflict_at=clock.now(), updated_at=clock.now()):
            record("no conflict stated", evaluation, by, {})
    evaluation.refresh_from_db()
    return evaluation


@transaction.atomic
def save(evaluation: Evaluation, typed: dict[str, Typed], *, by) -> dict[str, Saved | Conflict]:
    """Keep findings of several sections, in a constant number of queries. An empty verdict is "not found yet"."""
    locked = lock(evaluation, by)
    sections = sections_of(locked)
    for section, one in typed.items():
        refuse_impossible(sections, section, one)
    findings = {finding.section: finding for finding in locked.findings.all()}
    answers: dict[str, Saved | Conflict] = {}
    new, changed = [], []
    for section, one in typed.items():
        finding = findings.get(section) or Finding(evaluation=locked, section=section, version=0)
        stands = content_of(finding)
        if one.content == stands:
            answers[section] = Saved(finding.version)
        elif finding.version != one.base_version:
            kept = keep_beside(locked, section, one.content, one.base_version)
            answers[section] = Conflict(finding.version, stands, kept)
        else:
            replaced(locked, section, stands, one.content, finding.version)
            fill(finding, one.content)
            (changed if finding.pk else new).append(finding)
            answers[section] = Saved(finding.version)
    Finding.objects.bulk_create(new)
    if changed:
        Finding.objects.bulk_update(changed, ["verdict", "evidence", "correction", "version"])
    if new or changed:
        touch(locked, evaluation)
    return answers


@transaction.atomic
def save_note(evaluation: Evaluation, *, note: str, base_version: int, by) -> Saved | Conflict:
    """Keep the overall note."""
    locked = lock(evaluation, by)
    if len(note) > LIMIT:
        raise Refused(_("A note has at most %(n)d characters.") % {"n": LIMIT})
    if note == locked.note:
        return Saved(locked.note_version)
    if locked.note_version != base_version:
        kept = keep_beside(locked, NOTE, {"note": note}, base_version)
        return Conflict(locked.note_version, {"note": locked.note}, kept)
    replaced(locked, NOTE, {"note": locked.note}, {"note": note}, locked.note_version)
    put_note(locked, note)
    touch(locked, evaluation)
    return Saved(locked.note_version)


@transaction.atomic
def resolve(kept: FindingVersion, *, take_kept: bool, by) -> None:
    """The expert chose between two texts: the kept one takes the place of the saved one, or is put away."""
    evaluation = lock(kept.evaluation, by)
    waiting = FindingVersion.objects.filter(pk=kept.pk, is_conflict=True, resolved_at=None)
    if not waiting.update(resolved_at=clock.now()) or not take_kept:
        return
    if kept.section == NOTE:
        replaced(evaluation, NOTE, {"note": evaluation.note}, kept.content, evaluation.note_version)
        put_note(evaluation, kept.content["note"])
    else:
        finding = Finding.objects.filter(evaluation=evaluation, section=kept.section).first()
        finding = finding or Finding(evaluation=evaluation, section=kept.section, version=0)
        replaced(evaluation, kept.section, content_of(finding), kept.content, finding.version)
        fill(finding, kept.content)
        finding.save()
    touch(evaluation, kept.evaluation)


@transaction.atomic
def submit(evaluation: Evaluation, *, by) -> Evaluation:
    """The expert is done. Twice is once. Where the experts differ now, one more is asked."""
    attempt = experts.lock(evaluation.attempt)
    locked = lock(evaluation, by, or_submitted=True)
    if locked.is_submitted:
        evaluation.refresh_from_db()
        return evaluation
    lacking = missing(locked)
    reasons = []
    undecided = locked.versions.filter(is_conflict=True, resolved_at=None).count()
    if undecided:
        reasons.append(
            ngettext(
                "One text came from another tab. Choose which one stands.",
                "%(n)d texts came from another tab. Choose which ones stand.",
                undecided,
            )
            % {"n": undecided}
        )
    if lacking or reasons:
        raise NotReady(lacking, *reasons)
    move(locked, EvaluationState.SUBMITTED, submitted_at=clock.now())
    record("evaluation submitted", locked, by, {"deficient": deficient(locked)})
    if assessment.gathered(attempt).is_split:
        experts.fill(attempt, by=None)
    evaluation.refresh_from_db()
    return evaluation


@transaction.atomic
def reopen(evaluation: Evaluation, *, reason: str, by) -> Evaluation:
    """An administrator gives an evaluation back to its expert, with a reason, before there is a result."""
    if not reason.strip():
        raise Refused(_("Write why the evaluation is reopened."))
    experts.lock(evaluation.attempt)
    locked = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    if not locked.is_submitted:
        raise Refused(_("This evaluation is not submitted."))
    move(locked, EvaluationState.DRAFT, submitted_at=None)
    record("evaluation reopened", evaluation, by, {"reason": reason.strip()})
    evaluation.refresh_from_db()
    return evaluation


def missing(evaluation: Evaluation) -> dict[str, str]:
    """What each section still lacks, by its slug. A deficiency needs both texts: the candidate must be able to act."""
    findings = {finding.section: finding for finding in evaluation.findings.all()}
    lacking = {}
    for section in sections_of(evaluation):
        finding = findings.get(section)
        if finding is None or not finding.verdict:
            lacking[section] = _("Say whether this section meets the requirements or has a deficiency.")
        elif finding.verdict == FindingVerdict.DEFICIENCY and not finding.evidence.strip():
            lacking[section] = _("Write what the deficiency rests on.")
        elif finding.verdict == FindingVerdict.DEFICIENCY and not finding.correction.strip():
            lacking[section] = _("Write what the candidate has to correct.")
    return lacking


def deficient(evaluation: Evaluation) -> list[str]:
    found = evaluation.findings.filter(verdict=FindingVerdict.DEFICIENCY)
    return sorted(found.values_list("section", flat=True))


def sections_of(evaluation: Evaluation) -> list[str]:
    return [section["slug"] for section in evaluation.attempt.instrument.sections]


def refuse_impossible(sections: list[str], section: str, typed: Typed) -> None:
    if section not in sections:
        raise Refused(_("This section is not in the instrument of this attempt."))
    if typed.verdict not in ("", *FindingVerdict.values):
        raise Refused(_("A section meets the requirements or has a deficiency."))
    if max(len(typed.evidence), len(typed.correction)) > LIMIT:
        raise Refused(_("A text has at most %(n)d characters.") % {"n": LIMIT})


def lock(evaluation: Evaluation, by, *, or_submitted: bool = False) -> Evaluation:
    """The evaluation's row, held until the end of the transaction, if this expert may change it now."""
    locked = (
        Evaluation.objects.select_for_update(of=("self",))
        .select_related("expert", "recusal", "attempt__instrument", "attempt__enrolment__program")
        .get(pk=evaluation.pk)
    )
    if by.pk != locked.expert_id:
        raise Refused(_("Only the expert can change an evaluation."))
    if hasattr(locked, "recusal"):
        raise Refused(_("You stepped back from this assessment."))
    if locked.attempt.state not in experts.UNDECIDED:
        raise Refused(_("The result of this attempt is decided. Its evaluations stay as they are."))
    if locked.state == EvaluationState.ASKED:
        raise Refused(_("State first that you have no conflict."))
    if locked.is_submitted and not or_submitted:
        raise Refused(_("This evaluation is submitted. Ask the organizer to reopen it."))
    if terms.outstanding(by, locked.attempt.enrolment.program):
        raise Refused(_("Please accept the confidentiality terms first."))
    return locked


def move(evaluation: Evaluation, to: str, **fields) -> None:
    if to not in EVALUATION_MOVES[evaluation.state]:
        raise Refused(_("Somebody was faster. Please look at the evaluation again."))
    claimed = Evaluation.objects.filter(pk=evaluation.pk, state=evaluation.state)
    if not claimed.update(state=to, updated_at=clock.now(), version=evaluation.version + 1, **fields):
        raise Refused(_("Somebody was faster. Please look at the evaluation again."))


def touch(locked: Evaluation, evaluation: Evaluation) -> None:
    """Count the save, and give the caller's object what the locked row now says."""
    locked.version += 1
    locked.updated_at = clock.now()
    locked.save(update_fields=["version", "updated_at"])
    for name in ("note", "note_version", "version", "updated_at"):
        setattr(evaluation, name, getattr(locked, name))


def content_of(finding: Finding) -> dict:
    return {"verdict": finding.verdict, "evidence": finding.evidence, "correction": finding.correction}


def fill(finding: Finding, content: dict) -> None:
    finding.verdict, finding.evidence = content["verdict"], content["evidence"]
    finding.correction = content["correction"]
    finding.version += 1


def put_note(evaluation: Evaluation, note: str) -> None:
    evaluation.note = note
    evaluation.note_version += 1
    evaluation.save(update_fields=["note", "note_version"])


def keep_beside(evaluation: Evaluation, section: str, content: dict, version: int) -> FindingVersion:
    """A late text, kept once: a tab that goes on typing only lengthens the text it has there."""
    for kept in evaluation.versions.filter(section=section, is_conflict=True, resolved_at=None, version=version):
        if grows(kept.content, content):
            FindingVersion.objects.filter(pk=kept.pk).update(content=content, saved_at=clock.now())
            kept.content = content
            return kept
    return FindingVersion.objects.create(
        evaluation=evaluation, section=section, content=content, version=version, is_conflict=True
    )


def replaced(evaluation: Evaluation, section: str, old: dict, new: dict, version: int) -> None:
    """Remember a text that is about to go. A text that only grows, as with typing, is not lost."""
    texts = {name: text for name, text in old.items() if name != "verdict"}
    if any(text.strip() for text in texts.values()) and not grows(texts, new):
        FindingVersion.objects.create(evaluation=evaluation, section=section, content=old, version=version)


def grows(old: dict, new: dict) -> bool:
    return all(not text or text.strip() in new[name] for name, text in old.items())


def record(action: str, evaluation: Evaluation, by, change: dict) -> None:
    attempt = evaluation.attempt
    change = {"attempt": attempt.code, **change}
    audit.record(action, evaluation.key, by=by, program=attempt.enrolment.program.slug, change=change)
