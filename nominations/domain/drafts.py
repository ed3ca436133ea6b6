"""Writing an entry: start it, save its answers one by one, and never lose a text that somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Organisation
from operations import clock
from operations.domain.jobs import enqueue
from operations.refusal import Refused
from programs.enums import SelectionMethod
from programs.models import Category, Question

from ..enums import NominationState, Relation
from ..models import Answer, AnswerVersion, Nomination
from . import attempts, deadlines, submission, values
from .states import remember

REMIND_BEFORE = (timedelta(days=7), timedelta(days=1))
SAME_SITTING = timedelta(minutes=10)
TITLE_FACT = "entrant_name"


@dataclass(frozen=True)
class Saved:
    """The answer stands; `version` is what the next save must name."""

    answer: Answer
    version: int
    changed: bool = True
    is_conflict = False


@dataclass(frozen=True)
class Conflict:
    """Somebody saved first. Their text stands in `theirs`; `mine` is kept as the version `kept`."""

    answer: Answer
    theirs: object
    mine: object
    version: int
    kept: AnswerVersion
    is_conflict = True


def refuse_unless_open(category: Category) -> None:
    """Whether anybody may begin an entry in this category now."""
    window, at = deadlines.window_of(category), clock.now()
    if category.method == SelectionMethod.ASSESSMENT:
        raise Refused(_("For %(category)s the organizer enrolls you.") % {"category": category})
    if not category.accepts_nominations or category.method == SelectionMethod.APPOINTMENT:
        raise Refused(_("%(category)s is given by the organizer and takes no nominations.") % {"category": category})
    if not category.cycle.is_public or window.not_yet(at):
        raise Refused(_("Nominations for %(category)s are not open yet.") % {"category": category})
    if not window.takes(at):
        raise Refused(_("Nominations for %(category)s are closed.") % {"category": category})


@transaction.atomic
def start(category: Category, *, by, organisation: Organisation | None = None, relation: str = "") -> Nomination:
    """A new empty draft. Its reminders are set at once, so that nobody has to remember to send them."""
    refuse_unless_open(category)
    nomination = Nomination.objects.create(
        cycle=category.cycle, category=category, nominator=by, organisation=organisation, relation=relation,
        title=title_after(category, organisation),
    )  # fmt: skip
    remember(nomination, "started", by=by, to_state=NominationState.DRAFT)
    remind_later(nomination)
    return nomination


def title_after(category: Category, organisation: Organisation | None) -> str:
    """An entry whose form asks for no other name is called after its organization."""
    if organisation is None or category.questions.filter(fact=TITLE_FACT).exists():
        return ""
    return organisation.name[:300]


def remind_later(nomination: Nomination) -> None:
    """Ask the ledger for letters some days before the deadline; a moved deadline has keys of its own."""
    closes_at = deadlines.window_for(nomination).closes_at
    for before in REMIND_BEFORE:
        due_at = closes_at - before
        if due_at > clock.now():
            enqueue(
                "draft_reminder",
                key=f"draft-reminder:{nomination.code}:{due_at:%Y%m%dT%H%M}",
                payload={"nomination": nomination.pk, "closes_at": closes_at.isoformat()},
                due_at=due_at,
                program=nomination.cycle.program.slug,
            )


def refuse_unless_editable(nomination: Nomination) -> None:
    """Drafts and submitted entries may be written until the deadline, nothing else."""
    if nomination.category.method == SelectionMethod.ASSESSMENT:
        attempts.refuse_unless_writing(nomination)
        return
    if nomination.state not in (NominationState.DRAFT, NominationState.SUBMITTED):
        raise Refused(
            _("This nomination is “%(state)s” and cannot be changed.") % {"state": nomination.get_state_display()}
        )
    if not deadlines.window_for(nomination).takes(clock.now()):
        raise Refused(_("The deadline has passed; this entry can no longer be changed."))


class MovedOn(Exception):
    """The nomination was submitted or taken back between the look at it and the write."""


def look_again(nomination: Nomination) -> None:
    """Hold the nomination's row until the end of the transaction, and check it as it stands there."""
    nomination.state = Nomination.objects.select_for_update().values_list("state", flat=True).get(pk=nomination.pk)
    refuse_unless_editable(nomination)


def is_editable(nomination: Nomination) -> bool:
    try:
        refuse_unless_editable(nomination)
    except Refused:
        return False
    return True


def save_answer(nomination: Nomination, question: Question, value, *, base_version: int, by) -> Saved | Conflict:
    """Save one answer on top of the version its writer saw (0: none yet).

    A save on top of an older version loses nothing: what was saved first stays, what came later is kept
    beside it and the writer is shown both. In a submitted entry an answer counts at once, so there
    only an answer that could be submitted is taken.
    """
    try:
        return _save_answer(nomination, question, value, base_version=base_version, by=by)
    except MovedOn:
        nomination.refresh_from_db(fields=["state"])
        return _save_answer(nomination, question, value, base_version=base_version, by=by)


def _save_answer(nomination: Nomination, question: Question, value, *, base_version: int, by) -> Saved | Conflict:
    refuse_unless_editable(nomination)
    value = values.clean(question, value)
    submitted = nomination.state == NominationState.SUBMITTED
    if submitted and (wrong := values.problems(question, value)):
        raise Refused(*wrong)
    with transaction.atomic():
        outcome = _store(nomination, question, value, base_version=base_version, by=by)
        if not outcome.is_conflict and outcome.changed:
            _touch(nomination, question, value)
            if submitted:
                submission.answer_changed(nomination, question, by=by)
    return outcome


