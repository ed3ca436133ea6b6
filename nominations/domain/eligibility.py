"""Asks the rules, keeps their reports, and lets an administrator override them with a written reason.

`evaluate` is the one function behind quick check, form, submit, job and API. What a nomination's
`eligibility` says changes only here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from operations import clock
from operations.domain import audit
from operations.domain.jobs import Progress, enqueue
from operations.refusal import Refused
from programs.domain.in_force import rules_by_category, rules_of
from programs.models import Category, Cycle, EligibilityRule
from programs.rules import Facts
from programs.rules import report as reports_of
from programs.rules.report import Report, is_cap

from ..enums import Eligibility, NominationState
from ..models import EligibilityReport, Nomination, NominationEvent, Override
from . import pages
from .facts import facts_of

CHUNK = 500
VERDICT_CHANGED, PLACE_CHANGED = "eligibility_changed", "cap_place_changed"
TOLD = (VERDICT_CHANGED, PLACE_CHANGED)


# Asking


def evaluate(category: Category, facts: Facts, *, overrides: Mapping[int, Override] | None = None) -> Report:
    """What the rules of a category say of facts. `overrides` are those in force, by rule."""
    return reports_of.made(rules_of(category), facts, overrides=overrides)


# Keeping


def lock_cycle(pk: int) -> None:
    """Everything that decides about entries of a cycle waits for each other here, before it locks anything else.

    The trail's head is locked until a commit; whoever held a nomination and waited for the trail could
    otherwise meet somebody who holds the trail and waits for the nomination.
    """
    Cycle.objects.select_for_update().get(pk=pk)


def newest_report(nomination: Nomination) -> EligibilityReport | None:
    return nomination.reports.order_by("-pk").first()


@transaction.atomic
def check(nomination: Nomination, *, cause: str, by=None) -> EligibilityReport:
    """Ask the rules anew and keep what they say. A result that did not change makes no second report."""
    lock_cycle(nomination.cycle_id)
    pages.recount(nomination)
    facts = facts_of([nomination])[nomination.pk]
    report = evaluate(nomination.category, facts, overrides=overrides_of([nomination.pk])[nomination.pk])
    newest = newest_report(nomination)
    if newest is None or (newest.verdict, newest.lines, newest.facts) != (
        report.verdict,
        report.lines,
        facts.to_json(),
    ):
        newest = _row(nomination, report, facts, cause)
        newest.save()
    was = nomination.eligibility
    if was != report.verdict:
        Nomination.objects.filter(pk=nomination.pk).update(eligibility=report.verdict)
        nomination.eligibility = report.verdict
        _remember([(nomination, was, report)], cause, by=by)
    return newest


def check_cycle(cycle: Cycle, progress: Progress | None = None, *, cause: str = "rules changed") -> dict[str, int]:
    """Check every submitted nomination of a cycle and place it anew in the caps.

    Everything is read in a constant number of queries. Only where the answer changed is something
    written, each chunk in a transaction of its own that reads those few rows again under lock, so it may
    be stopped anywhere and run again.
    """
    cycle = Cycle.objects.select_related("program").get(pk=cycle.pk)
    rows = Nomination.objects.filter(cycle=cycle).submitted()
    nominations = list(rows.order_by("pk").select_related("organisation", "nominator"))
    categories = _share_categories(nominations, cycle)
    facts = facts_of(nominations, among=rows)
    overrides = overrides_of(rows.order_by().values("pk"))
    known = _newest(rows.order_by().values("pk"))
    if progress:
        progress.start(len(nominations), _("Checking eligibility"))
    changed = 0
    for start in range(0, len(nominations), CHUNK):
        chunk = nominations[start : start + CHUNK]
        stale = [
            one.pk
            for one in chunk
            if _differs(one, evaluate(one.category, facts[one.pk], overrides=overrides[one.pk]), known)
        ]
        changed += _recheck(cycle, stale, categories, cause) if stale else 0
        if progress:
            progress.advance(len(chunk))
    from . import caps

    moved = caps.replace_all(cycle)
    return {"checked": len(nominations), "changed": changed, "moved": len(moved)}


def _share_categories(nominations: list[Nomination], cycle: Cycle) -> dict[int, Category]:
    """One object for each category, with its rules parsed once, instead of one for each nomination."""
    categories = {category.pk: category for category in cycle.categories.all()}
    parsed = rules_by_category(cycle.pk, categories.values())
    for pk, category in categories.items():
        category.__dict__["_rules_in_force"] = parsed[pk]
    for one in nominations:
        one.category = categories[one.category_id]
    return categories


def _differs(nomination: Nomination, report: Report, known: Mapping[int, EligibilityReport]) -> bool:
    newest = known.get(nomination.pk)
    if newest is None or nomination.eligibility != report.verdict:
        return True
    return (newest.verdict, newest.lines) != (report.verdict, report.lines)


@transaction.atomic
def _recheck(cycle: Cycle, pks: list[int], categories: Mapping[int, Category], cause: str) -> int:
    """Write new reports of these, from facts read under lock. The same number of queries for any number."""
    lock_cycle(cycle.pk)
    rows = Nomination.objects.filter(pk__in=pks, state=NominationState.SUBMITTED)
    nominations = list(rows.select_related("organisation", "nominator").order_by("pk"))
    for one in nominations:
        one.category = categories[one.category_id]
    facts = facts_of(nominations)
    overrides, known = overrides_of(pks), _newest(pks)
    reports = {
        one.pk: evaluate(categories[one.category_id], facts[one.pk], overrides=overrides[one.pk]) for one in nominations
    }
    stale = [one for one in nominations if _differs(one, reports[one.pk], known)]
    EligibilityReport.objects.bulk_create([_row(one, reports[one.pk], facts[one.pk], cause) for one in stale])
    moved = [(one, one.eligibility, reports[one.pk]) for one in stale if one.eligibility != reports[one.pk].verdict]
    by_verdict: dict[str, list[int]] = defaultdict(list)
    for one, _was, report in moved:
        by_verdict[report.verdict].append(one.pk)
    for verdict, changed in sorted(by_verdict.items()):
        Nomination.objects.filter(pk__in=changed).update(eligibility=verdict)
    if moved:
        _remember(moved, cause)
    return len(stale)


def _row(nomination: Nomination, report: Report, facts: Facts, cause: str) -> EligibilityReport:
    return EligibilityReport(
        nomination=nomination,
        verdict=report.verdict,
        lines=report.lines,
        facts=facts.to_json(),
        config_version=nomination.category.cycle.config_version,
        cause=cause[:80],
        made_at=clock.now(),
    )


def _newest(pks: Any) -> dict[int, EligibilityReport]:
    newest = EligibilityReport.objects.filter(nomination__in=pks).order_by().values("nomination")
    rows = EligibilityReport.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")).defer("facts")
    return {row.nomination_id: row for row in rows}


def overrides_of(pks: Any) -> dict[int, dict[int, Override]]:
    found: dict[int, dict[int, Override]] = defaultdict(dict)
    for row in Override.objects.filter(nomination__in=pks, revoked_at=None).select_related("by"):
        found[row.nomination_id][row.rule_id] = row
    return found


# Telling


def _remember(moved: list[tuple[Nomination, str, Report]], cause: str, *, by=None) -> None:
    """A line on each timeline, one letter to each nominator who knew another answer, one line in the trail."""
    labels = dict(Eligibility.choices)
    known_before = [
        (one, was, report) for one, was, report in moved if was != Eligibility.NOT_CHECKED and _is_theirs_to_know(one)
    ]
    tell(
        [
            (
                one,
                VERDICT_CHANGED,
                _("%(was)s → %(now)s (%(cause)s)")
                % {"was": labels[was], "now": labels[report.verdict], "cause": cause},
            )
            for one, was, report in known_before
        ],
        by=by,
    )
    if known_before:
        audit.record(
            "eligibility changed",
            f"cycle:{known_before[0][0].cycle_id}",
            by=by,
            program=known_before[0][0].category.cycle.program.slug,
            change={"cause": cause, "to": {one.code: report.verdict for one, _was, report in known_before}},
        )


def _is_theirs_to_know(nomination: Nomination) -> bool:
    return nomination.state == NominationState.SUBMITTED


def tell(news: list[tuple[Nomination, str, str]], *, by=None) -> list[NominationEvent]:
    """Timeline entries for (nomination, what, reason), and one job that writes the letters about them."""
    if not news:
        return []
    events = NominationEvent.objects.bulk_create(
        NominationEvent(nomination=one, what=what, reason=reason, by=by, at=clock.now()) for one, what, reason in news
    )
    enqueue(
        "eligibility_letters",
        key=f"eligibility-letters:{events[0].pk}",
        payload={"events": [event.pk for event in events]},
        program=news[0][0].category.cycle.program.slug,
        by=by,
    )
    return events


# Changed rules


@transaction.atomic
def rules_changed(cycle: Cycle, *, by=None) -> int:
    """Call after rules of a cycle changed, in the same transaction: what they touch is checked again."""
    Cycle.objects.filter(pk=cycle.pk).update(config_version=F("config_version") + 1)
    cycle.refresh_from_db(fields=["config_version"])
    recheck(cycle, key=f"rules:{cycle.config_version}", cause="rules changed", by=by)
    return cycle.config_version


def recheck(cycle: Cycle, *, key: str, cause: str, by=None) -> None:
    """Ask for a check of the whole cycle in the background; the same key is the same check."""
    enqueue(
        "check_cycle",
        key=f"check_cycle:{cycle.pk}:{key}",
        payload={"cycle": cycle.pk, "cause": cause},
        program=cycle.program.slug,
        by=by,
    )


# Overriding


@transaction.atomic
def override(nomination: Nomination, rule: EligibilityRule, verdict: str, *, reason: str, by) -> Override:
    """Put an administrator's verdict in place of a rule's. Both stay in the report."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Please write down why the verdict is overridden; both will stand in the report."))
    if verdict not in (Eligibility.ELIGIBLE, Eligibility.NEEDS_INFORMATION, Eligibility.INELIGIBLE):
        raise Refused(_("The verdict must be eligible, not eligible or needs information."))
    if rule.pk not in {one.pk for one in rules_of(nomination.category) if not is_cap(one)}:
        raise Refused(_("This rule does not decide about this nomination."))
    lock_cycle(nomination.cycle_id)
    nomination.refresh_from_db(fields=["eligibility"])  # what stood before we had the lock may be another's by now
    _end(nomination.overrides.filter(rule=rule))
    made = Override.objects.create(
        nomination=nomination, rule=rule, verdict=verdict, reason=reason, by=by, at=clock.now()
    )
    check(nomination, cause="override", by=by)
    _record("eligibility overridden", made, reason, by)
    return made


