"""Marks: saved one by one with versions, submitted whole, reopened by an administrator.

Every save takes the scorecard's row first, so two tabs are served one after the other. A save that was written on
an older version changes nothing: it is kept beside the saved one until the judge has chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from operations import clock
from operations.domain import audit
from operations.refusal import Refused
from programs.models import Category, Criterion

from ..enums import ScorecardState
from ..models import Decision, Mark, MarkVersion, Scorecard
from . import terms, window
from .recusals import refuse_when_sealed

COMMENT_LIMIT = 5000


@dataclass(frozen=True)
class Saved:
    """The save stands; `version` is what the next save is to be written on."""

    version: int


@dataclass(frozen=True)
class Conflict:
    """Somebody, or another tab, saved in between: what stands, and what was kept beside it."""

    version: int
    saved: dict
    kept: MarkVersion


class NotReady(Refused):
    """A scorecard cannot be submitted yet: a sentence for each criterion that lacks something."""

    def __init__(self, missing: dict[str, str], *reasons: str) -> None:
        self.missing = missing
        self.others = list(reasons)
        super().__init__(*(f"{slug}: {sentence}" for slug, sentence in missing.items()), *reasons)


def steps(category: Category) -> range:
    """The marks that the category's scale allows."""
    return range(int(category.scale["min"]), int(category.scale["max"]) + 1)


@dataclass(frozen=True)
class Typed:
    """What a judge typed for a criterion, and the version it was written on."""

    value: int | None
    cannot_judge: bool
    comment: str
    base_version: int

    @property
    def content(self) -> dict:
        return {"value": self.value, "cannot_judge": self.cannot_judge, "comment": self.comment}


def save_mark(
    scorecard: Scorecard,
    criterion: Criterion,
    *,
    value: int | None,
    cannot_judge: bool = False,
    comment: str = "",
    base_version: int,
    by,
) -> Saved | Conflict:
    """Keep a mark and its comment. An empty mark is "not marked yet", which is neither zero nor "cannot judge"."""
    typed = Typed(value, cannot_judge, comment, base_version)
    return save_marks(scorecard, {criterion: typed}, by=by)[criterion.pk]


@transaction.atomic
def save_marks(scorecard: Scorecard, typed: dict[Criterion, Typed], *, by) -> dict[int, Saved | Conflict]:
    """Keep the marks of several criteria, in a constant number of queries. Answers by criterion."""
    locked = lock(scorecard, by)
    category = locked.assignment.nomination.category
    for criterion, one in typed.items():
        refuse_impossible(category, criterion, one)
    marks = {mark.criterion_id: mark for mark in locked.marks.select_related("criterion")}
    answers: dict[int, Saved | Conflict] = {}
    new, changed = [], []
    for criterion, one in typed.items():
        mark = marks.setdefault(criterion.pk, Mark(scorecard=locked, criterion=criterion, version=0))
        stands = content_of(mark)
        if one.content == stands:
            answers[criterion.pk] = Saved(mark.version)
        elif mark.version != one.base_version:
            kept = keep_beside(locked, criterion, one.content, one.base_version, by)
            answers[criterion.pk] = Conflict(mark.version, stands, kept)
        else:
            replaced(locked, criterion, stands, one.content, mark.version, by)
            fill(mark, one.content)
            (changed if mark.pk else new).append(mark)
            answers[criterion.pk] = Saved(mark.version)
    Mark.objects.bulk_create(new)
    if changed:
        Mark.objects.bulk_update(changed, ["value", "cannot_judge", "comment", "version"])
    if new or changed:
        store_total(locked, [(mark.criterion.weight, mark.value) for mark in marks.values()])
        reflect(locked, scorecard)
    return answers


def refuse_impossible(category: Category, criterion: Criterion, typed: Typed) -> None:
    if criterion.category_id != category.pk:
        raise Refused(_("This criterion belongs to another category."))
    if typed.cannot_judge and typed.value is not None:
        raise Refused(_("Give a mark or say that you cannot judge, not both."))
    if typed.value is not None and typed.value not in steps(category):
        raise Refused(_("A mark is a whole number from %(min)s to %(max)s.") % category.scale)
    if len(typed.comment) > COMMENT_LIMIT:
        raise Refused(_("A comment has at most %(n)d characters.") % {"n": COMMENT_LIMIT})