def _store(nomination: Nomination, question: Question, value, *, base_version: int, by) -> Saved | Conflict:
    at = clock.now()
    answer = Answer.objects.select_for_update().filter(nomination=nomination, question=question).first()
    if answer is None:
        if values.is_blank(value):
            return Saved(Answer(nomination=nomination, question=question, version=0), 0, changed=False)
        try:
            with transaction.atomic():
                answer = Answer.objects.create(
                    nomination=nomination, question=question, value=value, updated_by=by, updated_at=at
                )
                return Saved(answer, answer.version)
        except IntegrityError:
            answer = Answer.objects.select_for_update().get(nomination=nomination, question=question)
    if answer.value == value:
        return Saved(answer, answer.version, changed=False)
    if answer.version != base_version:
        return _keep_both(answer, value, by=by)
    _keep_replaced(answer, by=by)
    answer.value, answer.updated_by, answer.updated_at = value, by, at
    answer.version += 1
    answer.save(update_fields=["value", "version", "updated_by", "updated_at"])
    return Saved(answer, answer.version)


def _keep_both(answer: Answer, mine, *, by) -> Conflict:
    """Keep the late text once: the same tab saving on without an answer to its conflict adds to one row."""
    kept = answer.versions.filter(is_conflict=True, resolved_at=None, saved_by=by, version=answer.version).first()
    kept = kept or AnswerVersion(answer=answer, is_conflict=True, saved_by=by, version=answer.version)
    if kept.pk and not _continues(kept.value, mine):
        kept = AnswerVersion(answer=answer, is_conflict=True, saved_by=by, version=answer.version)
    kept.value, kept.saved_at = mine, clock.now()
    kept.save()
    return Conflict(answer, theirs=answer.value, mine=mine, version=answer.version, kept=kept)


def _continues(earlier, later) -> bool:
    """Whether a late text only writes on from the kept one, so that replacing it loses no word."""
    return isinstance(earlier, str) and isinstance(later, str) and later.startswith(earlier)


def _keep_replaced(answer: Answer, *, by) -> None:
    """The text that goes, unless its own writer types on in the same sitting without removing much."""
    same_person = answer.updated_by_id == by.pk and clock.now() - answer.updated_at < SAME_SITTING
    newest = answer.versions.filter(is_conflict=False).order_by("-version").first()
    if same_person and newest is not None and clock.now() - newest.saved_at < SAME_SITTING:
        return
    _keep_text(answer)


def _keep_text(answer: Answer) -> None:
    if values.is_blank(answer.value) or answer.versions.filter(is_conflict=False, version=answer.version).exists():
        return
    AnswerVersion.objects.create(
        answer=answer,
        value=answer.value,
        version=answer.version,
        saved_by_id=answer.updated_by_id,
        saved_at=clock.now(),
    )


def resolve(kept: AnswerVersion, value, *, base_version: int, by) -> Saved | Conflict:
    """Answer a conflict: save the chosen or merged text on top of what stands, and close it."""
    answer = kept.answer
    with transaction.atomic():
        _keep_text(answer)
        outcome = save_answer(answer.nomination, answer.question, value, base_version=base_version, by=by)
        if not outcome.is_conflict:
            AnswerVersion.objects.filter(
                answer=answer, is_conflict=True, saved_by_id=kept.saved_by_id, resolved_at=None
            ).update(resolved_at=clock.now())
    return outcome


def open_conflicts(nomination: Nomination, user) -> dict[int, AnswerVersion]:
    """This writer's texts that still stand beside a saved one, newest per question."""
    waiting = AnswerVersion.objects.filter(
        answer__nomination=nomination, is_conflict=True, resolved_at=None, saved_by=user
    ).select_related("answer__updated_by")
    return {kept.answer.question_id: kept for kept in waiting.order_by("saved_at")}


def _touch(nomination: Nomination, question: Question, value) -> None:
    fields = {"updated_at": clock.now()}
    if question.fact == TITLE_FACT:
        fields["title"] = (value or "")[:300]
    if not Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(**fields):
        raise MovedOn
    for name, changed in fields.items():
        setattr(nomination, name, changed)


@dataclass(frozen=True)
class StaleDetails:
    """Relation or organisation were changed by somebody else since this page was opened."""

    nomination: Nomination


def save_details(
    nomination: Nomination, *, by, base_version: int, relation: str | None = None, organisation=None
) -> Nomination | StaleDetails:
    """Who nominates whom: what the nominator is to the nominee, and whose places are charged."""
    refuse_unless_editable(nomination)
    if relation and relation not in Relation.values:
        raise Refused(_("Please choose one of the answers offered."))
    changes = {}
    if relation is not None and relation != nomination.relation:
        changes["relation"] = relation
    if organisation is not None and organisation.pk != nomination.organisation_id:
        changes["organisation_id"] = organisation.pk
        if title := title_after(nomination.category, organisation):
            changes["title"] = title
    if not changes:
        return nomination
    before = nomination.organisation
    with transaction.atomic():
        fresh = Nomination.objects.filter(pk=nomination.pk, version=base_version)
        if not fresh.update(**changes, version=base_version + 1, updated_at=clock.now()):
            nomination.refresh_from_db()
            return StaleDetails(nomination)
        nomination.refresh_from_db()
        if nomination.state == NominationState.SUBMITTED:
            submission.details_changed(nomination, before, by=by)
    return nomination


def chosen(kept: AnswerVersion, choice: str, mine=None):
    """The text that a choice between two stands for; `mine` is what the writer made of the own one since."""
    theirs, mine = kept.answer.value, kept.value if mine is None else mine
    if choice == "mine":
        return mine
    if choice == "theirs":
        return theirs
    if choice == "both" and isinstance(theirs, str) and isinstance(mine, str):
        return f"{theirs}\n\n{mine}"
    raise Refused(_("Please choose one of the two texts, or both."))
