"""Places the submissions of an organisation within its caps, and tells those whose place changed.

The set rules themselves are pure and live in `programs.rules.caps`. `cap_place` changes only here.
"""

from __future__ import annotations

import logging
from collections import defaultdict

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership, Organisation
from operations.domain import audit
from programs.domain.groups import Groups, groups_for
from programs.models import Cycle, EligibilityRule
from programs.rules import rule_from
from programs.rules.caps import Cap, Placed, Submission, place

from ..enums import CapPlace, NominationState
from ..models import Nomination, NominationEvent
from . import eligibility

log = logging.getLogger(__name__)

ENDED = (NominationState.WITHDRAWN, NominationState.REJECTED)


def caps_of(cycle: Cycle, changed: EligibilityRule | None = None) -> list[Cap]:
    """The caps of a cycle; the cap on categories first, because it decides the order.

    With `changed`, a row that is not saved yet, as they would be once it is.
    """
    rows = list(
        EligibilityRule.objects.filter(
            cycle=cycle, category=None, is_enabled=True, kind__in=["category_cap", "candidate_cap"]
        ).order_by("position", "pk")
    )
    if changed is not None:
        rows = [row for row in rows if row.pk != changed.pk] + ([changed] if changed.is_enabled else [])
        rows.sort(key=lambda row: row.position)
    caps = []
    for row in sorted(rows, key=lambda row: row.kind, reverse=True):
        try:
            caps.append(rule_from(row.kind, row.params))
        except ValueError as wrong:
            log.error("The cap %s of %s is not set up rightly and does not count: %s", row.slug, cycle, wrong)
    return caps


@transaction.atomic
def replace(cycle: Cycle, organisation: Organisation | None) -> list[Nomination]:
    """Place an organisation's submissions anew; inside the transaction of what changed them."""
    return _replace(cycle, *_touching(cycle, organisation))


def refusal(nomination: Nomination) -> str:
    """Why a cap that blocks keeps this submission out, as a sentence; empty where none does (I06)."""
    cycle = nomination.cycle
    caps, rows, groups = _touching(cycle, nomination.organisation)
    if not any(cap.mode == "block" for cap in caps):
        return ""
    _rows, found = placed(cycle, caps, rows, groups)
    answer = found.get(nomination.pk)
    return answer.reason if answer and answer.blocked else ""


def _touching(cycle: Cycle, organisation: Organisation | None) -> tuple[list[Cap], QuerySet, Groups]:
    """The caps, and the submissions that may share places with those of an organisation."""
    caps, groups = caps_of(cycle), groups_for([cycle.program])
    rows = Nomination.objects.filter(cycle=cycle)
    if any(cap.charged_to == "nominator" for cap in caps):
        return caps, rows, groups
    relatives = groups.with_relatives(organisation.pk) if organisation else []
    return caps, rows.filter(organisation__in=relatives), groups


@transaction.atomic
def replace_all(cycle: Cycle) -> list[Nomination]:
    """Place every submission of a cycle anew, in a constant number of queries."""
    return _replace(cycle, caps_of(cycle), Nomination.objects.filter(cycle=cycle), groups_for([cycle.program]))


def _replace(cycle: Cycle, caps: list[Cap], rows: QuerySet, groups: Groups) -> list[Nomination]:
    """The cycle's row is locked first, so two submissions at once are placed one after the other."""
    eligibility.lock_cycle(cycle.pk)
    nominations, found = placed(cycle, caps, rows, groups)
    changed = [one for one in nominations if (one.cap_place, one.cap_reason) != _as_stored(found[one.pk])]
    _write(changed, found)
    return changed


def placed(cycle: Cycle, caps: list[Cap], rows: QuerySet, groups: Groups) -> tuple[list[Nomination], dict[int, Placed]]:
    """Where these caps place the submissions among `rows`; nothing is written."""
    rows = rows.exclude(first_submitted_at=None)
    nominations = list(rows.order_by("pk"))
    categories = {category.pk: category for category in cycle.categories.all()}
    for one in nominations:
        one.category = categories[one.category_id]
    return nominations, place(caps, _submissions(nominations, rows, cycle, caps, groups), cycle.judging_opens_at)


def _as_stored(placed: Placed) -> tuple[str, str]:
    return placed.cap_place, placed.reason[:300]


def _submissions(
    nominations: list[Nomination], rows: QuerySet, cycle: Cycle, caps: list[Cap], groups: Groups
) -> list[Submission]:
    stories = _stories(rows, cycle)
    nominators = _nominators(nominations, caps, groups)
    return [
        Submission(
            id=one.pk,
            category=one.category.key,
            family=one.category.family,
            counts=one.category.counts_for_caps,
            candidate=str(one.candidate_id or f"nomination {one.pk}"),
            nominee=str(groups.root(one.organisation_id)) if one.organisation_id else "",
            nominator=nominators.get(one.nominator_id, f"person {one.nominator_id}"),
            receipt_number=one.receipt_number or 0,
            first_submitted_at=one.first_submitted_at,
            created_at=one.created_at,
            last_edited_at=one.submitted_at,
            state=one.state,
            **stories.get(one.pk, {}),
        )
        for one in nominations
    ]


def _stories(rows: QuerySet, cycle: Cycle) -> dict[int, dict]:
    """When submissions ended, and which were away when judging started and came back after."""
    moves = NominationEvent.objects.filter(
        nomination__in=NominationEvent.objects.filter(
            nomination__in=rows.order_by().values("pk"), to_state__in=ENDED
        ).values("nomination")
    ).exclude(to_state="")
    stories: dict[int, dict] = defaultdict(dict)
    for move in moves.order_by("at", "pk"):
        story = stories[move.nomination_id]
        has_started = move.at >= cycle.judging_opens_at
        if move.to_state in ENDED:
            story["ended_at"] = move.at
            if not has_started:
                story["away_as"] = move.to_state
        elif not has_started:
            story.pop("away_as", None)
        elif "away_as" in story:
            story.setdefault("rejoined_at", move.at)
    return stories


def _nominators(nominations: list[Nomination], caps: list[Cap], groups: Groups) -> dict[int, str]:
    """The organisation that each nominator belongs to longest; asked only where a cap charges it."""
    if not any(cap.charged_to == "nominator" for cap in caps):
        return {}
    people = {one.nominator_id for one in nominations}
    belongs: dict[int, str] = {}
    for membership in Membership.objects.filter(user__in=people).order_by("since", "pk"):
        belongs.setdefault(membership.user_id, str(groups.root(membership.organisation_id)))
    return belongs


def _write(changed: list[Nomination], placed: dict[int, Placed]) -> None:
    """Write the new places, by place and reason, and tell those whose submission has moved."""
    by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
    moved: list[Nomination] = []
    for one in changed:
        was = one.cap_place
        one.cap_place, one.cap_reason = _as_stored(placed[one.pk])
        by_place[one.cap_place, one.cap_reason].append(one.pk)
        if was and one.cap_place and was != one.cap_place:
            moved.append(one)
    for (cap_place, reason), pks in sorted(by_place.items()):
        Nomination.objects.filter(pk__in=pks).update(cap_place=cap_place, cap_reason=reason)
    eligibility.tell([(one, eligibility.PLACE_CHANGED, _news(one)) for one in moved])
    if moved:
        audit.record(
            "caps replaced",
            f"cycle:{moved[0].cycle_id}",
            program=moved[0].category.cycle.program.slug,
            change={one.code: one.cap_place for one in moved},
        )


def _news(nomination: Nomination) -> str:
    return f"{CapPlace(nomination.cap_place).label}. {nomination.cap_reason}".strip()