@transaction.atomic
def revoke_override(made: Override, *, reason: str, by) -> None:
    """Let the rule speak for itself again. The override stays in the books as revoked."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Please write down why the override is taken back."))
    nomination = made.nomination
    lock_cycle(nomination.cycle_id)
    nomination.refresh_from_db(fields=["eligibility"])
    if not _end(Override.objects.filter(pk=made.pk)):
        raise Refused(_("This override was taken back already."))
    made.refresh_from_db(fields=["revoked_at"])
    check(nomination, cause="override revoked", by=by)
    _record("eligibility override revoked", made, reason, by)


def _end(overrides) -> int:
    return overrides.filter(revoked_at=None).update(revoked_at=clock.now())


def _record(action: str, made: Override, reason: str, by) -> None:
    audit.record(
        action,
        made.nomination.key,
        by=by,
        program=made.nomination.category.cycle.program.slug,
        change={"rule": made.rule.slug, "verdict": made.verdict, "reason": reason},
    )


@transaction.atomic
def ask_nominator(nomination: Nomination, question: str, *, by) -> NominationEvent:
    """Ask the nominator for what a rule needs to know. The question stands on the timeline."""
    question = question.strip()
    if not question:
        raise Refused(_("Please write down what you need to know."))
    [event] = tell([(nomination, "information_asked", question)], by=by)
    audit.record(
        "eligibility information asked",
        nomination.key,
        by=by,
        program=nomination.category.cycle.program.slug,
        change={"question": question},
    )
    return event