@transaction.atomic
def save_note(scorecard: Scorecard, *, note: str, base_version: int, by) -> Saved | Conflict:
    """Keep the overall note."""
    locked = lock(scorecard, by)
    if len(note) > COMMENT_LIMIT:
        raise Refused(_("A note has at most %(n)d characters.") % {"n": COMMENT_LIMIT})
    if note == locked.note:
        return Saved(locked.note_version)
    if locked.note_version != base_version:
        kept = keep_beside(locked, None, {"note": note}, base_version, by)
        return Conflict(locked.note_version, {"note": locked.note}, kept)
    replaced(locked, None, {"note": locked.note}, {"note": note}, locked.note_version, by)
    put_note(locked, note)
    reflect(locked, scorecard)
    return Saved(locked.note_version)


@transaction.atomic
def resolve(kept: MarkVersion, *, take_kept: bool, by) -> None:
    """The judge chose between two texts: the kept one takes the place of the saved one, or is put away."""
    scorecard = lock(kept.scorecard, by)
    claimed = MarkVersion.objects.filter(pk=kept.pk, is_conflict=True, resolved_at=None).update(resolved_at=clock.now())
    if not claimed or not take_kept:
        return
    if kept.criterion_id is None:
        replaced(scorecard, None, {"note": scorecard.note}, kept.content, scorecard.note_version, by)
        put_note(scorecard, kept.content["note"])
        return
    mark = Mark.objects.filter(scorecard=scorecard, criterion=kept.criterion_id).first()
    if mark is None:
        mark = Mark(scorecard=scorecard, criterion_id=kept.criterion_id, version=0)
    replaced(scorecard, kept.criterion, content_of(mark), kept.content, mark.version, by)
    fill(mark, kept.content)
    mark.save()
    retotal(scorecard)


@transaction.atomic
def submit(scorecard: Scorecard, *, by) -> Scorecard:
    """The judge is done with this entry. Twice is once."""
    hold_decision(scorecard)
    locked = lock(scorecard, by, or_submitted=True)
    if locked.is_submitted:
        scorecard.refresh_from_db()
        return scorecard
    lacking = missing(locked)
    reasons = []
    marks = [mark for mark in locked.marks.all() if mark.value is not None]
    if not lacking and not marks:
        reasons.append(_("Mark at least one criterion. If you can judge none of them, step back from this entry."))
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
    total = retotal(locked)
    move(locked, ScorecardState.SUBMITTED, submitted_at=clock.now(), open_until=None)
    record("scorecard submitted", locked, by, {"total": str(total)})
    scorecard.refresh_from_db()
    return scorecard


@transaction.atomic
def reopen(scorecard: Scorecard, *, reason: str, by, until: datetime | None = None) -> Scorecard:
    """An administrator gives a scorecard back, with a reason; `until` where judging has closed meanwhile."""
    if not reason.strip():
        raise Refused(_("Write why the scorecard is reopened."))
    refuse_when_sealed(scorecard.assignment)
    locked = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if not locked.is_submitted:
        raise Refused(_("This scorecard is not submitted."))
    move(locked, ScorecardState.DRAFT, submitted_at=None, open_until=until)
    change = {"reason": reason.strip(), "until": until, "total": str(locked.total)}
    record("scorecard reopened", scorecard, by, change)
    scorecard.refresh_from_db()
    return scorecard


def hold_decision(scorecard: Scorecard) -> None:
    """The decision before the scorecard, as everybody takes them: a seal counts all that is submitted, or comes first."""
    decisions = Decision.objects.filter(category__nominations__assignments=scorecard.assignment_id)
    list(decisions.select_for_update(of=("self",)))


def lock(scorecard: Scorecard, by, *, or_submitted: bool = False) -> Scorecard:
    """The scorecard's row, held until the end of the transaction, if this judge may change it now."""
    locked = (
        Scorecard.objects.select_for_update(of=("self",))
        .select_related(
            "assignment__judge",
            "assignment__recusal",
            "assignment__nomination__category__cycle__program",
            "assignment__nomination__category__decision",
        )
        .get(pk=scorecard.pk)
    )
    assignment = locked.assignment
    if by.pk != assignment.judge_id:
        raise Refused(_("Only the judge can change a scorecard."))
    if hasattr(assignment, "recusal"):
        raise Refused(_("You stepped back from this entry."))
    if locked.is_submitted and not or_submitted:
        raise Refused(_("This scorecard is submitted. Ask the organizer to reopen it."))
    decision = getattr(assignment.nomination.category, "decision", None)
    if decision is not None and decision.is_sealed:
        raise Refused(_("This category is decided and sealed."))
    if not locked.is_submitted:
        window.refuse_when_closed(assignment, locked)
    if terms.outstanding(by, assignment.nomination.category.cycle.program):
        raise Refused(_("Please accept the confidentiality terms first."))
    return locked


