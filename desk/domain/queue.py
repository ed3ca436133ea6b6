"""The eligibility queue: submitted nominations that wait for a person, by what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from nominations.enums import CapPlace, Eligibility
from nominations.models import EligibilityReport, Nomination
from programs.models import Cycle

OVER = Q(cap_place__in=[CapPlace.OVER, CapPlace.QUEUED])
GROUPS = {
    "fail": Q(eligibility=Eligibility.INELIGIBLE),
    "unknown": Q(eligibility=Eligibility.NEEDS_INFORMATION),
    "not_checked": Q(eligibility=Eligibility.NOT_CHECKED),
    "over": Q(eligibility=Eligibility.ELIGIBLE) & OVER,
}
ANY = GROUPS["fail"] | GROUPS["unknown"] | GROUPS["not_checked"] | GROUPS["over"]
OPEN = ("fail", "unknown")


@dataclass(frozen=True)
class Group:
    """One pile of the queue. Every nomination lies in one pile only, the worst."""

    slug: str
    label: str
    tone: str
    count: int


def labels() -> dict[str, tuple[str, str]]:
    return {
        "fail": (_("Not eligible"), "bad"),
        "unknown": (_("Needs information"), "warn"),
        "not_checked": (_("Not checked yet"), ""),
        "over": (_("Over the limits"), "warn"),
    }


def groups(cycle: Cycle, category: str = "") -> list[Group]:
    """The piles with their sizes: one query."""
    counts = within(cycle, category).aggregate(
        **{slug: Count("pk", filter=condition) for slug, condition in GROUPS.items()}
    )
    return [Group(slug, label, tone, counts[slug]) for slug, (label, tone) in labels().items()]


def within(cycle: Cycle, category: str) -> QuerySet[Nomination]:
    rows = Nomination.objects.filter(cycle=cycle).submitted()
    return rows.filter(category__slug=category) if category else rows


def waiting(cycle: Cycle, verdict: str = "", category: str = "") -> QuerySet[Nomination]:
    """The nominations of a pile, or of all, worst first and then in the order they came in."""
    pile = Case(
        *[When(condition, then=Value(place)) for place, condition in enumerate(GROUPS.values())],
        default=Value(9),
        output_field=IntegerField(),
    )
    rows = within(cycle, category).filter(GROUPS.get(verdict, ANY))
    return (
        rows.annotate(pile=pile)
        .select_related("category", "organisation", "nominator")
        .order_by("pile", "first_submitted_at", "receipt_number")
    )


def with_reasons(rows: list[Nomination]) -> list[Nomination]:
    """Each with the lines of its newest report that stand in its way: two queries for a page."""
    newest = EligibilityReport.objects.filter(nomination__in=rows).order_by().values("nomination")
    reports = EligibilityReport.objects.filter(pk__in=newest.annotate(newest=Max("pk")).values("newest")).defer("facts")
    lines = {report.nomination_id: report.lines for report in reports}
    slugs = list(GROUPS)
    for row in rows:
        row.reasons = [line for line in lines.get(row.pk, []) if stands_against(line)]
        row.pile_slug = slugs[row.pile]
    return rows


def stands_against(line: dict) -> bool:
    said = line["overridden"]["verdict"] if line["overridden"] else line["verdict"]
    return said in OPEN
