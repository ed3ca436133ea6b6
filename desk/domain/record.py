"""Everything that led to the decision of one category, for a page that can be printed and filed.

Once sealed, the inputs that were sealed are shown, not what the site says today; before, what would be sealed now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from accounts.models import User
from judging.domain import sealing
from judging.models import Decision, Mark, Recusal, Scorecard
from nominations.enums import NominationState
from nominations.models import Candidate, Nomination, NominationEvent, Override
from operations.models import AuditEvent
from programs.enums import SelectionMethod
from programs.models import Category

from . import words

#: A printed record lists so many; the sealed inputs have them all.
MOST_ROWS = 500


@dataclass(frozen=True)
class Row:
    """One nomination as the result ranks it."""

    title: str
    organisation: str
    code: str
    place: int | None
    mean: Fraction | None
    scorecards: int
    is_tied: bool
    cards: list[Card] = field(default_factory=list)


@dataclass(frozen=True)
class Card:
    """One scorecard: a mark for each criterion, in the order of the rubric."""

    judge: str
    code: str
    marks: list[tuple[str, str]]
    comments: list[tuple[str, str]]
    note: str


@dataclass(frozen=True)
class LeftOut:
    """A nomination that was submitted and is not judged, and why."""

    title: str
    code: str
    state: str
    reason: str


@dataclass(frozen=True)
class Record:
    """The whole story of a category. `is_sealed` says whether these are the sealed inputs."""

    is_sealed: bool
    criteria: list[tuple[str, int]]
    rows: list[Row]
    left_out: list[LeftOut]
    recusals: list[Recusal]
    overrides: list[Override]
    proposals: list[dict]
    placed: list[dict]
    history: list[AuditEvent]
    measured: list[dict] = field(default_factory=list)
    measured_more: int = 0
    files: list[dict] = field(default_factory=list)


def record_of(category: Category, decision: Decision | None) -> Record:
    """In a fixed number of queries."""
    is_sealed = decision is not None and decision.is_sealed and bool(decision.inputs)
    basis = decision.inputs["basis"] if is_sealed else basis_now(category)
    names = {criterion.slug: criterion.name for criterion in category.criteria.all()}
    if "subjects" in basis:
        measured = measured_rows(basis, decision.inputs["result"] if is_sealed else sealing.result_of(basis))
        return Record(
            is_sealed=is_sealed,
            criteria=[],
            rows=[],
            left_out=[],
            recusals=[],
            overrides=[],
            proposals=[],
            placed=placed_of(category, decision, is_sealed=is_sealed),
            history=history_of(category, decision),
            measured=measured[:MOST_ROWS],
            measured_more=max(len(measured) - MOST_ROWS, 0),
            files=basis["files"],
        )
    return Record(
        is_sealed=is_sealed,
        criteria=[(names.get(slug, slug), weight) for slug, weight in basis.get("criteria", {}).items()],
        rows=rows_of(category, basis, decision.inputs["result"] if is_sealed else sealing.result_of(basis), names),
        left_out=left_out(category, set(basis["nominations"])),
        recusals=list(
            Recusal.objects.filter(assignment__nomination__category=category)
            .select_related("assignment__judge", "assignment__nomination", "by")
            .order_by("at", "pk")
        ),
        overrides=list(
            Override.objects.filter(nomination__category=category)
            .select_related("nomination", "rule", "by")
            .order_by("at", "pk")
        ),
        proposals=proposals_of(basis),
        placed=placed_of(category, decision, is_sealed=is_sealed),
        history=history_of(category, decision),
    )


def basis_now(category: Category) -> dict:
    """What would be sealed now; nothing where the method cannot be computed on this site."""
    if category.method not in (SelectionMethod.PANEL, SelectionMethod.APPOINTMENT) and not category.measure:
        return {"method": category.method, "nominations": [], "criteria": {}, "scorecards": []}
    return sealing.gather(category)


def measured_rows(basis: dict, result: list[dict]) -> list[dict]:
    """Who has a place in a measured award, with the exact result and how many surveys it rests on."""
    names = {one["key"]: one["name"] for one in basis["subjects"]}
    rows = [line | {"name": names[line["subject"]]} for line in result if line["place"] is not None]
    return sorted(rows, key=lambda row: (row["place"], row["name"].casefold(), row["subject"]))


def rows_of(category: Category, basis: dict, result: list[dict], names: dict[str, str]) -> list[Row]:
    nominations = {
        one.code: one
        for one in Nomination.objects.filter(code__in=basis["nominations"]).select_related("candidate", "organisation")
    }
    cards = cards_of(category, basis, names)
    rows = []
    for line in result or [{"nomination": code} for code in basis["nominations"]]:
        one = nominations.get(line["nomination"])
        value = line.get("value")
        rows.append(
            Row(
                title=(one.candidate.name if one.candidate else one.title) if one else line["nomination"],
                organisation=str(one.organisation or "") if one else "",
                code=line["nomination"],
                place=line.get("place"),
                mean=Fraction(value) if value is not None else None,
                scorecards=line.get("scorecards", 0),
                is_tied=line.get("tied", False),
                cards=cards.get(line["nomination"], []),
            )
        )
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0, row.title.casefold()))


def cards_of(category: Category, basis: dict, names: dict[str, str]) -> dict[str, list[Card]]:
    """The sealed marks, with the comments and notes that stand beside them."""
    sealed = basis.get("scorecards", [])
    codes = [card["code"] for card in sealed]
    people = people_of({card["judge"] for card in sealed})
    notes = dict(Scorecard.objects.filter(code__in=codes).values_list("code", "note"))
    comments: dict[str, list[tuple[str, str]]] = {}
    marks = Mark.objects.filter(scorecard__code__in=codes).exclude(comment="").order_by("criterion__position", "pk")
    for code, name, comment in marks.values_list("scorecard__code", "criterion__name", "comment"):
        comments.setdefault(code, []).append((name, comment))
    found: dict[str, list[Card]] = {}
    for card in sealed:
        found.setdefault(card["nomination"], []).append(
            Card(
                judge=people.get(card["judge"], card["judge"]),
                code=card["code"],
                marks=[(names.get(slug, slug), in_words(card["marks"], slug)) for slug in basis["criteria"]],
                comments=comments.get(card["code"], []),
                note=notes.get(card["code"], ""),
            )
        )
    return {code: sorted(cards, key=lambda card: card.judge.casefold()) for code, cards in found.items()}


def in_words(marks: dict[str, int | None], slug: str) -> str:
    if slug not in marks:
        return "–"
    return str(marks[slug]) if marks[slug] is not None else _("cannot judge")


def people_of(keys: set[str]) -> dict[str, str]:
    numbers = {int(key.partition(":")[2]) for key in keys if key.partition(":")[2].isdecimal()}
    return {user.key: str(user) for user in User.objects.filter(pk__in=numbers)}


def left_out(category: Category, judged: set[str]) -> list[LeftOut]:
    """Submitted once, and not in the field: withdrawn, rejected, not eligible or over the limits."""
    rows = Nomination.objects.filter(category=category).exclude(first_submitted_at=None).exclude(code__in=judged)
    rows = list(rows.order_by("receipt_number"))
    reasons = {
        event.nomination_id: event.reason
        for event in NominationEvent.objects.filter(
            nomination__in=rows, to_state__in=["withdrawn", "rejected"]
        ).order_by("at", "pk")
    }
    return [
        LeftOut(
            title=one.title or one.code,
            code=one.code,
            state=one.get_state_display() if one.state != NominationState.SUBMITTED else one.get_eligibility_display(),
            reason=reasons.get(one.pk, "") if one.state != NominationState.SUBMITTED else one.cap_reason,
        )
        for one in rows
    ]


def proposals_of(basis: dict) -> list[dict]:
    found = basis.get("proposals", [])
    candidates = Candidate.objects.in_bulk([one["candidate"] for one in found])
    people = people_of({one["by"] for one in found})
    return [
        {"candidate": candidates.get(one["candidate"]), "reason": one["reason"], "by": people.get(one["by"], "")}
        for one in found
    ]


def placed_of(category: Category, decision: Decision | None, *, is_sealed: bool) -> list[dict]:
    """Who is placed; once sealed, as it was sealed."""
    if decision is None:
        return []
    names = {placing.slug: placing.name for placing in category.placings.all()}
    rows = decision.inputs["placed"] if is_sealed else sealing.placed_of(decision)
    candidates = Candidate.objects.in_bulk([row["candidate"] for row in rows])
    order = {slug: place for place, slug in enumerate(names)}
    return [
        {
            "placing": names.get(row["placing"], row["placing"]),
            "candidate": candidates.get(row["candidate"]),
            "citation": row["citation"],
        }
        for row in sorted(rows, key=lambda row: (order.get(row["placing"], 99), row["position"]))
    ]


def history_of(category: Category, decision: Decision | None) -> list[AuditEvent]:
    """What was done with the decision, from the trail."""
    if decision is None:
        return []
    events = AuditEvent.objects.filter(object_key=decision.key).order_by("sequence")
    return words.of_events(category.cycle, list(events))