def missing(scorecard: Scorecard) -> dict[str, str]:
    """What each criterion still lacks, by its slug."""
    marks = {mark.criterion_id: mark for mark in scorecard.marks.all()}
    lacking = {}
    for criterion in scorecard.assignment.nomination.category.criteria.all():
        mark = marks.get(criterion.pk)
        if mark is None or (mark.value is None and not mark.cannot_judge):
            lacking[criterion.slug] = _("Give a mark, or say that you cannot judge it.")
        elif criterion.comment_required and not mark.comment.strip():
            lacking[criterion.slug] = _("Write a comment.")
    return lacking


def weighted_mean(marked: list[tuple[int, int]]) -> Fraction | None:
    """Σ w·m / Σ w over (weight, mark) pairs, exactly; None without any."""
    weights = sum(weight for weight, _value in marked)
    return Fraction(sum(weight * value for weight, value in marked), weights) if weights else None


def retotal(scorecard: Scorecard) -> Fraction | None:
    """Compute the stored total anew from the marks given."""
    return store_total(scorecard, Mark.objects.filter(scorecard=scorecard).values_list("criterion__weight", "value"))


def store_total(scorecard: Scorecard, marks: Iterable[tuple[int, int | None]]) -> Fraction | None:
    total = weighted_mean([(weight, value) for weight, value in marks if value is not None])
    scorecard.total_numerator = total.numerator if total is not None else None
    scorecard.total_denominator = total.denominator if total is not None else None
    scorecard.version += 1
    scorecard.updated_at = clock.now()
    scorecard.save(update_fields=["total_numerator", "total_denominator", "version", "updated_at"])
    return total


def move(scorecard: Scorecard, to: str, **fields) -> None:
    claimed = Scorecard.objects.filter(pk=scorecard.pk, state=scorecard.state)
    if not claimed.update(state=to, updated_at=clock.now(), version=scorecard.version + 1, **fields):
        raise Refused(_("Somebody was faster. Please look at the scorecard again."))


def content_of(mark: Mark) -> dict:
    return {"value": mark.value, "cannot_judge": mark.cannot_judge, "comment": mark.comment}


def fill(mark: Mark, content: dict) -> None:
    mark.value, mark.cannot_judge, mark.comment = content["value"], content["cannot_judge"], content["comment"]
    mark.version += 1


def put_note(scorecard: Scorecard, note: str) -> None:
    scorecard.note = note
    scorecard.note_version += 1
    scorecard.version += 1
    scorecard.updated_at = clock.now()
    scorecard.save(update_fields=["note", "note_version", "version", "updated_at"])


def keep_beside(scorecard: Scorecard, criterion: Criterion | None, content: dict, version: int, by) -> MarkVersion:
    """A late text, kept once: a tab that goes on typing only lengthens the text it has there."""
    name = "note" if criterion is None else "comment"
    for kept in scorecard.versions.filter(criterion=criterion, is_conflict=True, resolved_at=None, version=version):
        same_mark = kept.content.get("value") in (None, content.get("value"))
        if kept.content == content or (same_mark and kept.content[name] and kept.content[name] in content[name]):
            MarkVersion.objects.filter(pk=kept.pk).update(content=content, saved_at=clock.now())
            kept.content = content
            return kept
    return MarkVersion.objects.create(
        scorecard=scorecard, criterion=criterion, content=content, version=version, is_conflict=True, saved_by=by
    )


def replaced(scorecard: Scorecard, criterion: Criterion | None, old: dict, new: dict, version: int, by) -> None:
    """Remember a text that is about to go. A text that only grows, as with typing, is not lost."""
    name = "note" if criterion is None else "comment"
    if old[name].strip() and old[name].strip() not in new[name]:
        MarkVersion.objects.create(scorecard=scorecard, criterion=criterion, content=old, version=version, saved_by=by)


def reflect(locked: Scorecard, scorecard: Scorecard) -> None:
    """Give the caller's object what the locked row now says."""
    for name in ("state", "note", "note_version", "version", "total_numerator", "total_denominator", "updated_at"):
        setattr(scorecard, name, getattr(locked, name))


def record(action: str, scorecard: Scorecard, by, change: dict) -> None:
    nomination = scorecard.assignment.nomination
    change = {"nomination": nomination.code, **change}
    audit.record(action, scorecard.key, by=by, program=nomination.category.cycle.program.slug, change=change)
